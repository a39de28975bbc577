import TicketIndex
import TicketModel
import TicketText
import Workflow

extension Workspace {
    /// Returns what reading it and the rules of `check` find in one ticket.
    ///
    /// - Parameters:
    ///   - base: the ticket as committed before, for the rules that compare.
    ///   - planned: files that the same change writes.
    func findings(in ticket: Ticket, base: Ticket?, planned: Set<RepositoryPath> = []) -> [Diagnostic] {
        let (snapshot, files) = (loadedSnapshot, files)
        let context = CheckContext(
            configuration: configuration, now: now,
            ticketExists: { id in snapshot.map { $0.ticket(id) != nil } ?? true },
            attachmentExists: { planned.contains($0) || files.exists($0) }, base: base)
        let read = ticket.source.map { TicketReader(configuration: configuration).read($0).diagnostics } ?? []
        return read + RuleCatalog.findings(in: ticket, context)
    }
}
