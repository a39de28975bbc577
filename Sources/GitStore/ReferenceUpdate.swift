internal import CLibgit2
internal import Glibc

// How a branch moves. libgit2 creates the lock of a branch empty and writes into it then: a process that is killed
// between the two leaves a lock that nothing proves to be its own, and every later commit of anybody waits for it. Here
// the lock appears together with its content (GitLock). The rest is what git does: look at the branch under its lock,
// write the logs, rename the lock. Source: git, refs/files-backend.c; gitrepository-layout(5), "refs", "logs".

extension GitRepository {
    /// Moves the journal's branch from the old commit to the new one, if it still is at the old one.
    ///
    /// After an error the lock may still be there: `repair` knows it by its content.
    ///
    /// - Throws: `git.head-moved`; `git.locked` for a lock of somebody else that stays.
    func moveBranch(_ journal: CommitJournal, _ plan: CommitPlan, message: String) throws(GitError) {
        let path = commonDirectory + Array("/\(journal.reference)".utf8)
        let lock = GitLock.branch(journal, in: commonDirectory)
        let isCreating = try beginsLogs
        try lock.take(timeoutSeconds: plan.indexLockTimeoutSeconds, isDurable: plan.isDurable)
        guard try directTarget(of: journal.reference) == journal.old else { throw Self.headMoved }
        let line = logLine(journal, plan, message: message)
        try log(line, commonDirectory + Array("/logs/\(journal.reference)".utf8), isCreating)
        try log(line, gitDirectory + Array("/logs/HEAD".utf8), isCreating)
        do throws(GitError) {
            try PrivateFile.rename(lock.path, to: path)
        } catch  where error.code == EISDIR {
            // Of a branch `main/x` that was deleted an empty folder can be left.
            try PrivateFile.removeEmptyFolder(path)
            try PrivateFile.rename(lock.path, to: path)
        }
        if plan.isDurable { try PrivateFile.syncFolder(of: path) }
    }

    /// Returns what a branch holds itself, loose or packed; nil if there is none.
    private func directTarget(of name: String) throws(GitError) -> ObjectID? {
        do throws(GitError) {
            let found = try unsafe GitHandle<ReferenceKind>("git_reference_lookup") {
                unsafe git_reference_lookup(&$0, pointer, name)
            }
            guard unsafe git_reference_type(found.pointer) == GIT_REFERENCE_DIRECT else { throw Self.headMoved }
            return ObjectID(unsafe git_reference_target(found.pointer).pointee)
        } catch  where error.code == GIT_ENOTFOUND.rawValue {
            return nil
        }
    }

    /// Refuses a first commit on `a/b` where there is a branch `a` or `a/b/c`, which could not be kept beside it.
    func refuseTakenName(_ name: String) throws(GitError) {
        var folder = Array(name.utf8)
        while let slash = folder.lastIndex(of: UInt8(ascii: "/")), slash > "refs/heads".utf8.count {
            folder = Array(folder[..<slash])
            let other = String(decoding: folder, as: UTF8.self)
            if try reference(other) != nil { throw Self.taken(name, by: other) }
        }
        var below: String?
        let code = unsafe withUnsafeMutablePointer(to: &below) { found in
            unsafe git_reference_foreach_glob(
                pointer, name + "/*",
                { name, found in
                    unsafe found!.assumingMemoryBound(to: String?.self).pointee = unsafe String(cString: name!)
                    return 0
                }, found)
        }
        try check(code, "git_reference_foreach_glob")
        if let below { throw Self.taken(name, by: below) }
    }

    private static func taken(_ name: String, by other: String) -> GitError {
        GitError(
            "git.exists", "\(name) cannot be made beside \(other)", hint: "git switch --orphan with another name")
    }

    /// `<old> <new> Ada <ada@example.org> 1710000000 +0300⇥commit: HD-k7qf3m: open → waiting`
    private func logLine(_ journal: CommitJournal, _ plan: CommitPlan, message: String) -> [UInt8] {
        let old = journal.old?.hex ?? String(repeating: "0", count: journal.new.hex.utf8.count)
        let what = plan.logAction ?? (journal.old == nil ? "commit (initial)" : "commit")
        let summary = message.split(separator: "\n", maxSplits: 1).first ?? ""
        let words = summary.split { $0.isWhitespace }.joined(separator: " ")
        return Array("\(old) \(journal.new.hex) \(plan.committer.line)\t\(what): \(words)\n".utf8)
    }

    /// Whether a log that does not exist is begun: `core.logAllRefUpdates`, by default wherever there is a working tree.
    private var beginsLogs: Bool {
        get throws(GitError) {
            if try configString("core.logallrefupdates")?.lowercased() == "always" { return true }
            return try configBool("core.logallrefupdates") ?? !isBare
        }
    }

    private func log(_ line: [UInt8], _ path: [UInt8], _ isCreating: Bool) throws(GitError) {
        if isCreating { try PrivateFile.makeFolders(above: path) }
        do throws(GitError) {
            let file = try Descriptor.open(path, O_WRONLY | O_APPEND | (isCreating ? O_CREAT : 0))
            try file.append(line)
        } catch  where error.code == ENOENT && !isCreating {
            return
        } catch  where error.code == EISDIR {
            try PrivateFile.removeEmptyFolder(path)
            try Descriptor.open(path, O_WRONLY | O_APPEND | O_CREAT).append(line)
        }
    }
}

extension Descriptor {
    /// Adds bytes at the end, all of them or none.
    fileprivate func append(_ bytes: [UInt8]) throws(GitError) {
        let size = try status().st_size
        do throws(GitError) {
            try write(bytes)
        } catch {
            ftruncate(number, size)
            throw error
        }
    }
}

extension Signature {
    /// As a log of git holds it: `Ada <ada@example.org> 1710000000 +0300`.
    var line: String {
        let minutes = abs(offsetMinutes)
        let zone = String(10_000 + minutes / 60 * 100 + minutes % 60).dropFirst()
        return "\(name) <\(email)> \(secondsSinceEpoch) \(offsetMinutes < 0 ? "-" : "+")\(zone)"
    }
}
