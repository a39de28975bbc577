package import TicketModel

package struct RequiredRule: CheckRule {
    package static let id = "required"
    package static let summary = "A ticket has the fields that its status asks for."
    package static let explanation = """
        A status may ask for facts in .tick/workflow.yml: somebody who works on an open ticket, a date for a postponed one.
        They must be there as long as the status is.

            open: {phase: open, requires: [assignee]}

        Write the field into the front matter, or set it in the command that moves the ticket.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let requirements = Requirements(configuration: context.configuration)
        return requirements.missing(forStatus: ticket.status, in: ticket).filter { !ticket.isUnreadable($0) }
            .map { requirements.statusDiagnostic($0, in: ticket) }
    }
}
