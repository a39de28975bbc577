package import TicketModel

package struct StatusRule: CheckRule {
    package static let id = "status"
    package static let summary = "A ticket has one of the statuses that the workflow declares."
    package static let explanation = """
        Queues, clocks and transitions go by the status. A ticket without one, or with one that .tick/workflow.yml
        does not declare, counts as open work that no transition leads out of by rule.

            status: opne      # did you mean open?

        Mend the spelling, or declare the status under `statuses:`.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let workflow = context.configuration.workflow
        guard !workflow.isOpenEnded, !workflow.statuses.isEmpty, workflow.status(ticket.status) == nil else {
            return []
        }
        // An unreadable value has its own diagnostic.
        if ticket.value(.status) == nil, ticket.valueRanges[.status] != nil { return [] }
        return [Self.unknown(in: ticket, context.configuration)]
    }

    static func unknown(in ticket: Ticket, _ configuration: Configuration) -> Diagnostic {
        let names = configuration.workflow.statuses.map(\.name)
        let initial = configuration.workflow.initial ?? names.first ?? "new"
        let message = ticket.status.isEmpty ? "the ticket has no status" : "\(ticket.status) is no status of this desk"
        let hint =
            ticket.status.isEmpty
            ? "write status: \(initial)"
            : Wording.nearest(to: ticket.status, among: names) ?? "one of \(Wording.choices(names))"
        return Diagnostic(
            rule: id, message: message, hint: hint, location: ticket.location(of: .status), ticket: ticket.id)
    }
}
