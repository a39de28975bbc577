package import TicketModel

package struct LinkRule: CheckRule {
    package static let id = "link"
    package static let summary = "A link between tickets leads to another ticket."
    package static let explanation = """
        parent, blocks, blocked-by, duplicates, related, problem and the desk's own fields of type ticket hold whole ids. An
        id with a slip leads nowhere, and a ticket that blocks itself never gets done.

            blocked-by: [HD-9x2m4x]     # no such ticket

        `tick list` shows the ids; write them whole.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        ticket.fieldsInOrder.flatMap { field -> [Diagnostic] in
            guard context.configuration.type(of: field)?.kind == .ticket else { return [] }
            return ticket.list(field).compactMap { text in
                problem(text, ticket, context).map {
                    finding(ticket, at: field, item: text, $0.message, hint: $0.hint)
                }
            }
        }
    }

    private func problem(_ text: String, _ ticket: Ticket, _ context: CheckContext) -> (message: String, hint: String)?
    {
        guard let id = TicketID(text) else { return ("\(text) is no id", "write a whole id such as \(ticket.id)") }
        if id == ticket.id { return ("the ticket leads to itself", "name another ticket, or remove the id") }
        if context.ticketExists(id) { return nil }
        return ("there is no ticket \(id)", "tick list shows the ids; a ticket made elsewhere comes with git pull")
    }
}
