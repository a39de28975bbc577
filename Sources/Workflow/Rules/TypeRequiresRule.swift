package import TicketModel

package struct TypeRequiresRule: CheckRule {
    package static let id = "type-requires"
    package static let summary = "A ticket has the facts that its type asks for."
    package static let explanation = """
        A type may ask for key data in .tick/config.yml, such as the scale of a breakage. They must be there when the ticket
        leaves the initial status; before that a missing one is a warning, so that a call can be noted while it lasts.

            incident: {requires: [scale, reproducible]}

        Ask the requester and write the field into the front matter.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let requirements = Requirements(configuration: context.configuration)
        guard context.configuration.workflow.initial != nil else { return [] }
        let byStatus = requirements.missing(forStatus: ticket.status, in: ticket)
        return requirements.missingForType(in: ticket)
            .filter { !byStatus.contains($0) && !ticket.isUnreadable($0) }
            .map { requirements.typeDiagnostic($0, in: ticket) }
    }
}
