internal import Glibc

// What is done when a commit did not run to its end: after an error at once, after a crash by the next writer.

extension GitRepository {
    var journalPath: [UInt8] { sharedFolder + Array("/state/journal".utf8) }

    /// Repairs what a stopped commit left behind; does nothing, and locks nothing, if there is no journal.
    ///
    /// - Throws: `git.busy`, `git.locked`, or what the file system refuses: then the journal stays for the next time.
    package func recoverIfNeeded(
        timeoutSeconds: Double = 10, indexLockTimeoutSeconds: Double = 5
    ) throws(GitError) {
        state.indexLockTimeoutSeconds = indexLockTimeoutSeconds
        guard try PrivateFile.read(journalPath) != nil else { return }
        try locked(timeoutSeconds) { () throws(GitError) in }
    }

    /// Repairs what a stopped commit left behind. Our own lock is held.
    func recover() throws(GitError) {
        try removeHookIndex()
        try removeSigningFile()
        guard let bytes = try PrivateFile.read(journalPath) else { return }
        guard let journal = CommitJournal(bytes: bytes) else {
            throw GitError(
                "git.bad-journal", "\(String(decoding: journalPath, as: UTF8.self)) cannot be read",
                hint: "a newer version may have written it; look at git status before you remove it")
        }
        try repair(journal, isDurable: true)
    }

    /// Clears up after a commit that has landed, or restores what was before, and removes the journal.
    ///
    /// - Returns: Which of the two it was.
    @discardableResult
    func repair(_ journal: CommitJournal, isDurable: Bool) throws(GitError) -> CommitLanding {
        let landing = self.landing(of: journal)
        switch landing {
        case .unknown:
            throw GitError("git.unknown-landing", "whether \(journal.new.shortHex) was committed cannot be found out")
        case .landed: try discard(journal)
        case .notLanded: try restore(journal, isDurable: isDurable)
        }
        try GitLock.branch(journal, in: commonDirectory).release()
        try GitLock.index(journal).release()
        try PrivateFile.remove(journal.temporaryIndex)
        try PrivateFile.remove(journal.temporaryIndex + Array(".lock".utf8))
        try PrivateFile.remove(journal.savedIndex)
        try PrivateFile.remove(journalPath)
        return landing
    }

    /// Repairs, and tries once more if something failed for a moment: git waits for the lock that would stay.
    @discardableResult
    func repairNow(_ journal: CommitJournal, isDurable: Bool) throws(GitError) -> CommitLanding {
        if let landing = try? repair(journal, isDurable: isDurable) { return landing }
        return try repair(journal, isDurable: isDurable)
    }

    /// Says whether the branch contains a journal's commit.
    func landing(of journal: CommitJournal) -> CommitLanding {
        do throws(GitError) {
            guard let tip = try reference(journal.reference), tip != journal.old else { return .notLanded }
            if tip == journal.new { return .landed }
            guard contains(journal.new) else { return .notLanded }
            return try isAncestor(journal.new, of: tip) ? .landed : .notLanded
        } catch {
            return .unknown
        }
    }

    private func discard(_ journal: CommitJournal) throws(GitError) {
        guard try Descriptor.exists(journal.workdir) else { return }
        let isBulk = journal.files.count >= BulkObjects.threshold
        // Removing a file may wait until the disk has taken its blocks back.
        try ParallelWork.run(Array(journal.files.indices), size: isBulk ? 128 : .max) { positions throws(GitError) in
            let tree = try WorkingTree(journal.workdir)
            for position in positions {
                try tree.discard(journal.files[position], temporary: journal.temporaryName(position))
            }
        }
    }

    private func restore(_ journal: CommitJournal, isDurable: Bool) throws(GitError) {
        guard try Descriptor.exists(journal.workdir), try Descriptor.exists(journal.gitDirectory) else { return }
        let tree = try WorkingTree(journal.workdir)
        for (position, file) in journal.files.enumerated() {
            let name = journal.temporaryName(position)
            // Before the change the waiting file is the new version, perhaps half written.
            if journal.isChanging {
                try tree.restore(file, temporary: name)
            } else {
                try tree.forget(file, temporary: name)
            }
        }
        if journal.isChanging { try restoreIndex(journal, isDurable: isDurable) }
    }

    /// Gives our paths their old entries back, where they still have the new ones.
    private func restoreIndex(_ journal: CommitJournal, isDurable: Bool) throws(GitError) {
        let lock = GitLock.index(journal)
        if try lock.isHeld {
            if try IndexUpdate.restore(journal) { return }
        } else {
            try lock.take(timeoutSeconds: state.indexLockTimeoutSeconds)
        }
        var update = try IndexUpdate(journal)
        var hasChanged = false
        for (file, state) in zip(journal.files, try update.states(of: journal.files.map(\.path))) {
            guard let current = try? state.value(at: file.path) as CommitJournal.IndexValue?? else { continue }
            let isOurs = current?.id == file.stored && current != file.indexBefore
            guard isOurs else { continue }
            update.set(file.path, to: file.indexBefore)
            hasChanged = true
        }
        if hasChanged { try update.commit(isDurable: isDurable) }
    }
}

extension Descriptor {
    static func exists(_ folder: [UInt8]) throws(GitError) -> Bool {
        do throws(GitError) {
            _ = try open(folder, O_RDONLY | O_DIRECTORY)
            return true
        } catch  where error.code == ENOENT {
            return false
        }
    }
}
