/// A move of the current branch to a commit that exists already: a fast-forward, or a branch that was replayed.
package struct BranchMove {
    package var target: ObjectID
    /// Where `HEAD` stood when the move was decided on; a branch with a commit.
    package var expectedHead: Head
    /// Who stands in the branch's log.
    package var committer: Signature
    /// What was done, for the branch's log: `tick sync: fast-forward`.
    package var action: String
    package var isDurable = true
    /// Is told of each step; what it throws is treated like a failure of the next one.
    package var onStep: ((CommitStep) throws(GitError) -> Void)?

    package init(target: ObjectID, expectedHead: Head, committer: Signature, action: String) {
        self.target = target
        self.expectedHead = expectedHead
        self.committer = committer
        self.action = action
    }
}

/// A file that stands in the way of a move.
package struct MoveObstacle: Sendable, Equatable {
    package enum Kind: Sendable {
        /// The working tree has another content than the commit from which the move starts.
        case edited
        /// The index has.
        case staged
        /// A file that git does not know lies where one is to come.
        case untracked
        /// A sparse checkout leaves the file out.
        case leftOut
        /// A link, a submodule, an executable, a folder in place of a file: left to git.
        case special
    }

    package let path: [UInt8]
    package let kind: Kind
}

extension GitRepository {
    /// Moves branch, index and working tree to a commit, by the order and the journal of a commit.
    ///
    /// Files that do not differ between the two commits stay as they are, with whatever was done to them.
    ///
    /// - Throws: `git.in-the-way` for the first file that `obstacles(to:)` would name, `git.head-moved`; all or nothing.
    package func move(_ move: BranchMove) throws(GitError) {
        try locked(10) { () throws(GitError) in
            try refuseToCommit()
            guard let old = move.expectedHead.commit, try head() == move.expectedHead else { throw Self.headMoved }
            try GitLibrary.setDurable(move.isDurable)
            try PrivateFile.makeFolder(sharedFolder + Array("/state".utf8))
            let changes = try changes(from: old, to: move.target)
            let plan = try plan(move, changes)
            let prepared = PreparedCommit(
                id: move.target, tree: try treeID(of: move.target), blobs: changes.map(\.newID), message: move.action)
            var journal = try journal(plan, prepared)
            try PrivateFile.write(journal.bytes, to: journalPath, isDurable: plan.isDurable)
            do throws(GitError) {
                try land(plan, &journal, message: try commit(move.target).messageText)
            } catch {
                try settle(error, journal, isDurable: plan.isDurable)
            }
            _ = try? repairNow(journal, isDurable: plan.isDurable)
        }
    }

    /// Returns what stands in the way of changing these files: edits, staged content, files that only git can place.
    package func obstacles(to changes: [TreeChange]) throws(GitError) -> [MoveObstacle] {
        guard let workdir else { return [] }
        for change in changes { try RepositoryPath.validate(change.path) }
        let tree = try WorkingTree(workdir)
        let paths = Set(changes.map(\.path))
        let staged = Dictionary(
            try stagedEntries { paths.contains($0) }.filter { $0.stage == 0 }.map { ($0.path, $0) },
            uniquingKeysWith: { first, _ in first })
        let special = Self.specialPaths(changes)
        return try changes.map { change throws(GitError) -> MoveObstacle? in
            if special.contains(change.path) { return MoveObstacle(path: change.path, kind: .special) }
            let entry = staged[change.path]
            guard entry?.id == change.oldID || entry?.id == change.newID else {
                return MoveObstacle(path: change.path, kind: .staged)
            }
            let disk = try tree.read(change.path)
            if disk == nil, entry?.isLeftOut == true { return MoveObstacle(path: change.path, kind: .leftOut) }
            return try obstacle(change, disk)
        }.compactMap(\.self)
    }

    private func obstacle(_ change: TreeChange, _ disk: [UInt8]?) throws(GitError) -> MoveObstacle? {
        let found = try disk.map { bytes throws(GitError) in try blobID(ofWorkingTreeBytes: bytes, at: change.path) }
        if found == change.oldID || found == change.newID { return nil }
        return MoveObstacle(path: change.path, kind: change.oldID == nil ? .untracked : .edited)
    }

    /// Files that are no plain files on one side, change their mode, or change places with a folder.
    private static func specialPaths(_ changes: [TreeChange]) -> Set<[UInt8]> {
        let gone = Set(changes.filter { $0.newID == nil }.map(\.path))
        let come = Set(changes.filter { $0.oldID == nil }.map(\.path))
        let special = changes.filter { change in
            let modes = [change.oldMode, change.newMode].compactMap(\.self)
            let others = change.oldID == nil ? gone : come
            return modes.contains { !$0.isFile } || Set(modes).count > 1
                || RepositoryPath.folders(above: change.path).contains { others.contains($0) }
        }
        return Set(special.map(\.path))
    }

    private func plan(_ move: BranchMove, _ changes: [TreeChange]) throws(GitError) -> CommitPlan {
        if let obstacle = try obstacles(to: changes).first {
            throw GitError("git.in-the-way", "\(String(decoding: obstacle.path, as: UTF8.self)) is in the way")
        }
        guard let workdir else { throw Self.headMoved }
        let tree = try WorkingTree(workdir)
        let files = try changes.map { change throws(GitError) in
            try refuseExternalFilter(change.path)
            let disk = try tree.read(change.path)
            return FileChange(
                path: change.path, content: try content(change, disk), expectedOnDisk: disk, mode: change.newMode)
        }
        var plan = CommitPlan(
            changes: files, message: move.action, author: move.committer, committer: move.committer,
            expectedHead: move.expectedHead)
        (plan.isDurable, plan.onStep, plan.logAction) = (move.isDurable, move.onStep, move.action)
        return plan
    }

    /// What is to lie on disk: a file that says the same already stays as it is.
    private func content(_ change: TreeChange, _ disk: [UInt8]?) throws(GitError) -> FileChange.Content {
        guard let new = change.newID else { return .delete }
        if let disk, try blobID(ofWorkingTreeBytes: disk, at: change.path) == new { return .write(disk) }
        return .write(try workingTreeBytes(ofBlob: new, at: change.path))
    }
}

extension RepositoryPath {
    /// Returns the folders on the way to a path, the innermost first.
    static func folders(above path: [UInt8]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var folder = split(path).folder
        while !folder.isEmpty {
            result.append(folder)
            folder = split(folder).folder
        }
        return result
    }
}
