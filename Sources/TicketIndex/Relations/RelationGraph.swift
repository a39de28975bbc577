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
        self.tickets = tickets
        var found: [(position: Int32, link: TicketLink)] = []
        var links: [TicketLink] = []
        for (position, ticket) in tickets.enumerated() {
            ticket.appendLinks(to: &links)
            guard !links.isEmpty else { continue }
            for link in links { found.append((Int32(position), link)) }
            links.removeAll(keepingCapacity: true)
        }
        guard !found.isEmpty else {
            numbers = nil
            ways = [:]
            readiness = Readiness()
            return
        }
        let numbers = TicketNumbers(tickets)
        self.numbers = numbers
        let ways = Self.ways(found, numbers, count: tickets.count)
        self.ways = ways
        readiness = Readiness(tickets, ways, PhaseLookup(workflow))
    }

    private static func ways(
        _ found: [(position: Int32, link: TicketLink)], _ numbers: TicketNumbers, count: Int
    ) -> [Relation: Adjacency] {
        var pairs: [Relation: [(from: Int32, to: Int32)]] = [:]
        for (from, link) in found {
            guard let target = numbers.position(of: link.id), target != Int(from) else { continue }
            pairs[link.relation, default: []].append((from, Int32(target)))
            pairs[link.relation.inverse, default: []].append((Int32(target), from))
        }
        return pairs.mapValues { Adjacency($0, count: count) }
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
