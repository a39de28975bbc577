package import TicketModel

/// How the tickets of a desk stand to each other, in both directions: whatever one file says, the other ticket knows, too.
///
/// Made in one pass over the links, in time that grows with the tickets and their links and with nothing else. Links that lead nowhere,
/// or from a ticket to itself, are not in it; `check` reports them. Tickets are numbers here: their positions in `tickets`.
package final class RelationGraph: Sendable {
    package let tickets: [Ticket]
    /// Nil where no ticket has a link.
    private let numbers: TicketNumbers?
    private let ways: [Relation: Adjacency]
    let readiness: Readiness

    init(_ tickets: [Ticket], _ workflow: WorkflowDefinition) {
        let links = WrittenLinks.all(of: tickets[...])
        let numbers = links.isEmpty ? nil : TicketNumbers(tickets)
        let pairs = numbers.map { [LinkPairs(links[...], $0)] } ?? []
        self.tickets = tickets
        self.numbers = numbers
        ways = LinkPairs.ways(pairs, count: tickets.count)
        readiness = Readiness(tickets, ways, PhaseLookup(workflow))
    }

    /// Makes the same on all cores.
    init(inParallel tickets: [Ticket], _ workflow: WorkflowDefinition) async {
        async let table = TicketNumbers(tickets)
        let parts = await ParallelBatches.map(tickets, size: 8_192) { WrittenLinks.all(of: $0) }
        let links = parts.flatMap(\.self)
        let numbers = links.isEmpty ? nil : await table
        var pairs: [LinkPairs] = []
        if let numbers { pairs = await ParallelBatches.map(links, size: 8_192) { LinkPairs($0, numbers) } }
        self.tickets = tickets
        self.numbers = numbers
        ways = LinkPairs.ways(pairs, count: tickets.count)
        readiness = Readiness(tickets, ways, PhaseLookup(workflow))
    }

    func way(_ relation: Relation) -> Adjacency { ways[relation] ?? Adjacency() }

    // MARK: Asking

    /// The ticket's position in `tickets`; nil where it is none of them, or no ticket has links.
    package func position(of ticket: Ticket) -> Int? { numbers?.position(of: ticket) }

    package func position(of id: TicketID) -> Int? { numbers?.position(of: id.key) }

    /// The positions of the tickets that stand so to the one at `position`, in order.
    package func positions(_ relation: Relation, of position: Int) -> [Int] {
        (ways[relation]?[position] ?? Adjacency.none).map { Int($0) }
    }

    /// The tickets that stand so to `ticket`, by their ids: `tickets(.child, of: parent)`.
    package func tickets(_ relation: Relation, of ticket: Ticket) -> [Ticket] {
        guard let position = position(of: ticket) else { return [] }
        return positions(relation, of: position).map { tickets[$0] }
    }

    /// Whether `ticket` stands so to the ticket with this id, whichever of them says it.
    package func holds(_ relation: Relation, _ ticket: Ticket, _ other: TicketID) -> Bool {
        guard let position = position(of: ticket), let target = self.position(of: other) else { return false }
        return ways[relation]?[position].contains(Int32(target)) ?? false
    }
}
