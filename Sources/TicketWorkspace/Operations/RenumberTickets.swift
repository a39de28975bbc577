import GitStore
package import TicketIndex
package import TicketModel
import TicketText

extension Workspace {
    /// Returns the tickets that have to get another id because an older one has it.
    ///
    /// Of several files with one id the ticket keeps it that was pushed, then the one that was committed, then the one that
    /// was made first.
    package func ticketsWithTakenIDs(in snapshot: IndexSnapshot) throws(WorkspaceError) -> [Ticket] {
        let duplicates = snapshot.diagnostics.filter { $0.rule == "duplicate-id" }
        let paths = Dictionary(grouping: duplicates.compactMap(\.location?.path)) { path in readTicket(at: path)?.id }
        let remote = try pushedCommit()
        let head = try asking { () throws(GitError) in try repository.head().commit }
        var result: [Ticket] = []
        for (id, paths) in paths {
            guard let id, let first = snapshot.ticket(id) else { continue }
            var ranked: [(rank: Int, ticket: Ticket)] = []
            for ticket in [first] + paths.compactMap({ readTicket(at: $0) }) {
                let rank =
                    try isFile(ticket.path, in: remote) ? 0 : try isFile(ticket.path, in: head) ? 1 : 2
                ranked.append((rank, ticket))
            }
            ranked.sort { left, right in
                let (one, other) = (left.ticket.created ?? .distantFuture, right.ticket.created ?? .distantFuture)
                return (left.rank, one, left.ticket.path) < (right.rank, other, right.ticket.path)
            }
            result += ranked.dropFirst().map(\.ticket)
        }
        return result.sorted { ($0.id, $0.path) < ($1.id, $1.path) }
    }

    /// Gives tickets other ids, with all that follows from it, in one commit.
    ///
    /// - Parameter new: The id for the one ticket; nil for the next free one.
    package func renumber(
        _ tickets: [Ticket], to new: TicketID? = nil, in snapshot: IndexSnapshot, options: WriteOptions
    ) throws(WorkspaceError) -> ChangeResult {
        if let new, let other = snapshot.ticket(new) {
            let isItself = tickets.contains { $0.id == new }
            throw WorkspaceError(
                .usage, "id.taken",
                isItself ? "\(other.id) has this id already" : "\(other.id) is a ticket already: \(other.title)",
                hint: isItself ? nil : "tick renumber ID takes the next free one")
        }
        return try change(options) { session throws(WorkspaceError) in
            var plan = RenumberPlan(session: session, snapshot: snapshot)
            for ticket in tickets { try plan.add(ticket, new) }
            return plan.finish()
        }
    }

    private func readTicket(at path: RepositoryPath) -> Ticket? {
        guard let bytes = try? files.bytes(of: path, limit: 1 << 30) else { return nil }
        return TicketReader(configuration: configuration).read(SourceText(path: path, bytes: bytes)).ticket
    }

    /// What this clone last saw of the branch that it is brought together with; nil if nothing.
    private func pushedCommit() throws(WorkspaceError) -> ObjectID? {
        guard let remote = try? syncRemote(nil) else { return nil }
        return try asking { () throws(GitError) in try repository.reference(remote.tracking) }
    }

    private func isFile(_ path: RepositoryPath, in commit: ObjectID?) throws(WorkspaceError) -> Bool {
        guard let commit else { return false }
        return try asking { () throws(GitError) in try repository.entry(at: path.bytes, in: commit) != nil }
    }
}

/// The files that change when tickets get other ids.
private struct RenumberPlan {
    private let session: WriteSession
    private let snapshot: IndexSnapshot
    private var plan = ChangePlan()
    private var lines: [String] = []
    /// The new ids so far.
    private var given: [Ticket] = []
    /// Folders beside the tickets whose texts mention them.
    private static let folders: [RepositoryPath] = ["kb", "announcements", "customers"]

    init(session: WriteSession, snapshot: IndexSnapshot) {
        self.session = session
        self.snapshot = snapshot
    }

    mutating func add(_ ticket: Ticket, _ new: TicketID?) throws(WorkspaceError) {
        var renumbering = Renumbering(
            configuration: session.configuration, taken: snapshot.tickets + given,
            random: session.workspace.surroundings.random)
        try renumbering.add(ticket, new)
        guard let id = renumbering.changes.first?.to else { return }
        let isShared = snapshot.diagnostics.contains { $0.rule == "duplicate-id" && $0.ticket == ticket.id }
        let own = try session.open(ticket)
        let after = try renamed(own, renumbering, id)
        if after.path != own.path { plan.files.append(PlannedFile(path: own.path, before: own.original, after: nil)) }
        plan.files.append(after.plannedFile)
        plan.tickets.append(ChangePlan.TicketStep(before: own.before, after: after.ticket))
        given += after.ticket.map { [$0] } ?? []
        try moveAttachments(of: own, renumbering, isShared: isShared)
        let mentions = try isShared ? others(mentioning: renumbering, but: ticket) : mend(renumbering, but: ticket)
        if isShared, !mentions.isEmpty { warn(ticket.id, mentions) }
        lines.append("\(ticket.id): renumbered to \(id)")
    }

