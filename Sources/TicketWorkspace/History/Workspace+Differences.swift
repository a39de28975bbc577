import GitStore
package import TicketIndex
import TicketModel
import TicketText

extension Workspace {
    /// Returns what lies between the two ends of `A..B` for each ticket, by id; without a range, between `HEAD` and the
    /// working tree.
    package func differences(_ range: String?) async throws(WorkspaceError) -> [TicketDelta] {
        if let range {
            let (base, tip) = try resolve(range)
            return try deltas(from: base, to: tip)
        }
        let head = try asking { () throws(GitError) in try repository.head() }
        let snapshot = await snapshot()
        let changed = try uncommittedTickets()
        return Self.deltas(
            try committed(changed, in: head.commit), Self.byID(snapshot.tickets.filter { changed.contains($0.path) }))
    }

    /// Returns what lies between two commits, by id of the tickets.
    func deltas(from base: ObjectID?, to tip: ObjectID) throws(WorkspaceError) -> [TicketDelta] {
        let before = try base.map { id throws(WorkspaceError) in try tickets(in: id, otherThan: tip) } ?? [:]
        return Self.deltas(before, try tickets(in: tip, otherThan: base))
    }

    private static func deltas(_ before: [TicketID: Ticket], _ after: [TicketID: Ticket]) -> [TicketDelta] {
        Set(before.keys).union(after.keys).sorted().compactMap {
            TicketDelta(before: before[$0], after: after[$0])
        }
    }

    /// Returns the commits that `A..B` stands for; a single revision stands for what it reaches.
    func resolve(_ range: String) throws(WorkspaceError) -> (base: ObjectID?, tip: ObjectID) {
        do throws(GitError) {
            if !range.contains("..") { return (nil, try repository.resolve(revision: range)) }
            return try repository.resolveRange(range)
        } catch {
            throw WorkspaceError(
                .usage, "range.unknown", "\(range) is no range of commits: \(error.message)",
                hint: "write it like main..HEAD")
        }
    }

    /// The desk as one commit has it, read by today's configuration.
    package func snapshot(of revision: String) throws(WorkspaceError) -> IndexSnapshot {
        let (_, tip) = try resolve(revision)
        return IndexSnapshot(
            configuration: configuration, tickets: Array(try tickets(in: tip, otherThan: nil).values), diagnostics: [])
    }

    /// The tickets of `commit` whose files differ in `other`.
    private func tickets(in commit: ObjectID, otherThan other: ObjectID?) throws(WorkspaceError) -> [TicketID: Ticket] {
        let globs = configuration.ticketGlobs.compactMap { try? Glob($0, .path) }
        let reader = TicketReader(configuration: configuration)
        return try asking { () throws(GitError) in
            let changes = try repository.changes(
                from: other, to: commit, where: { path in globs.contains { $0.matches(path) } })
            var tickets: [Ticket] = []
            for change in changes {
                guard let id = change.newID, change.newMode?.isFile == true else { continue }
                let source = SourceText(path: RepositoryPath(change.path), bytes: try repository.blob(id))
                if let ticket = reader.read(source).ticket { tickets.append(ticket) }
            }
            return Self.byID(tickets)
        }
    }

    private func committed(_ paths: Set<RepositoryPath>, in commit: ObjectID?) throws(WorkspaceError) -> [TicketID:
        Ticket]
    {
        guard let commit else { return [:] }
        let reader = TicketReader(configuration: configuration)
        return try asking { () throws(GitError) in
            var tickets: [Ticket] = []
            for path in paths {
                guard let entry = try repository.entry(at: path.bytes, in: commit), entry.mode.isFile else { continue }
                let source = SourceText(path: path, bytes: try repository.blob(entry.id))
                if let ticket = reader.read(source).ticket { tickets.append(ticket) }
            }
            return Self.byID(tickets)
        }
    }

    private static func byID(_ tickets: [Ticket]) -> [TicketID: Ticket] {
        Dictionary(tickets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
