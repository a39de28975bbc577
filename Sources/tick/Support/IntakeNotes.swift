import TicketIndex
import TicketModel
import TicketWorkspace
import Workflow

/// What whoever files a ticket should know: what else its requester waits for, and what makes it hard to work with.
struct IntakeNotes {
    let context: CommandContext
    let desk: Workspace
    /// The desk without the new ticket.
    let others: IndexSnapshot

    private static let shownTickets = 5

    func print(_ ticket: Ticket?) async {
        guard let ticket else { return }
        reportRequester(ticket)
        let found = await desk.lint([ticket], in: others).findings
        // Who gives a title alone has said that it is enough; nothing here stops anybody.
        let hasText = !(ticket.descriptionText ?? "").isEmpty
        context.report.diagnostics(
            found.filter { hasText || $0.rule != LintFactsRule.id }.map { finding in
                var finding = finding
                finding.severity = min(finding.severity, .warning)
                return finding
            })
    }

    private func reportRequester(_ ticket: Ticket) {
        guard let requester = ticket.requester else { return }
        let workflow = desk.configuration.workflow
        let open = others.others(ofRequesterOf: ticket).filter {
            !WorkflowDefinition.isDone(workflow.phase(of: $0.status))
        }
        guard !open.isEmpty else { return }
        let match = desk.configuration.customerPerson(requester)
        let who = [match?.person?.name ?? requester, match?.customer.name].compactMap(\.self).joined(separator: ", ")
        context.report.note("\(who) has \(open.count) other open \(open.count == 1 ? "ticket" : "tickets"):")
        for other in open.prefix(Self.shownTickets) {
            context.report.note("  \(other.id)  \(other.status)  \(other.title)")
        }
        if open.count > Self.shownTickets {
            context.report.note("  … and \(open.count - Self.shownTickets) more: tick customer show \(requester)")
        }
    }
}
