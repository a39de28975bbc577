package import TicketModel

/// Who gave a field the value that it has now.
package struct FieldBlame: Sendable {
    package var field: FieldName
    package var value: FieldValue
    /// Nil where the value is not committed yet.
    package var event: TicketEvent?
}

extension Workspace {
    /// Returns for each field of a ticket the change that made its value, in the order of a new ticket's fields.
    package func blame(_ ticket: Ticket) throws(WorkspaceError) -> [FieldBlame] {
        let events = try history().events(of: ticket.id)
        let known = configuration.knownFields
        let others = ticket.values.keys.filter { !known.contains($0) }.sorted()
        return (known + others).compactMap { field in
            guard let value = ticket.value(field), !value.isEmpty else { return nil }
            let event = events.last { event in event.changes.contains { $0.field == field } }
            let recorded = event?.changes.last { $0.field == field }?.to
            return FieldBlame(field: field, value: value, event: recorded?.texts == value.texts ? event : nil)
        }
    }
}
