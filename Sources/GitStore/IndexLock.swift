internal import CLibgit2
internal import Glibc

/// Git's `index.lock`, held by us: nobody else writes the index or commits while it exists.
///
/// Its content proves later whose it is. It appears in one step together with its content, as a second name of a file
/// that is written before; where the file system has no links it is created first and written then.
struct IndexLock {
    let path: [UInt8]
    private let content: [UInt8]

    /// Takes the lock, waiting for whoever holds it.
    ///
    /// - Throws: `git.locked` with the path and the age of a lock that stays.
    static func take(for journal: CommitJournal, timeoutSeconds: Double) throws(GitError) -> IndexLock {
        let lock = IndexLock(path: journal.gitDirectory + Array("/index.lock".utf8), content: journal.lockContent)
        let start = ContinuousClock.now
        while try !lock.attempt(journal) {
            guard ContinuousClock.now - start < .seconds(timeoutSeconds) else { throw staysLocked(lock.path) }
            pause()
        }
        return lock
    }

    /// Lets the lock go if it is ours.
    static func release(for journal: CommitJournal) throws(GitError) {
        let path = journal.gitDirectory + Array("/index.lock".utf8)
        if try PrivateFile.read(path) == journal.lockContent { try PrivateFile.remove(path) }
    }

    static func isHeld(for journal: CommitJournal) throws(GitError) -> Bool {
        try PrivateFile.read(journal.gitDirectory + Array("/index.lock".utf8)) == journal.lockContent
    }

    private func attempt(_ journal: CommitJournal) throws(GitError) -> Bool {
        let prepared = journal.gitDirectory + Array("/tick-lock-\(journal.token)".utf8)
        do throws(GitError) {
            try PrivateFile.write(content, to: prepared, isDurable: false)
            defer { try? PrivateFile.remove(prepared) }
            try PrivateFile.link(prepared, to: path)
            return true
        } catch  where error.function == "link" && error.code == EEXIST {
            return false
        } catch  where error.function == "link" && [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(error.code) {
            return try create()
        }
    }

    private func create() throws(GitError) -> Bool {
        do throws(GitError) {
            try Descriptor.open(path, O_WRONLY | O_CREAT | O_EXCL).write(content)
            return true
        } catch  where error.code == EEXIST {
            return false
        }
    }

    /// Waits a moment; of several that wait, chance decides who looks next.
    static func pause() { usleep(.random(in: 2_000...25_000)) }

    /// Returns the error for a lock of git that did not go away.
    static func staysLocked(_ path: [UInt8]) -> GitError {
        var status = stat()
        let code = unsafe withCString(path) { unsafe stat($0, &status) }
        let age = code == 0 ? max(0, time(nil) - status.st_mtim.tv_sec) : 0
        return GitError(
            "git.locked", "\(String(decoding: path, as: UTF8.self)) has existed for \(age) s",
            hint: "another git is running here, or one was stopped; if none runs, remove that file")
    }
}
