package import TicketModel

package struct CreatedRule: CheckRule {
    package static let id = "created"
    package static let summary = "A ticket says when it was created, and that is not in the future."
    package static let explanation = """
        Every clock starts at `created`. Without it the commit that added the file counts, which may be later than the
        request; one in the future stops the clocks from starting.

            created: 2026-11-21T10:03:00+03:00

        `tick check --fix` writes in the author date of the commit that added the file.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        if ticket.isUnreadable(.created) { return [] }
        guard let created = ticket.created else {
            let since = (context.addedAt ?? context.now).formatted(in: context.configuration.zone)
            let name = context.configuration.fileName(of: .created)
            let hint = "tick check --fix writes \(name): \(since)"
            return [finding(ticket, at: .created, "the ticket does not say when it was created", hint: hint)]
        }
        guard created > context.now + FutureTolerance.seconds else { return [] }
        let hint = "it is \(context.now.formatted(in: context.configuration.zone)) now"
        return [finding(ticket, at: .created, "the ticket was created in the future", hint: hint)]
    }
}
