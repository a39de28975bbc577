package import TicketModel

/// A question about tickets, as `list`, `queues.yml` and the policies of `sla.yml` write it.
///
///     status:open,waiting (tag:vpn or "cannot connect") -assignee:none priority>=high
///
/// NOT (`-x`, `not x`) binds before AND (side by side, or `and`) before OR (`or`). A bare word matches the beginnings of
/// words in title and text, `"quoted text"` matches anywhere in them; case, ё and Unicode form do not matter. An immutable
/// tree: it may be asked from many threads at once.
package struct Query: Sendable, CustomStringConvertible {
    let root: QueryNode
    /// The same, what costs least before the rest.
    private let cheapestFirst: QueryNode
    /// What has to be loaded before the first ticket is asked about.
    package let needs: QueryNeeds
    /// Whether the answer changes as time goes by: `due<2d`, `created:today`.
    package let usesRelativeTime: Bool
    /// Whether the answer depends on who asks: `assignee:me`.
    package let usesActor: Bool

    init(_ root: QueryNode) {
        self.root = root
        cheapestFirst = root.cheapestFirst().node
        var needs: QueryNeeds = []
        var usesRelativeTime = false
        var usesActor = false
        root.forEachTerm { term in
            needs.formUnion(term.test.needs)
            usesRelativeTime = usesRelativeTime || term.test.usesRelativeTime
            usesActor = usesActor || term.test.usesActor
        }
        self.needs = needs
        self.usesRelativeTime = usesRelativeTime
        self.usesActor = usesActor
    }

    /// Matches every ticket; what an empty text parses to.
    package static let everything = Query(.everything)

    /// Parses a query.
    ///
    /// - Throws: ``QueryError`` for the first thing that is wrong: an unknown field or value, a missing operand or value,
    ///   a quotation mark or parenthesis without its other, an operator that a field does not take.
    package static func parse(_ text: String, configuration: Configuration) throws(QueryError) -> Query {
        var parser = try QueryParser(text, configuration: configuration)
        return Query(try parser.parse())
    }

    /// Parses the arguments of a command, joined by spaces.
    package static func parse(arguments: [String], configuration: Configuration) throws(QueryError) -> Query {
        try parse(arguments.joined(separator: " "), configuration: configuration)
    }

    /// Matches what both match.
    package func and(_ other: Query) -> Query { Query(.conjunction([root, other.root])) }

    /// Whether it asks for the clocks: `sla:breached`, `sla<2h`.
    package var usesServiceLevels: Bool { needs.contains(.serviceLevels) }

    /// The canonical text, which parses to the same query under the same configuration.
    package var description: String { root.text() }

    package func matches(_ ticket: Ticket, in context: QueryContext) -> Bool {
        var facts = LazyFacts()
        return cheapestFirst.matches(ticket, context, &facts)
    }

    /// Returns the tickets that match, in their order.
    package func filter(_ tickets: some Sequence<Ticket>, in context: QueryContext) -> [Ticket] {
        tickets.filter { matches($0, in: context) }
    }

    /// Returns the tickets that match, in their order, asking on every core.
    package func filterInParallel(_ tickets: [Ticket], in context: QueryContext) async -> [Ticket] {
        if case .everything = root { return tickets }
        let parts = await ParallelBatches.map(tickets) { batch in filter(batch, in: context) }
        return parts.flatMap(\.self)
    }

    /// Returns the first tickets that match, in an order; nobody is asked about those that come behind them.
    ///
    /// Putting all in order comes first, so this pays where the order costs less than the question.
    package func first(
        _ limit: Int, of tickets: [Ticket], sortedBy order: SortOrder, in context: QueryContext
    ) async -> [Ticket] {
        let sorted = await order.sortedInParallel(tickets, in: context)
        var (found, asked, share): ([Ticket], Int, Int) = ([], 0, 2_048)
        while found.count < limit, asked < sorted.count {
            let part = Array(sorted[asked..<min(asked + share, sorted.count)])
            found += await filterInParallel(part, in: context)
            (asked, share) = (asked + part.count, share * 2)
        }
        return Array(found.prefix(limit))
    }

    /// Whether `first` finds tickets with less work than asking all of them and putting the answer in order.
    package func paysToStopEarly(sortedBy order: SortOrder) -> Bool {
        order == .byID || needs.cost > order.needs.cost && !needs.isDisjoint(with: [.text, .serviceLevels])
    }
}
