internal import CLibgit2
internal import Glibc

// The order of a commit, which safety.md explains:
//
//     own lock → blobs and trees → hooks → commit object → journal → new files beside the old ones → index.lock
//     → look at HEAD and the files again → files → index → compare-and-swap of the branch → read it back → clear up
//
// The files come before the index because a rename changes a file's ctime, which the index must hold for git to see an
// unchanged file. Both versions of a file exist until the end, so going back needs no space on the disk.

extension GitRepository {
    /// Makes a commit of some files on the current branch; index and working tree move with it, and nothing else does.
    ///
    /// The tree is `HEAD`'s with the changes applied, so what else is staged stays staged and out of the commit.
    ///
    /// - Throws: Everything before anything was changed, or `landing` says how it ended. `git.head-moved` and
    ///   `git.changed-underneath` ask for another attempt from what is there now.
    package func commit(_ plan: CommitPlan) throws(GitError) -> CommitOutcome {
        try plan.validate()
        let plan = plan.inOrderOfPaths
        defer { state.quietFolders = nil }
        return try locked(plan.lockTimeoutSeconds) { () throws(GitError) in
            try lookForQuietFolders()
            try refuseToWrite(plan)
            try GitLibrary.setDurable(plan.isDurable)
            try PrivateFile.makeFolder(sharedFolder + Array("/state".utf8))
            let prepared = try prepare(plan)
            var journal = try journal(plan, prepared)
            try PrivateFile.write(journal.bytes, to: journalPath, isDurable: plan.isDurable)
            do throws(GitError) {
                try land(plan, &journal, message: prepared.message)
            } catch {
                try settle(error, journal, isDurable: plan.isDurable)
            }
            _ = try? repairNow(journal, isDurable: plan.isDurable)
            return CommitOutcome(
                id: journal.new, tree: prepared.tree, parent: journal.old, reference: journal.reference)
        }
    }

    /// Throws what stands in the way of any commit.
    package func refuseToCommit() throws(GitError) {
        guard workdir != nil else { throw GitError("git.bare", "a bare repository has no files to change") }
        if let operation = operationInProgress {
            throw GitError("git.operation-in-progress", "\(operation.name) is in progress", hint: operation.hint)
        }
        if case .detached(let id) = try head() {
            throw GitError(
                "git.detached", "HEAD is at \(id.shortHex) and on no branch", hint: "git switch BRANCH first")
        }
    }

    /// Whether `commit.gpgsign` asks for signed commits.
    package var wantsSignature: Bool {
        get throws(GitError) { try configBool("commit.gpgsign") ?? false }
    }

    func refuseToWrite(_ plan: CommitPlan) throws(GitError) {
        try refuseToCommit()
        guard try head() == plan.expectedHead else { throw Self.headMoved }
        if case .unborn(let branch) = plan.expectedHead { try refuseTakenName("refs/heads/" + branch) }
        if try wantsSignature, plan.sign == nil, !plan.isUnsigned {
            throw GitError("git.unsigned", "commit.gpgsign asks for a signature, and none can be made here")
        }
        for change in plan.changes {
            try refuseExternalFilter(change.path)
            if case .write = change.content, change.expectedOnDisk == nil { try refuseIgnored(change.path) }
        }
    }

    /// Runs the steps that others can see.
    func land(_ plan: CommitPlan, _ journal: inout CommitJournal, message: String) throws(GitError) {
        try plan.onStep?(.journalWritten)
        let tree = try WorkingTree(journal.workdir)
        try prepareFiles(plan, journal)
        if plan.isDurable, plan.isBulk { try tree.syncAll() }
        try plan.onStep?(.filesPrepared)
        try GitLock.index(journal).take(timeoutSeconds: plan.indexLockTimeoutSeconds)
        try plan.onStep?(.indexLocked)
        tree.lookAnew()
        guard try head() == plan.expectedHead else { throw Self.headMoved }
        var index = try IndexUpdate(journal)
        for (position, state) in try index.states(of: journal.files.map(\.path)).enumerated() {
            journal.files[position].indexBefore = try state.value(at: journal.files[position].path)
        }
        journal.isChanging = true
        try PrivateFile.write(journal.bytes, to: journalPath, isDurable: plan.isDurable)
        try plan.onStep?(.journalCompleted)
        for (position, file) in journal.files.enumerated() {
            try tree.apply(
                file, temporary: journal.temporaryName(position), isDurable: plan.isDurable && !plan.isBulk)
            let staged = file.indexBefore.map { FileMode(raw: $0.mode) } ?? .regular
            let mode = (file.mode ?? (staged.isFile ? staged : .regular)).rawValue
            let value = file.stored.map { CommitJournal.IndexValue(id: $0, mode: mode) }
            index.set(file.path, to: value, status: try tree.status(file.path))
            try plan.onStep?(.filePlaced(position))
        }
        if plan.isDurable, plan.isBulk { try tree.syncAll() }
        try index.commit(isDurable: plan.isDurable)
        try plan.onStep?(.indexReplaced)
        try moveBranch(journal, plan, message: message)
        try plan.onStep?(.referenceMoved)
        guard try reference(journal.reference) == journal.new else {
            throw GitError("git.not-read-back", "\(journal.reference) does not hold the commit that was written")
        }
    }

    /// Writes the new versions beside the old ones; many of them by several threads, since making a file waits for the disk.
    private func prepareFiles(_ plan: CommitPlan, _ journal: CommitJournal) throws(GitError) {
        let isDurable = plan.isDurable && !plan.isBulk
        let changes = plan.changes
        try ParallelWork.run(Array(changes.indices), size: plan.isBulk ? 128 : .max) { positions throws(GitError) in
            let tree = try WorkingTree(journal.workdir)
            for position in positions {
                let change = changes[position]
                guard case .write(let bytes) = change.content, journal.files[position].action != .keep else { continue }
                let name = journal.temporaryName(position)
                try tree.prepare(bytes, name, for: change.path, mode: change.mode, isDurable: isDurable)
            }
        }
    }

    /// Throws an error with how the commit ended, or returns if it landed all the same.
    func settle(_ error: GitError, _ journal: CommitJournal, isDurable: Bool) throws(GitError) {
        var error = error
        do throws(GitError) {
            error.landing = try repairNow(journal, isDurable: isDurable)
        } catch {
            throw error.unsettled
        }
        if error.landing != .landed { throw error }
    }

    static var headMoved: GitError {
        GitError("git.head-moved", "the branch has moved since the change was made", hint: "try again")
    }
}

extension WorkingTree {
    /// Returns what git would put into the index for a file, nil if there is none.
    func status(_ path: [UInt8]) throws(GitError) -> stat? {
        guard let folder = try folder(of: path) else { return nil }
        var result = stat()
        let code = unsafe withCString(RepositoryPath.split(path).name) {
            unsafe fstatat(folder.number, $0, &result, AT_SYMLINK_NOFOLLOW)
        }
        return code == 0 ? result : nil
    }
}
