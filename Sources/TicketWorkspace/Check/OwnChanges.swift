import GitStore
import TicketModel
import TicketText

/// A file that a commit writes itself, with what was there before.
struct OwnChange {
    var path: [UInt8]
    var before: [UInt8]?
    var after: [UInt8]?
}

/// Finds what a commit changes against its first parent; of a merge of two, what it does beyond its sides.
///
/// Whoever merges is not to blame for what the people of the other side did: their commits are judged one by one.
struct OwnChanges {
    let desk: Workspace
    /// By which tickets are merged.
    let configuration: Configuration
    /// Whether a merge's conflicts are held against its second parent, not its first.
    var keepsSecond: (_ first: ObjectID, _ second: ObjectID) throws(GitError) -> Bool = { _, _ in false }

    func find(in commit: CommitRecord) throws(GitError) -> [OwnChange] {
        try commit.parents.count == 2 ? mergedChanges(commit) : plainChanges(commit)
    }

    /// Tickets, rules, and files of folders that are for some people only.
    private func isWanted(_ bytes: [UInt8]) -> Bool {
        let path = RepositoryPath(bytes)
        return PushJudge.isRule(bytes) || DeskFiles.isConfiguration(path) || desk.isTicket(path)
            || configuration.folderRights.contains { path.isInside($0.folder) }
    }

    private func plainChanges(_ commit: CommitRecord) throws(GitError) -> [OwnChange] {
        var result: [OwnChange] = []
        for change in try desk.repository.changes(from: commit.parents.first, to: commit.tree, where: isWanted) {
            guard change.oldID != change.newID || change.oldMode != change.newMode else { continue }
            result.append(
                OwnChange(
                    path: change.path, before: try blob(change.oldID, change.oldMode),
                    after: try blob(change.newID, change.newMode)))
        }
        return result
    }

    private func blob(_ id: ObjectID?, _ mode: FileMode?) throws(GitError) -> [UInt8]? {
        guard let id, let mode, mode.isFile else { return nil }
        return try desk.repository.blob(id)
    }

    // MARK: Merges

    /// What a merge does beyond its sides: nothing where a file is as one side left it and the other did not touch it, or
    /// as the merge by fields makes it of both. Dropping what a side did is a change, too.
    private func mergedChanges(_ commit: CommitRecord) throws(GitError) -> [OwnChange] {
        let (ours, theirs) = (commit.parents[0], commit.parents[1])
        let base = try desk.repository.mergeBase(ours, theirs)
        var paths: Set<[UInt8]> = []
        for parent in commit.parents {
            paths.formUnion(try desk.repository.changes(from: parent, to: commit.tree, where: isWanted).map(\.path))
        }
        var result: [OwnChange] = []
        let kept = try keepsSecond(ours, theirs) ? theirs : ours
        for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let sides = MergedFile(
                base: try file(path, base), ours: try file(path, ours), theirs: try file(path, theirs))
            let made = try file(path, commit.tree)
            if sides.isSettled, made == sides.outcome { continue }
            var before = try bytes(sides.outcome)
            if !sides.isSettled {
                let (merged, other) = (try merged(sides, at: path), try bytes(file(path, kept)))
                before = merged ?? other
            }
            let after = try bytes(made)
            if before != after || made?.mode.isFile == false {
                result.append(OwnChange(path: path, before: before, after: after))
            }
        }
        return result
    }

    /// One file at the three corners of a merge.
    private struct MergedFile {
        var base: TreeFile?
        var ours: TreeFile?
        var theirs: TreeFile?

        /// Whether at most one side changed it, or both alike.
        var isSettled: Bool { ours == theirs || base == theirs || base == ours }
        /// What it then comes to; nil where it is gone.
        var outcome: TreeFile? { ours == theirs || base == theirs ? ours : theirs }
    }

    /// What the merge by fields makes of two sides that both changed; nil where they conflict.
    private func merged(_ sides: MergedFile, at path: [UInt8]) throws(GitError) -> [UInt8]? {
        guard let ours = try bytes(sides.ours), let theirs = try bytes(sides.theirs) else { return nil }
        let result = TicketMerge(configuration: configuration).merge(
            base: try bytes(sides.base), ours: ours, theirs: theirs, path: RepositoryPath(path))
        return result.conflicts.isEmpty ? result.bytes : nil
    }

    private func file(_ path: [UInt8], _ tree: ObjectID?) throws(GitError) -> TreeFile? {
        guard let tree, let found = try desk.repository.entry(at: path, in: tree), found.mode != .folder else {
            return nil
        }
        return found
    }

    /// The bytes of a regular file; a link or another repository has none.
    private func bytes(_ file: TreeFile?) throws(GitError) -> [UInt8]? {
        guard let file, file.mode.isFile else { return nil }
        return try desk.repository.blob(file.id)
    }
}
