import TicketModel

/// What stays when a ticket gets another id: its title and when it was created. Of a ticket that does not say when, all fields.
enum TicketOrigin: Hashable {
    case made(title: String, Instant)
    case fields([FieldName: FieldValue])

    init(_ values: [FieldName: FieldValue]) {
        if let created = values[.created]?.instant, let title = values[.title]?.texts.first {
            self = .made(title: title, created)
        } else {
            self = .fields(values.filter { $0.key != .id })
        }
    }
}

extension Ticket {
    /// Puts earlier versions under the ids that their tickets have now.
    ///
    /// A ticket that went and one that came in the same commit with the same origin are one ticket that got another id, and are
    /// judged as one.
    static func followNewIDs(_ before: inout [TicketID: Ticket], _ after: [Ticket]) {
        let present = Set(after.map(\.id))
        let gone = Dictionary(
            grouping: before.values.filter { !present.contains($0.id) }, by: { TicketOrigin($0.values) })
        let new = Dictionary(grouping: after.filter { before[$0.id] == nil }, by: { TicketOrigin($0.values) })
        for (origin, tickets) in new {
            guard tickets.count == 1, let old = gone[origin], old.count == 1 else { continue }
            before[old[0].id] = nil
            before[tickets[0].id] = old[0]
        }
    }
}
