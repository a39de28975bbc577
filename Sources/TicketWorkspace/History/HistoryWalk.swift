import GitStore
import ServiceLevels
import TicketModel
import TicketText

/// Walks commits once for all tickets, comparing trees: what each commit did to each ticket, by id and not by path.
///
/// A commit with several parents contributes what differs from every one of them; what it took from a side happened on
/// that side.
struct HistoryWalk: ~Copyable {
    private let configuration: Configuration
    private let reader: TicketReader
    private let globs: [Glob]
    /// Versions of tickets by blob, so that each is read once: the new one of a commit is the old one of the next.
    private var versions: [ObjectID: Version] = [:]
    /// When the change that made a version happened, so that what follows it does not come before it.
    private var madeAt: [ObjectID: Instant] = [:]

    private struct Version {
        var ticket: Ticket?
        var entries: [RecordedEntry]
    }

    init(configuration: Configuration) {
        self.configuration = configuration
        reader = TicketReader(configuration: configuration)
        globs = configuration.ticketGlobs.compactMap { try? Glob($0, .path) }
    }

    /// Returns the events of all commits that `tip` reaches and `base` does not.
    mutating func events(
        from tip: ObjectID, hiding base: [ObjectID] = [], in repository: borrowing GitRepository
    ) throws(GitError) -> TicketHistory {
        let commits = try repository.history(from: [tip], hiding: base)
        var events: [TicketEvent] = []
        for commit in commits { try append(commit, in: repository, to: &events) }
        // Swift's sort is stable: of one instant the commits' order decides, parents first.
        events.sort { $0.at < $1.at }
        var missingBefore: Instant?
        if repository.isShallow {
            missingBefore = commits.filter { $0.parents.isEmpty || !repository.contains($0.parents[0]) }
                .map { Instant(secondsSinceEpoch: $0.committer.secondsSinceEpoch) }.max()
        }
        return TicketHistory(events: events, commits: commits, missingBefore: missingBefore)
    }

    private mutating func append(
        _ commit: CommitRecord, in repository: borrowing GitRepository, to events: inout [TicketEvent]
    ) throws(GitError) {
        let sides = try sides(of: commit, in: repository)
        guard let first = sides.first, !first.isEmpty else { return }
        let paths = sides.dropFirst().map { side in Set(side.map(\.path)) }
        let changed = first.filter { change in paths.allSatisfy { $0.contains(change.path) } }
        var before: [TicketID: (Ticket, ObjectID)] = [:]
        var after: [TicketID: (Ticket, ObjectID)] = [:]
        for change in changed {
            if let id = change.oldID, let ticket = try ticket(id, at: change.path, in: repository) {
                before[ticket.id] = (ticket, id)
            }
            if let id = change.newID, let ticket = try ticket(id, at: change.path, in: repository) {
                after[ticket.id] = (ticket, id)
            }
        }
        for id in Set(before.keys).union(after.keys).sorted() {
            let others = try sides.dropFirst().map { side throws(GitError) in
                try otherVersions(of: id, side, in: repository)
            }
            if let event = event(commit, id, before[id], after[id], others: others) { events.append(event) }
        }
    }

    /// The changes against each parent; against the empty tree for a root.
    private func sides(
        of commit: CommitRecord, in repository: borrowing GitRepository
    ) throws(GitError) -> [[TreeChange]] {
        let parents = commit.parents.filter { repository.contains($0) }
        if parents.isEmpty { return [try changes(from: nil, to: commit.tree, in: repository)] }
        var result: [[TreeChange]] = []
        for parent in parents { result.append(try changes(from: parent, to: commit.tree, in: repository)) }
        return result
    }

    private func changes(
        from old: ObjectID?, to new: ObjectID, in repository: borrowing GitRepository
    ) throws(GitError) -> [TreeChange] {
        try repository.changes(from: old, to: new, where: { path in globs.contains { $0.matches(path) } })
            .filter { $0.oldID != $0.newID }
    }

