internal import CLibgit2
internal import Glibc

/// A copy of a repository's index that takes its place once it is complete.
///
/// Whoever uses it holds `index.lock`, which is why libgit2 cannot write the index itself. Extensions that libgit2 does
/// not know (fsmonitor, untracked cache, end of entries) are optional and fall away; git makes them anew.
struct IndexUpdate: ~Copyable {
    private let index: GitHandle<IndexKind>
    private let path: [UInt8]
    private let temporary: [UInt8]
    private let saved: [UInt8]
    private let oldModification: timespec?

    /// Reads the index of a git directory.
    init(_ journal: CommitJournal) throws(GitError) {
        let path = journal.gitDirectory + Array("/index".utf8)
        let temporary = journal.temporaryIndex
        try PrivateFile.remove(temporary)
        try PrivateFile.remove(journal.savedIndex)
        var modification: timespec?
        do throws(GitError) {
            let status = try Descriptor.open(path, O_RDONLY).status()
            modification = status.st_mtim
            // A second name instead of a copy of 10 MB: libgit2 writes a new file and renames it over this name.
            try Self.linkOrCopy(path, to: temporary)
        } catch  where error.code == ENOENT {
            modification = nil
        }
        self.index = try unsafe GitHandle("git_index_open") { opened in
            unsafe withCString(temporary) { unsafe git_index_open(&opened, $0) }
        }
        (self.path, self.temporary, self.saved) = (path, temporary, journal.savedIndex)
        self.oldModification = modification
    }

    /// Returns what the index says about a path, nil for nothing.
    ///
    /// - Throws: `git.conflicted` if a merge left several versions.
    func value(at path: [UInt8]) throws(GitError) -> CommitJournal.IndexValue? {
        for stage in Int32(1)...3 {
            let conflict = unsafe withCString(path) { unsafe git_index_get_bypath(index.pointer, $0, stage) }
            if unsafe conflict != nil {
                throw GitError(
                    "git.conflicted", "\(String(decoding: path, as: UTF8.self)) has a merge conflict",
                    hint: "resolve it and git add it first")
            }
        }
        git_error_clear()
        guard let entry = unsafe withCString(path, { unsafe git_index_get_bypath(index.pointer, $0, 0) }) else {
            git_error_clear()
            return nil
        }
        return unsafe CommitJournal.IndexValue(id: ObjectID(entry.pointee.id), mode: entry.pointee.mode)
    }

    /// Sets a path's entry, or removes it.
    ///
    /// - Parameter status: The file's, so that git need not read it; nil makes git compare the content.
    func set(_ path: [UInt8], to value: CommitJournal.IndexValue?, status: stat? = nil) throws(GitError) {
        guard let value else {
            let code = unsafe withCString(path) { unsafe git_index_remove(index.pointer, $0, 0) }
            if code != GIT_ENOTFOUND.rawValue { try check(code, "git_index_remove") }
            git_error_clear()
            return
        }
        var entry = unsafe git_index_entry()
        unsafe entry.id = value.id.oid
        unsafe entry.mode = value.mode
        if let status { unsafe entry.take(status) }
        let code = unsafe withCString(path) { name in
            unsafe entry.path = name
            return unsafe git_index_add(index.pointer, &entry)
        }
        try check(code, "git_index_add")
    }

    /// Writes the new index beside the old one and then over it.
    consuming func commit(isDurable: Bool) throws(GitError) {
        try distrustRacyEntries()
        try check(unsafe git_index_write(index.pointer), "git_index_write")
        // The old one keeps a name, so that going back needs no space. Where there are no links it is written anew.
        if oldModification != nil { try? PrivateFile.link(path, to: saved) }
        try PrivateFile.rename(temporary, to: path)
        if isDurable { try PrivateFile.syncFolder(of: path) }
    }

    /// Puts the index back that was there before `commit`. The lock was held all the time.
    ///
    /// - Returns: False if it was not kept.
    static func restore(_ journal: CommitJournal) throws(GitError) -> Bool {
        do throws(GitError) {
            try PrivateFile.rename(journal.savedIndex, to: journal.gitDirectory + Array("/index".utf8))
            // A rename between two names of one file does nothing: then the index was not replaced yet.
            try PrivateFile.remove(journal.savedIndex)
            return true
        } catch  where error.code == ENOENT {
            return false
        }
    }

    /// Removes the copy without using it.
    consuming func abandon() { try? PrivateFile.remove(temporary) }

    /// Makes git compare the content of files that were changed in the moment in which the old index was written.
    ///
    /// Git sees from the index's own time which entries it cannot trust; a newer index would make it trust them. A size
    /// of 0 says the same for good. Source: git, Documentation/technical/racy-git.txt.
    private func distrustRacyEntries() throws(GitError) {
        guard let written = oldModification else { return }
        var racy: [[UInt8]] = []
        for position in 0..<(unsafe git_index_entrycount(index.pointer)) {
            guard let entry = unsafe git_index_get_byindex(index.pointer, position) else { continue }
            let (seconds, nanoseconds) = unsafe (entry.pointee.mtime.seconds, entry.pointee.mtime.nanoseconds)
            let isRacy = (Int(seconds), Int(nanoseconds)) >= (written.tv_sec, written.tv_nsec)
            if isRacy, unsafe entry.pointee.file_size > 0, unsafe git_index_entry_stage(entry) == 0 {
                unsafe racy.append(bytes(ofCString: entry.pointee.path))
            }
        }
        for path in racy {
            guard let entry = unsafe withCString(path, { unsafe git_index_get_bypath(index.pointer, $0, 0) }) else {
                continue
            }
            var copy = unsafe entry.pointee
            unsafe copy.file_size = 0
            try check(unsafe git_index_add(index.pointer, &copy), "git_index_add")
        }
    }

    private static func linkOrCopy(_ from: [UInt8], to: [UInt8]) throws(GitError) {
        do throws(GitError) {
            try PrivateFile.link(from, to: to)
        } catch  where error.function == "link" && error.code != ENOENT {
            try PrivateFile.write(PrivateFile.read(from) ?? [], to: to, isDurable: false)
        }
    }
}

extension git_index_entry {
    @unsafe fileprivate mutating func take(_ status: stat) {
        unsafe ctime = Self.time(status.st_ctim)
        unsafe mtime = Self.time(status.st_mtim)
        unsafe dev = UInt32(truncatingIfNeeded: status.st_dev)
        unsafe ino = UInt32(truncatingIfNeeded: status.st_ino)
        unsafe uid = status.st_uid
        unsafe gid = status.st_gid
        unsafe file_size = UInt32(truncatingIfNeeded: status.st_size)
    }

    private static func time(_ time: timespec) -> git_index_time {
        git_index_time(seconds: Int32(truncatingIfNeeded: time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
    }
}
