internal import CLibgit2
internal import Glibc

/// How a file differs.
package enum ChangeKind: Sendable, Equatable {
    case added, modified, deleted
    /// A file became a link or the other way round.
    case typeChanged
}

/// A file whose staged or working copy differs from `HEAD`'s.
package struct StatusEntry: Sendable, Equatable {
    /// From the root of the repository.
    package let path: [UInt8]
    /// How the index differs from `HEAD`, nil if it does not.
    package let staged: ChangeKind?
    /// How the working tree differs from the index, nil if it does not; `added` if git does not know the file.
    package let worktree: ChangeKind?
    /// True if a merge left several versions in the index.
    package let isConflicted: Bool
}

/// An entry of the index.
package struct StagedEntry: Sendable, Equatable {
    package let path: [UInt8]
    package let id: ObjectID
    package let mode: FileMode
    /// 0, or 1 to 3 for the sides of a conflict: ancestor, ours, theirs.
    package let stage: Int
    /// Whether a sparse checkout leaves the file out.
    package let isLeftOut: Bool
}

extension GitRepository {
    /// Returns the files that differ from `HEAD`, untracked ones included and ignored ones not, without writing.
    ///
    /// - Parameters:
    ///   - folders: Only these files and what lies in these folders; empty for everything.
    ///   - isWanted: Whether a file belongs to the answer.
    package func status(
        in folders: [[UInt8]] = [], where isWanted: ([UInt8]) -> Bool = { _ in true }
    ) throws(GitError) -> [StatusEntry] {
        let index = try refreshIndex()
        var strings: [UnsafeMutablePointer<CChar>?] = unsafe folders.map { folder in
            unsafe withCString(folder) { unsafe strdup($0) }
        }
        defer { unsafe strings.forEach { unsafe free($0) } }
        let list = try unsafe GitHandle<StatusListKind>("git_status_list_new") { list in
            unsafe strings.withUnsafeMutableBufferPointer { buffer in
                var options = unsafe git_status_options()
                unsafe git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
                unsafe options.flags =
                    GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
                    | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue
                    | GIT_STATUS_OPT_SORT_CASE_SENSITIVELY.rawValue
                unsafe options.pathspec = git_strarray(strings: buffer.baseAddress, count: buffer.count)
                return unsafe git_status_list_new(&list, pointer, &options)
            }
        }
        let count = unsafe git_status_list_entrycount(list.pointer)
        return (0..<count).compactMap { position in
            unsafe git_status_byindex(list.pointer, position).flatMap { unsafe StatusEntry($0.pointee) }
        }.compactMap { isWanted($0.path) ? $0.withoutIntendedAbsence(index) : nil }
    }

    /// Returns the entries of the index, in its order.
    package func stagedEntries(where isWanted: ([UInt8]) -> Bool = { _ in true }) throws(GitError) -> [StagedEntry] {
        let index = try refreshIndex()
        var result: [StagedEntry] = []
        for position in 0..<(unsafe git_index_entrycount(index.pointer)) {
            guard let entry = unsafe git_index_get_byindex(index.pointer, position) else { continue }
            let path = unsafe bytes(ofCString: entry.pointee.path)
            guard isWanted(path) else { continue }
            let (id, mode) = unsafe (ObjectID(entry.pointee.id), FileMode(raw: entry.pointee.mode))
            result.append(
                StagedEntry(
                    path: path, id: id, mode: mode, stage: Int(unsafe git_index_entry_stage(entry)),
                    isLeftOut: unsafe Self.isLeftOut(entry)))
        }
        return result
    }

    /// Whether the index has a file with this content at a path and no conflict.
    package func isStaged(_ id: ObjectID, at path: [UInt8]) throws(GitError) -> Bool {
        guard case .entry(let value) = try indexState(of: path) else { return false }
        return value.id == id && FileMode(raw: value.mode) == .regular
    }

    /// Returns what the index says about one path, without loading it.
    func indexState(of path: [UInt8]) throws(GitError) -> IndexFile.State {
        guard state.readsOwnIndex else { return try loadedIndexState(of: path) }
        return try IndexFile.open(gitDirectory + Array("/index".utf8))?.states(of: [path])[0] ?? .absent
    }

