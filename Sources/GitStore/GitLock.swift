internal import CLibgit2
internal import Glibc

/// A lock of git's that we hold: `index.lock`, or a branch's.
///
/// Its content proves later whose it is. It appears in one step together with its content, as a second name of a file
/// that is written before; where the file system has no links it is created first and written then.
struct GitLock {
    let path: [UInt8]
    /// Where the file lies before it gets its name.
    let draft: [UInt8]
    let content: [UInt8]

    /// The lock of the index: nobody else writes the index or commits while it exists.
    static func index(_ journal: CommitJournal) -> GitLock {
        GitLock(
            path: journal.gitDirectory + Array("/index.lock".utf8),
            draft: journal.gitDirectory + Array("/tick-lock-\(journal.token)".utf8),
            content: Array("tick \(journal.token)\n".utf8))
    }

    /// The lock of the journal's branch. Its content is what the branch will hold: the rename of the lock moves it.
    static func branch(_ journal: CommitJournal, in commonDirectory: [UInt8]) -> GitLock {
        GitLock(
            path: commonDirectory + Array("/\(journal.reference).lock".utf8),
            draft: commonDirectory + Array("/tick-ref-\(journal.token)".utf8),
            content: Array("\(journal.new.hex)\n".utf8))
    }

    var isHeld: Bool {
        get throws(GitError) { try PrivateFile.read(path) == content }
    }

    /// Takes the lock, waiting for whoever holds it.
    ///
    /// - Throws: `git.locked` with the path and the age of a lock that stays.
    func take(timeoutSeconds: Double, isDurable: Bool = false) throws(GitError) {
        try writeDraft(isDurable: isDurable)
        let start = ContinuousClock.now
        while try !attempt(isDurable: isDurable) {
            guard ContinuousClock.now - start < .seconds(timeoutSeconds) else { throw staysLocked }
            // Of several that wait, chance decides who looks next.
            usleep(.random(in: 2_000...25_000))
        }
        try PrivateFile.remove(draft)
    }

    /// Lets the lock go if it is ours, and removes what was to become it.
    func release() throws(GitError) {
        if try isHeld { try PrivateFile.remove(path) }
        try PrivateFile.remove(draft)
    }

    private func writeDraft(isDurable: Bool) throws(GitError) {
        let file = try Descriptor.open(draft, O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(content)
        if isDurable { try file.sync() }
    }

    private func attempt(isDurable: Bool) throws(GitError) -> Bool {
        do throws(GitError) {
            try PrivateFile.link(draft, to: path)
            return true
        } catch  where error.code == EEXIST {
            return false
        } catch  where error.code == ENOENT {
            // git removes the folders of branches as soon as they are empty.
            try PrivateFile.makeFolders(above: path)
            return false
        } catch  where [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(error.code) {
            return try create(isDurable: isDurable)
        }
    }

    private func create(isDurable: Bool) throws(GitError) -> Bool {
        var file: Descriptor
        do throws(GitError) {
            file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_EXCL)
        } catch  where error.code == EEXIST {
            return false
        }
        do throws(GitError) {
            try file.write(content)
            if isDurable { try file.sync() }
        } catch {
            // Nothing proves later that a lock with half of its content is ours.
            try? PrivateFile.remove(path)
            throw error
        }
        return true
    }

    /// The error for a lock that did not go away.
    private var staysLocked: GitError {
        var status = stat()
        let code = unsafe withCString(path) { unsafe stat($0, &status) }
        let age = code == 0 ? max(0, time(nil) - status.st_mtim.tv_sec) : 0
        return GitError(
            "git.locked", "\(String(decoding: path, as: UTF8.self)) has existed for \(age) s",
            hint: "another git is running here, or one was stopped; if none runs, remove that file")
    }
}
