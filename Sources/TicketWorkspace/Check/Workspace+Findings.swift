import TicketIndex
import TicketModel
import TicketText
import Workflow

extension Workspace {
    /// Returns what the rules of `check` find in one ticket.
    ///
    /// - Parameter base: the ticket as committed before, for the rules that compare.
    func findings(in ticket: Ticket, base: Ticket?) -> [Diagnostic] {
        let (snapshot, files) = (loadedSnapshot, files)
        let context = CheckContext(
            configuration: configuration, now: now,
            ticketExists: { id in snapshot.map { $0.ticket(id) != nil } ?? true },
            attachmentExists: { files.exists($0) }, base: base)
        return RuleCatalog.findings(in: ticket, context)
    }
}
