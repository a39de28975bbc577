internal import CLibgit2

/// A file in a tree.
package struct TreeFile: Sendable, Equatable {
    /// From the root of the repository.
    package let path: [UInt8]
    package let id: ObjectID
    package let mode: FileMode
}

extension GitRepository {
    /// Returns a commit's fields.
    package func commit(_ id: ObjectID) throws(GitError) -> CommitRecord {
        try CommitRecord(id: id, bytes: object(id, GIT_OBJECT_COMMIT), includingMessage: true)
    }

    /// Returns a file's content as it is stored, without filters.
    package func blob(_ id: ObjectID) throws(GitError) -> [UInt8] { try object(id, GIT_OBJECT_BLOB) }

    /// Returns the number of bytes of a stored file without reading it.
    package func blobSize(_ id: ObjectID) throws(GitError) -> Int {
        var size = 0
        var type = GIT_OBJECT_INVALID
        var oid = id.oid
        try check(unsafe git_odb_read_header(&size, &type, database.pointer, &oid), "git_odb_read_header")
        return size
    }

    /// Says whether an object is here.
    package func contains(_ id: ObjectID) -> Bool {
        var oid = id.oid
        return unsafe git_odb_exists(database.pointer, &oid) == 1
    }

    /// Says whether an object is here, without looking for packs that others made meanwhile.
    func containsAsFarAsKnown(_ id: ObjectID) -> Bool {
        var oid = id.oid
        return unsafe git_odb_exists_ext(database.pointer, &oid, GIT_ODB_LOOKUP_NO_REFRESH.rawValue) == 1
    }

    /// Returns the files of a tree, or of a commit's tree, in git's order of names at each level.
    ///
    /// - Parameters:
    ///   - prefix: Only files in this folder, given without a slash at its end; empty for all.
    ///   - descending: Whether to look into a folder.
    package func files(
        inTreeOf id: ObjectID, under prefix: [UInt8] = [], descending: ([UInt8]) -> Bool = { _ in true }
    ) throws(GitError) -> [TreeFile] {
        var start = try treeID(of: id)
        if !prefix.isEmpty {
            guard let folder = try entry(at: prefix, in: id), folder.mode == .folder else { return [] }
            start = folder.id
        }
        var result: [TreeFile] = []
        try collect(start, prefix.isEmpty ? [] : prefix + [UInt8(ascii: "/")], descending, &result)
        return result
    }

    /// Returns what lies at a path in a tree or in a commit's tree, a folder included; nil if nothing does.
    package func entry(at path: [UInt8], in id: ObjectID) throws(GitError) -> TreeFile? {
        var current = TreeFile(path: [], id: try treeID(of: id), mode: .folder)
        for component in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard current.mode == .folder else { return nil }
            let tree = try tree(current.id)
            guard let found = try tree.entries().first(where: { tree.name($0) == component }) else { return nil }
            current = TreeFile(path: path, id: tree.id(found), mode: FileMode(raw: found.mode))
        }
        return current
    }

    /// Returns the tree of a commit, or the id itself if it names a tree.
    package func treeID(of id: ObjectID) throws(GitError) -> ObjectID {
        guard state.trees[id] == nil else { return id }
        let (bytes, type) = try object(id)
        switch type {
        case GIT_OBJECT_TREE:
            state.trees.insert(TreeBytes(bytes: bytes), for: id)
            return id
        case GIT_OBJECT_COMMIT: return try CommitRecord(id: id, bytes: bytes, includingMessage: false).tree
        default: throw GitError("git.bad-object", "\(id.shortHex) is neither a commit nor a tree")
        }
    }

    func tree(_ id: ObjectID) throws(GitError) -> TreeBytes {
        if let known = state.trees[id] { return known }
        let tree = TreeBytes(bytes: try object(id, GIT_OBJECT_TREE))
        state.trees.insert(tree, for: id)
        return tree
    }

    func object(_ id: ObjectID, _ type: git_object_t) throws(GitError) -> [UInt8] {
        let (bytes, found) = try object(id)
        guard found == type else {
            throw GitError("git.bad-object", "\(id.shortHex) is an object of another kind")
        }
        return bytes
    }

    func object(_ id: ObjectID) throws(GitError) -> ([UInt8], git_object_t) {
        if let found = state.packReader?.read(id) { return found }
        var oid = id.oid
        let object = try unsafe GitHandle<DatabaseObjectKind>("git_odb_read") {
            unsafe git_odb_read(&$0, database.pointer, &oid)
        }
        let size = unsafe git_odb_object_size(object.pointer)
        let buffer = unsafe UnsafeRawBufferPointer(start: git_odb_object_data(object.pointer), count: size)
        return (unsafe Array(buffer), unsafe git_odb_object_type(object.pointer))
    }

    func write(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> ObjectID {
        var oid = git_oid()
        let code = unsafe bytes.withUnsafeBytes {
            unsafe git_odb_write(&oid, database.pointer, $0.baseAddress, $0.count, type)
        }
        try check(code, "git_odb_write")
        return ObjectID(oid)
    }

    private func collect(
        _ id: ObjectID, _ prefix: [UInt8], _ descending: ([UInt8]) -> Bool, _ result: inout [TreeFile]
    ) throws(GitError) {
        let tree = try tree(id)
        for entry in try tree.entries() {
            let path = prefix + tree.name(entry)
            if !entry.isFolder {
                result.append(TreeFile(path: path, id: tree.id(entry), mode: FileMode(raw: entry.mode)))
            } else if descending(path) {
                try collect(tree.id(entry), path + [UInt8(ascii: "/")], descending, &result)
            }
        }
    }
}