    func finish() -> ChangePlan {
        var plan = plan
        plan.message =
            lines.count == 1
            ? lines[0] : "\(lines.count) tickets renumbered\n\n" + lines.joined(separator: "\n")
        return plan
    }

    /// The ticket under its new id, with a note of the old one, by which people will go on looking for it.
    private func renamed(
        _ own: TicketDraft, _ renumbering: Renumbering, _ id: TicketID
    ) throws(WorkspaceError) -> TicketDraft {
        let path = renumbering.applied(to: own.path)
        var draft = try draft(own, renumbering, at: path)
        guard draft.ticket?.id == id else {
            throw WorkspaceError(
                .refused, "ticket.id", "\(own.path) does not say its id where it could be changed",
                hint: "write an id: line into it")
        }
        if path != own.path, try session.bytes(at: path) != nil {
            throw WorkspaceError(.refused, "path.taken", "\(path) is there already", hint: "name another id")
        }
        if let old = own.ticket?.id {
            try draft.append(
                NewEntry(
                    verb: .noted, person: session.actor.reference, instant: session.happenedAt, text: "was \(old)"))
        }
        return draft
    }

    private func draft(
        _ old: TicketDraft, _ renumbering: Renumbering, at path: RepositoryPath
    ) throws(WorkspaceError) -> TicketDraft {
        let source = SourceText(path: path, bytes: renumbering.applied(to: old.document.bytes))
        do {
            return TicketDraft(
                before: old.before, original: path == old.path ? old.original : nil,
                document: try TicketDocument(source), configuration: session.configuration,
                isEditedByHand: old.isEditedByHand)
        } catch {
            throw .refused([error.diagnostic])
        }
    }

    /// The folder goes along; where another ticket has the id, too, only what this one links.
    private mutating func moveAttachments(
        of own: TicketDraft, _ renumbering: Renumbering, isShared: Bool
    ) throws(WorkspaceError) {
        guard let id = own.ticket?.id else { return }
        let folder = RepositoryPath("attachments").appending(id.text)
        let namesakes = isShared ? try others(withID: id, but: own.path) : []
        for name in session.workspace.files.listing(of: folder)?.files ?? [] {
            let path = folder.appending(bytes: name)
            if isShared, !own.document.bytes.contains(path.bytes) { continue }
            guard let bytes = try session.bytes(at: path) else { continue }
            if !namesakes.contains(where: { $0.contains(path.bytes) }) {
                plan.files.append(PlannedFile(path: path, before: bytes, after: nil))
            }
            plan.files.append(PlannedFile(path: renumbering.applied(to: path), before: nil, after: bytes))
        }
    }

    /// The bytes of other files with an id.
    private func others(withID id: TicketID, but path: RepositoryPath) throws(WorkspaceError) -> [[UInt8]] {
        let duplicates = snapshot.diagnostics.filter { $0.rule == "duplicate-id" && $0.ticket == id }
        let paths = duplicates.compactMap(\.location?.path) + (snapshot.ticket(id).map { [$0.path] } ?? [])
        var result: [[UInt8]] = []
        for other in paths where other != path { result += try session.bytes(at: other).map { [$0] } ?? [] }
        return result
    }

    // MARK: References

    private func others(mentioning renumbering: Renumbering, but ticket: Ticket) -> [TicketID] {
        snapshot.tickets.filter { $0.id != ticket.id && renumbering.changes($0.source?.bytes ?? []) }.map(\.id)
    }

    /// Puts the new id in place of the old one wherever a ticket or a text beside them mentions it.
    private mutating func mend(_ renumbering: Renumbering, but ticket: Ticket) throws(WorkspaceError) -> [TicketID] {
        let found = others(mentioning: renumbering, but: ticket)
        for id in found {
            guard let other = snapshot.ticket(id) else { continue }
            let before = try session.open(other)
            let after = try draft(before, renumbering, at: before.path)
            plan.files.append(after.plannedFile)
            plan.tickets.append(after.step)
        }
        for folder in Self.folders { try mendTexts(renumbering, in: folder) }
        return found
    }

    private mutating func mendTexts(_ renumbering: Renumbering, in folder: RepositoryPath) throws(WorkspaceError) {
        guard let listing = session.workspace.files.listing(of: folder) else { return }
        for name in listing.files where name.suffix(3).elementsEqual(".md".utf8) {
            let path = folder.appending(bytes: name)
            guard let bytes = try session.bytes(at: path), renumbering.changes(bytes) else { continue }
            plan.files.append(PlannedFile(path: path, before: bytes, after: renumbering.applied(to: bytes)))
        }
        for name in listing.folders { try mendTexts(renumbering, in: folder.appending(bytes: name)) }
    }

    private mutating func warn(_ id: TicketID, _ mentions: [TicketID]) {
        let names = mentions.prefix(5).map(\.text).joined(separator: ", ") + (mentions.count > 5 ? ", …" : "")
        plan.warnings.append(
            Diagnostic(
                rule: "usage", severity: .warning,
                message: "\(id) is mentioned in \(names): nobody can tell which of the tickets was meant",
                hint: "mend those that mean the new one"))
    }
}
