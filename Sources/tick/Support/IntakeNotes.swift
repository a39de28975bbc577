import TicketIndex
import TicketModel
import TicketWorkspace

/// What whoever files a ticket should know: what else its requester waits for.
struct IntakeNotes {
    let context: CommandContext
    let desk: Workspace
    /// The desk without the new ticket.
    let others: IndexSnapshot

    private static let shownTickets = 5

    func print(_ ticket: Ticket?) {
        guard let ticket, let requester = ticket.requester else { return }
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