    private mutating func otherVersions(
        of id: TicketID, _ side: [TreeChange], in repository: borrowing GitRepository
    ) throws(GitError) -> Ticket? {
        for change in side {
            if let old = change.oldID, let ticket = try ticket(old, at: change.path, in: repository), ticket.id == id {
                return ticket
            }
        }
        return nil
    }

    private mutating func ticket(
        _ id: ObjectID, at path: [UInt8], in repository: borrowing GitRepository
    ) throws(GitError) -> Ticket? {
        if let known = versions[id] { return known.ticket }
        let size = try repository.blobSize(id)
        guard size <= configuration.fileSizeLimit else { return nil }
        let source = SourceText(path: RepositoryPath(path), bytes: try repository.blob(id))
        let ticket = reader.read(source).ticket
        versions[id] = Version(
            ticket: ticket, entries: ticket.map { ticket in ticket.entries.map { RecordedEntry($0, in: ticket) } } ?? []
        )
        return ticket
    }

    private mutating func event(
        _ commit: CommitRecord, _ id: TicketID, _ before: (Ticket, ObjectID)?, _ after: (Ticket, ObjectID)?,
        others: [Ticket?]
    ) -> TicketEvent? {
        let authored = Instant(secondsSinceEpoch: commit.author.secondsSinceEpoch)
        let recorded = Instant(secondsSinceEpoch: commit.committer.secondsSinceEpoch)
        var (at, moved): (Instant, MovedInstant?) = authored > recorded ? (recorded, .afterRecorded) : (authored, nil)
        if let before, let previous = madeAt[before.1], at < previous { (at, moved) = (previous, .beforePrevious) }
        if let after { madeAt[after.1] = at }
        let changes = fieldChanges(before?.0, after?.0, others: others)
        let (added, removed) = entryChanges(before?.1, after?.1)
        guard
            before == nil || after == nil || !changes.isEmpty || !added.isEmpty || !removed.isEmpty
                || before?.0.path != after?.0.path || before?.0.descriptionText != after?.0.descriptionText
        else { return nil }
        return TicketEvent(
            kind: before == nil ? .created : after == nil ? .removed : .changed, ticket: id,
            path: (after ?? before)?.0.path ?? "", at: at, authoredAt: authored, recordedAt: recorded, moved: moved,
            commit: commit.id, authorName: commit.author.name, authorEmail: commit.author.email, changes: changes,
            addedEntries: added, removedEntries: removed, created: after?.0.created)
    }

    /// The fields that differ; for a merge only those that no parent had so.
    private func fieldChanges(_ before: Ticket?, _ after: Ticket?, others: [Ticket?]) -> [TicketEvent.FieldChange] {
        let old = before?.values ?? [:]
        let new = after?.values ?? [:]
        return Set(old.keys).union(new.keys).sorted().compactMap { field in
            let (from, to) = (old[field], new[field])
            guard from?.texts ?? [] != to?.texts ?? [] else { return nil }
            let isTakenFromASide = others.contains {
                $0 != nil && ($0?.values[field]?.texts ?? []) == (to?.texts ?? [])
            }
            return isTakenFromASide ? nil : TicketEvent.FieldChange(field: field, from: from, to: to)
        }
    }

    private func entryChanges(
        _ before: ObjectID?, _ after: ObjectID?
    ) -> (added: [RecordedEntry], removed: [RecordedEntry]) {
        var old = before.flatMap { versions[$0]?.entries } ?? []
        var added: [RecordedEntry] = []
        for entry in after.flatMap({ versions[$0]?.entries }) ?? [] {
            if let index = old.firstIndex(where: { $0.identity == entry.identity || $0.isCompleted(by: entry) }) {
                old.remove(at: index)
            } else {
                added.append(entry)
            }
        }
        return (added, old)
    }
}