    /// The same, where the environment may name another index.
    private func loadedIndexState(of path: [UInt8]) throws(GitError) -> IndexFile.State {
        let index = try refreshIndex()
        defer { git_error_clear() }
        return unsafe withCString(path) { path in
            for stage in Int32(1)...3 where unsafe git_index_get_bypath(index.pointer, path, stage) != nil {
                return .conflicted
            }
            guard let entry = unsafe git_index_get_bypath(index.pointer, path, 0) else { return .absent }
            return .entry(unsafe CommitJournal.IndexValue(id: ObjectID(entry.pointee.id), mode: entry.pointee.mode))
        }
    }

    /// Whether a sparse checkout leaves the file out.
    @unsafe fileprivate static func isLeftOut(_ entry: UnsafePointer<git_index_entry>) -> Bool {
        unsafe UInt32(entry.pointee.flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0
    }

    /// Reads the index again if it has changed on disk, and returns it.
    @discardableResult
    func refreshIndex() throws(GitError) -> GitHandle<IndexKind> {
        let index = try openIndex()
        try check(unsafe git_index_read(index.pointer, 0), "git_index_read")
        return index
    }

    /// Returns the index as it was read last; it is read if nobody has yet.
    func openIndex() throws(GitError) -> GitHandle<IndexKind> {
        try unsafe GitHandle<IndexKind>("git_repository_index") { unsafe git_repository_index(&$0, pointer) }
    }
}

extension StatusEntry {
    /// Returns the entry without a deletion that is none: a sparse checkout leaves the file out on purpose.
    ///
    /// libgit2 1.5 reports it as deleted. Source: git-update-index(1), "SKIP-WORKTREE BIT".
    fileprivate func withoutIntendedAbsence(_ index: borrowing GitHandle<IndexKind>) -> StatusEntry? {
        guard worktree == .deleted else { return self }
        let entry = unsafe withCString(path) { unsafe git_index_get_bypath(index.pointer, $0, 0) }
        git_error_clear()
        guard let entry = unsafe entry, unsafe GitRepository.isLeftOut(entry) else { return self }
        guard staged != nil || isConflicted else { return nil }
        return StatusEntry(path: path, staged: staged, worktree: nil, isConflicted: isConflicted)
    }

    @unsafe fileprivate init?(_ entry: git_status_entry) {
        let delta = unsafe entry.index_to_workdir ?? entry.head_to_index
        guard let delta = unsafe delta else { return nil }
        let flags = unsafe entry.status.rawValue
        func kind(_ added: git_status_t, _ modified: git_status_t, _ deleted: git_status_t, _ type: git_status_t)
            -> ChangeKind?
        {
            if flags & added.rawValue != 0 { return .added }
            if flags & deleted.rawValue != 0 { return .deleted }
            if flags & type.rawValue != 0 { return .typeChanged }
            return flags & modified.rawValue != 0 ? .modified : nil
        }
        let path = unsafe delta.pointee.new_file.path ?? delta.pointee.old_file.path
        self.path = unsafe bytes(ofCString: path)
        self.staged = kind(
            GIT_STATUS_INDEX_NEW, GIT_STATUS_INDEX_MODIFIED, GIT_STATUS_INDEX_DELETED, GIT_STATUS_INDEX_TYPECHANGE)
        self.worktree = kind(GIT_STATUS_WT_NEW, GIT_STATUS_WT_MODIFIED, GIT_STATUS_WT_DELETED, GIT_STATUS_WT_TYPECHANGE)
        self.isConflicted = flags & GIT_STATUS_CONFLICTED.rawValue != 0
    }
}

extension GitRepository {
    /// Says whether `.gitignore` or its like keeps git from adding a file; a file that the index has is not ignored.
    package func isIgnored(_ path: [UInt8]) throws(GitError) -> Bool {
        var answer: Int32 = 0
        let code = unsafe withCString(path) { unsafe git_ignore_path_is_ignored(&answer, pointer, $0) }
        try check(code, "git_ignore_path_is_ignored")
        guard answer == 1 else { return false }
        return try indexState(of: path) == .absent
    }

    /// Refuses a file that git would not add.
    package func refuseIgnored(_ path: [UInt8]) throws(GitError) {
        guard try isIgnored(path) else { return }
        let name = String(decoding: path, as: UTF8.self)
        throw GitError(
            "git.ignored", "\(name) is ignored, and git would not add it",
            hint: "git check-ignore -v \(name) shows the rule that has to go")
    }
}
