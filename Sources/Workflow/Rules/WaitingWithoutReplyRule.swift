package import TicketModel

package struct WaitingWithoutReplyRule: CheckRule {
    package static let id = "waiting-without-reply"
    package static let summary = "A ticket that waits for the requester has a reply to wait for."
    package static let explanation = """
        While a ticket waits, its clocks stand still, `first-reply` included. Without any entry `replied` nobody has asked the
        requester anything: the ticket waits for an answer to a question that was never put.

            ## 2026-11-21T10:15:00+03:00 ivan replied

            Which paper tray?

        Write the question under such a heading (`tick reply ID -m …`), or move the ticket back to work.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard context.configuration.workflow.phase(of: ticket.status) == .waiting,
            !ticket.entries.contains(where: { $0.verb == .replied })
        else { return [] }
        let message = "the status is \(Wording.status(ticket.status)), but nobody has replied to the requester"
        let hint = "ask the requester: tick reply \(ticket.id) -m …; or move the ticket back, so that its clock runs"
        return [finding(ticket, at: .status, message, hint: hint)]
    }
}
