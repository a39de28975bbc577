import TicketModel

extension Ticket {
    /// What stays when a ticket gets another id; nil without a moment of creation.
    private var origin: Origin? { created.map { Origin(title: title, created: $0) } }

    private struct Origin: Hashable {
        var title: String
        var created: Instant
    }

    /// Puts earlier versions under the ids that their tickets have now.
    ///
    /// A ticket that went and one that came in the same commit, with the same title and the same moment of creation, are one
    /// ticket that got another id, and are judged as one.
    static func followNewIDs(_ before: inout [TicketID: Ticket], _ after: [Ticket]) {
        let present = Set(after.map(\.id))
        let gone = Dictionary(grouping: before.values.filter { !present.contains($0.id) }, by: \.origin)
        let new = Dictionary(grouping: after.filter { before[$0.id] == nil }, by: \.origin)
        for (origin, tickets) in new {
            guard let origin, tickets.count == 1, let old = gone[origin], old.count == 1 else { continue }
            before[old[0].id] = nil
            before[tickets[0].id] = old[0]
        }
    }
}
