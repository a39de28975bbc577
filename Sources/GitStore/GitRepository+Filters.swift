internal import CLibgit2

// gitattributes(5): `text`, `eol` and `core.autocrlf` are applied as git does. Drivers are not run. `ident` is refused:
// libgit2 1.5 changes the first `$Id$` of a file only, so that git would see a changed file after each commit.

extension GitRepository {
    /// Returns what git would store for a file of the working tree.
    ///
    /// - Throws: `git.external-filter` for a path with a `filter`, a `working-tree-encoding` or `ident`.
    package func storedBytes(of bytes: [UInt8], at path: [UInt8]) throws(GitError) -> [UInt8] {
        // Only for CRLF does git look at what is stored now; reading a large index takes longer than all the rest.
        if bytes.contains(UInt8(ascii: "\r")) { try refreshIndex() }
        return try filtered(bytes, path, GIT_FILTER_TO_ODB)
    }

    /// Returns what git would check out for a stored file.
    ///
    /// - Throws: `git.external-filter` for a path with a `filter`, a `working-tree-encoding` or `ident`.
    package func workingTreeBytes(ofBlob id: ObjectID, at path: [UInt8]) throws(GitError) -> [UInt8] {
        try filtered(blob(id), path, GIT_FILTER_TO_WORKTREE)
    }

    /// Returns the id that `git hash-object --path` gives.
    package func blobID(ofWorkingTreeBytes bytes: [UInt8], at path: [UInt8]) throws(GitError) -> ObjectID {
        try Self.blobID(of: storedBytes(of: bytes, at: path))
    }

    /// Returns the id of these bytes as a file, without filters.
    package static func blobID(of bytes: [UInt8]) throws(GitError) -> ObjectID {
        try GitLibrary.start()
        var oid = git_oid()
        let code = unsafe bytes.withUnsafeBytes {
            unsafe git_odb_hash(&oid, $0.baseAddress, $0.count, GIT_OBJECT_BLOB)
        }
        try check(code, "git_odb_hash")
        return ObjectID(oid)
    }

    /// Stores a file of the working tree and returns its id.
    func writeBlob(_ bytes: [UInt8], at path: [UInt8]) throws(GitError) -> ObjectID {
        try store(storedBytes(of: bytes, at: path), GIT_OBJECT_BLOB)
    }

    /// Refuses a path whose content another program would transform: writing it plainly could leak a secret.
    package func refuseExternalFilter(_ path: [UInt8]) throws(GitError) {
        if try isQuiet(path) { return }
        // Together: libgit2 resolves the path of the working tree anew for each call.
        var values: [UnsafePointer<CChar>?] = unsafe [nil, nil, nil]
        let code = unsafe withCString(path) { path in
            unsafe "filter".withCString { filter in
                unsafe "working-tree-encoding".withCString { encoding in
                    unsafe "ident".withCString { ident in
                        var names: [UnsafePointer<CChar>?] = unsafe [filter, encoding, ident]
                        return unsafe git_attr_get_many(&values, pointer, 0, path, 3, &names)
                    }
                }
            }
        }
        try check(code, "git_attr_get_many")
        let filter = unsafe Self.text(values[0])
        let encoding = unsafe Self.text(values[1])
        let isPlain = encoding.map { ["UTF-8", "UTF8"].contains($0.uppercased()) } ?? true
        let hasIdent = unsafe git_attr_value(values[2]) == GIT_ATTR_VALUE_TRUE
        guard filter == nil, isPlain, !hasIdent else {
            let what = filter.map { "filter=\($0)" } ?? (isPlain ? "ident" : "working-tree-encoding=\(encoding ?? "")")
            throw GitError(
                "git.external-filter", "\(String(decoding: path, as: UTF8.self)) has the attribute \(what)",
                hint: "such files are not written; change .gitattributes, or the folder of the file")
        }
    }

    @inline(never)
    private func isQuiet(_ path: [UInt8]) throws(GitError) -> Bool {
        guard let quiet = state.quietFolders else { return false }
        return try quiet.contains(RepositoryPath.split(path).folder, self)
    }

    /// Returns the merge driver that attributes name for a path, nil for git's own way.
    package func mergeDriver(_ path: [UInt8]) throws(GitError) -> String? {
        let driver = try attribute("merge", path)
        return driver.flatMap { ["text", "binary", "union"].contains($0) ? nil : $0 }
    }

    private func filtered(_ bytes: [UInt8], _ path: [UInt8], _ mode: git_filter_mode_t) throws(GitError) -> [UInt8] {
        if try isQuiet(path) { return bytes }
        try refuseExternalFilter(path)
        var filters: OpaquePointer?
        let code = unsafe withCString(path) {
            unsafe git_filter_list_load(&filters, pointer, nil, $0, mode, GIT_FILTER_ALLOW_UNSAFE.rawValue)
        }
        try check(code, "git_filter_list_load")
        guard let filters = unsafe filters else { return bytes }
        defer { unsafe git_filter_list_free(filters) }
        var result = unsafe git_buf()
        defer { unsafe git_buf_dispose(&result) }
        let applied = unsafe bytes.withUnsafeBytes { buffer in
            unsafe git_filter_list_apply_to_buffer(
                &result, filters, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        try check(applied, "git_filter_list_apply_to_buffer")
        return unsafe Array(UnsafeRawBufferPointer(start: result.ptr, count: result.size))
    }

    /// Returns the value of an attribute, nil if it is unset, unspecified or without value.
    private func attribute(_ name: String, _ path: [UInt8]) throws(GitError) -> String? {
        var value: UnsafePointer<CChar>?
        let code = unsafe withCString(path) { unsafe git_attr_get(&value, pointer, 0, $0, name) }
        try check(code, "git_attr_get")
        return unsafe Self.text(value)
    }

    /// The text of an attribute, nil for one that is set or unset without a value.
    private static func text(_ value: UnsafePointer<CChar>?) -> String? {
        guard unsafe git_attr_value(value) == GIT_ATTR_VALUE_STRING else { return nil }
        return unsafe value.map { unsafe String(cString: $0) }
    }
}
