import GitStore
package import TicketModel
import TicketText

/// A commit that can be taken back.
package struct UndoableCommit: Sendable {
    package var id: String
    package var shortID: String
    package var at: Instant
    package var author: String
    package var subject: String
    /// The tickets that it touched.
    package var tickets: [TicketID]
}

extension Workspace {
    /// Takes a change back with a new commit: field by field and entry by entry.
    ///
    /// Where nothing was edited since, files get their old bytes back. Where something was, only what the change did is
    /// taken back, and it is refused where a later edit stands on it.
    ///
    /// - Parameter revision: the commit; nil means the acting person's last one.
    package func undo(_ revision: String?, options: WriteOptions) throws(WorkspaceError) -> ChangeResult {
        let commit = try commitToUndo(revision)
        return try change(options) { session throws(WorkspaceError) in
            let plan: ChangePlan
            do throws(WorkspaceError) {
                plan = try UndoPlanner(workspace: self, session: session, commit: commit).plan()
            } catch {
                throw try error.identifier == "undo.conflict" ? undoneAlready(commit) ?? error : error
            }
            return ChangePlan(
                message: "undo: \(Self.subject(commit))\n\nUndoes: \(commit.id.hex)", files: plan.files,
                tickets: plan.tickets,
                undoes: commit.id.hex)
        }
    }

    /// Returns the newest commits that changed nothing but the desk, the newest first.
    package func undoableCommits(limit: Int = 20) throws(WorkspaceError) -> [UndoableCommit] {
        let history = try history()
        let tickets = Dictionary(grouping: history.events, by: \.commit)
        let commits = try asking { () throws(GitError) in
            try repository.head().commit.map { tip throws(GitError) in try repository.history(from: [tip]) } ?? []
        }
        let undone = Set(commits.compactMap { Self.undoneCommit(in: $0.messageText) })
        var result: [UndoableCommit] = []
        for commit in commits.reversed() where result.count < limit {
            guard !undone.contains(commit.id.hex), try changesDeskAlone(commit) else { continue }
            let events = tickets[commit.id] ?? []
            result.append(
                UndoableCommit(
                    id: commit.id.hex, shortID: commit.id.shortHex,
                    at: Instant(secondsSinceEpoch: commit.author.secondsSinceEpoch), author: commit.author.name,
                    subject: Self.subject(commit), tickets: Set(events.map(\.ticket)).sorted()))
        }
        return result
    }

    /// The full id of the commit that a message says it undoes.
    static func undoneCommit(in message: String) -> String? {
        guard let line = message.split(separator: "\n").last(where: { $0.hasPrefix("Undoes: ") }) else { return nil }
        let id = String(line.dropFirst("Undoes: ".count))
        return ObjectID(hex: id) == nil ? nil : id
    }

    /// What to say where a change cannot be taken back because it has been already.
    private func undoneAlready(_ commit: CommitRecord) throws(WorkspaceError) -> WorkspaceError? {
        let later = try asking { () throws(GitError) in
            try repository.head().commit.map { tip throws(GitError) in
                try repository.history(from: [tip], hiding: [commit.id])
            } ?? []
        }
        // The newest first: an undo that was undone itself has taken nothing back.
        var takenBack: [String: CommitRecord] = [:]
        for record in later.reversed() where takenBack[record.id.hex] == nil {
            guard let id = Self.undoneCommit(in: record.messageText) else { continue }
            takenBack[id] = takenBack[id] ?? record
        }
        guard let undo = takenBack[commit.id.hex] else { return nil }
        return WorkspaceError(
            .refused, "undo.done", "\(commit.id.shortHex) was taken back already, by \(undo.id.shortHex)",
            hint: "tick undo \(undo.id.shortHex) makes the change once more")
    }

    private static func subject(_ commit: CommitRecord) -> String {
        commit.messageText.split(separator: "\n").first.map(String.init) ?? commit.id.shortHex
    }

    private func commitToUndo(_ revision: String?) throws(WorkspaceError) -> CommitRecord {
        if let revision {
            let (_, id) = try resolve(revision)
            let commit = try asking { () throws(GitError) in try repository.commit(id) }
            try refuseForeign(commit)
            return commit
        }
        let email = try people(configuration: configuration).author.email
        for candidate in try undoableCommits(limit: 200) {
            guard let id = ObjectID(hex: candidate.id) else { continue }
            let commit = try asking { () throws(GitError) in try repository.commit(id) }
            // A second undo goes further back; taking an undo back needs its name.
            guard Self.undoneCommit(in: commit.messageText) == nil else { continue }
            if FoldedText(commit.author.email) == FoldedText(email) { return commit }
        }
        throw WorkspaceError(
            .absent, "undo.nothing", "you have made no change to tickets that could be undone",
            hint: "tick undo --list shows everybody's")
    }

    private func refuseForeign(_ commit: CommitRecord) throws(WorkspaceError) {
        let short = commit.id.shortHex
        let head = try asking { () throws(GitError) in try repository.head().commit }
        let isHere = try asking { () throws(GitError) in
            guard let head else { return false }
            if head == commit.id { return true }
            return try repository.isAncestor(commit.id, of: head)
        }
        guard isHere else {
            throw WorkspaceError(
                .refused, "undo.elsewhere", "\(short) is no commit of this branch", hint: "git switch to its branch")
        }
        guard commit.parents.count == 1 else {
            let what = commit.parents.isEmpty ? "the first commit" : "a merge"
            throw WorkspaceError(
                .refused, "undo.merge", "\(short) is \(what), which cannot be undone", hint: "git revert")
        }
        guard try changesDeskAlone(commit) else {
            throw WorkspaceError(
                .refused, "undo.foreign", "\(short) changes other files than tickets", hint: "git revert \(short)")
        }
    }

    /// Whether a commit changes tickets, attachments and `.tick/` and nothing else.
    private func changesDeskAlone(_ commit: CommitRecord) throws(WorkspaceError) -> Bool {
        guard commit.parents.count == 1 else { return false }
        let globs = configuration.ticketGlobs.compactMap { try? Glob($0, .path) }
        let changes = try asking { () throws(GitError) in
            try repository.changes(from: commit.parents[0], to: commit.tree)
        }
        return !changes.isEmpty
            && changes.allSatisfy { change in
                let path = RepositoryPath(change.path)
                return path.isInside(".tick") || path.isInside("attachments")
                    || globs.contains { $0.matches(change.path) }
            }
    }
}
