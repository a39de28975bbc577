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
