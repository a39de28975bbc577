import TicketIndex
import TicketModel
import TicketText
import Workflow

/// What reading it and the rules of `check` find in a ticket of a desk.
struct TicketFindings: Sendable {
    let configuration: Configuration
    let now: Instant
    /// Against which links are checked; nil where nobody has read it.
    let snapshot: IndexSnapshot?
    let files: FolderFiles
    /// Files that the same change writes.
    var planned: Set<RepositoryPath> = []

    /// - Parameter base: the ticket as committed before, for the rules that compare.
    func find(in ticket: Ticket, base: Ticket?) -> [Diagnostic] {
        let (snapshot, files, planned) = (snapshot, files, planned)
        let context = CheckContext(
            configuration: configuration, now: now,
            ticketExists: { id in snapshot.map { $0.ticket(id) != nil } ?? true },
            attachmentExists: { planned.contains($0) || files.exists($0) }, base: base)
        let read = ticket.source.map { TicketReader(configuration: configuration).read($0).diagnostics } ?? []
        return read + RuleCatalog.findings(in: ticket, context)
    }

    /// Returns what is wrong with a ticket now and was not before.
    func findNew(in after: Ticket?, before: Ticket?) -> [Diagnostic] {
        let found = after.map { find(in: $0, base: before) } ?? []
        guard !found.isEmpty, let before else { return found }
        let old = Set(find(in: before, base: nil).map(Kind.init))
        return found.filter { !old.contains(Kind($0)) }
    }

    /// A finding without its place, which edits move.
    private struct Kind: Hashable {
        var rule: String
        var message: String

        init(_ diagnostic: Diagnostic) {
            rule = diagnostic.rule
            message = diagnostic.message
        }
    }
}

extension Workspace {
    /// What finds the faults of tickets, of this moment: on any thread.
    func ticketFindings(planned: Set<RepositoryPath> = []) -> TicketFindings {
        TicketFindings(
            configuration: configuration, now: now, snapshot: loadedSnapshot, files: files, planned: planned)
    }

    /// Returns what reading it and the rules of `check` find in one ticket.
    func findings(in ticket: Ticket, base: Ticket?) -> [Diagnostic] { ticketFindings().find(in: ticket, base: base) }
}
