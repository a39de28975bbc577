internal import CLibgit2
internal import Glibc

/// The objects of a commit, written and still unreachable.
struct PreparedCommit {
    let id: ObjectID
    let tree: ObjectID
    /// The stored files in the order of the plan, nil for removed ones.
    let blobs: [ObjectID?]
    let message: String
}

extension GitRepository {
    /// Writes blobs and trees, runs the hooks and writes the commit object.
    func prepare(_ plan: CommitPlan) throws(GitError) -> PreparedCommit {
        let parent = plan.expectedHead.commit
        let base = try parent.map { id throws(GitError) in try treeID(of: id) }
        let stored = plan.isBulk ? try storePack(plan.changes, on: base) : try store(plan.changes, on: base)
        guard stored.tree != base else {
            throw GitError("git.nothing-to-commit", "the commit would change nothing")
        }
        let message = try runHooks(plan, tree: stored.tree)
        let id = try writeCommit(plan, tree: stored.tree, parent: parent, message: message)
        return PreparedCommit(id: id, tree: stored.tree, blobs: stored.blobs, message: message)
    }

    private struct StoredFiles {
        var tree: ObjectID
        /// In the order of the plan, nil for removed files.
        var blobs: [ObjectID?]
    }

    /// Writes blobs and trees as one pack.
    private func storePack(_ changes: [FileChange], on base: ObjectID?) throws(GitError) -> StoredFiles {
        let bulk = try BulkObjects()
        state.bulk = bulk
        defer { state.bulk = nil }
        let stored = try store(changes, on: base)
        try bulk.flush(into: self)
        return stored
    }

    /// Writes blobs, and the trees on the way to them.
    private func store(_ changes: [FileChange], on base: ObjectID?) throws(GitError) -> StoredFiles {
        var update = TreeUpdate()
        var blobs: [ObjectID?] = []
        for change in changes {
            if case .write(let bytes) = change.content {
                let id = try writeBlob(bytes, at: change.path)
                update.insert(.file(id, change.mode), at: change.path[...])
                blobs.append(id)
            } else {
                update.insert(.removed, at: change.path[...])
                blobs.append(nil)
            }
        }
        let changed = try write(update, to: base)
        let tree = if let changed { changed } else { try store([], GIT_OBJECT_TREE) }
        return StoredFiles(tree: tree, blobs: blobs)
    }

    /// Returns the journal of a plan, looking at what is on disk.
    func journal(_ plan: CommitPlan, _ prepared: PreparedCommit) throws(GitError) -> CommitJournal {
        guard let workdir, let reference = plan.expectedHead.referenceName else { throw Self.headMoved }
        let pairs = Array(zip(plan.changes, prepared.blobs))
        let parts = ParallelWork.map(pairs, size: plan.isBulk ? 128 : .max) { pairs in
            Self.journalEntries(pairs, workdir: workdir)
        }
        var files: [CommitJournal.File] = []
        for part in parts { files += try part.get() }
        return CommitJournal(
            token: String(UInt64.random(in: .min ... .max), radix: 16), gitDirectory: gitDirectory, workdir: workdir,
            reference: reference, old: plan.expectedHead.commit, new: prepared.id, files: files)
    }

    private static func journalEntries(
        _ pairs: ArraySlice<(FileChange, ObjectID?)>, workdir: [UInt8]
    ) -> Result<[CommitJournal.File], GitError> {
        Result { () throws(GitError) in
            let tree = try WorkingTree(workdir)
            var files: [CommitJournal.File] = []
            for (change, blob) in pairs {
                files.append(try journalEntry(change, blob, disk: tree.read(change.path)))
            }
            return files
        }
    }

    private static func journalEntry(
        _ change: FileChange, _ blob: ObjectID?, disk: [UInt8]?
    ) throws(GitError) -> CommitJournal.File {
        var new: [UInt8]?
        if case .write(let bytes) = change.content { new = bytes }
        guard disk == new || disk == change.expectedOnDisk else {
            throw GitError(
                "git.changed-underneath",
                "\(String(decoding: change.path, as: UTF8.self)) was changed by another program",
                hint: "nothing was written; try again")
        }
        let action: CommitJournal.Action =
            disk == new ? .keep : disk == nil ? .create : new == nil ? .delete : .replace
        return CommitJournal.File(
            path: change.path, action: action, mode: change.mode,
            diskBefore: try disk.map { bytes throws(GitError) in try blobID(of: bytes) },
            diskAfter: try new.map { bytes throws(GitError) in try blobID(of: bytes) }, stored: blob, indexBefore: nil)
    }

    /// Lets the caller run its hooks on an index of the new tree, and returns the message to use.
    private func runHooks(_ plan: CommitPlan, tree: ObjectID) throws(GitError) -> String {
        let message = plan.message.hasSuffix("\n") ? plan.message : plan.message + "\n"
        guard let hooks = plan.hooks else { return message }
        let path = hookIndexPath
        try removeHookIndex()
        defer { try? removeHookIndex() }
        try writeIndex(of: tree, to: path)
        let changed = try hooks(HookContext(temporaryIndexPath: path, message: message))
        guard try treeID(ofIndexAt: path) == tree else {
            throw GitError(
                "git.hook-changed-index",
                "a hook staged other content than was to be committed, which is not taken over",
                hint: "--no-verify commits without hooks")
        }
        guard let changed, changed != message else { return message }
        try CommitPlan.validate(message: changed)
        return changed
    }

    /// Always the same name, so that the next writer takes away what a killed one left.
    private var hookIndexPath: [UInt8] { sharedFolder + Array("/state/hook-index".utf8) }

    func removeHookIndex() throws(GitError) {
        try PrivateFile.remove(hookIndexPath + Array(".lock".utf8))
        try PrivateFile.remove(hookIndexPath)
    }

    private func writeIndex(of tree: ObjectID, to path: [UInt8]) throws(GitError) {
        let index = try unsafe GitHandle<IndexKind>("git_index_open") { opened in
            unsafe withCString(path) { unsafe git_index_open(&opened, $0) }
        }
        var oid = tree.oid
        let object = try unsafe GitHandle<ObjectKind>("git_tree_lookup") { unsafe git_tree_lookup(&$0, pointer, &oid) }
        try check(unsafe git_index_read_tree(index.pointer, object.pointer), "git_index_read_tree")
        try check(unsafe git_index_write(index.pointer), "git_index_write")
    }

    private func treeID(ofIndexAt path: [UInt8]) throws(GitError) -> ObjectID {
        let index = try unsafe GitHandle<IndexKind>("git_index_open") { opened in
            unsafe withCString(path) { unsafe git_index_open(&opened, $0) }
        }
        var oid = git_oid()
        try check(unsafe git_index_write_tree_to(&oid, index.pointer, pointer), "git_index_write_tree_to")
        return ObjectID(oid)
    }

    private func writeCommit(
        _ plan: CommitPlan, tree: ObjectID, parent: ObjectID?, message: String
    ) throws(GitError) -> ObjectID {
        let content = try commitBytes(plan, tree: tree, parent: parent, message: message)
        guard let sign = plan.sign, !plan.isUnsigned else { return try write(content, GIT_OBJECT_COMMIT) }
        let signed = try signed(
            content, message: Array(message.utf8),
            UnsignedCommit(
                tree: tree, parent: parent, author: plan.author, committer: plan.committer, messagePath: signingFile),
            sign)
        return try writeAnew(signed, isDurable: plan.isDurable)
    }

    /// Writes a commit that git may have written already, without waiting for the disk.
    func writeAnew(_ content: [UInt8], isDurable: Bool) throws(GitError) -> ObjectID {
        let id = try write(content, GIT_OBJECT_COMMIT)
        guard isDurable else { return id }
        let folder = commonDirectory + Array("/objects/\(id.hex.prefix(2))".utf8)
        let path = folder + Array("/\(id.hex.dropFirst(2))".utf8)
        do throws(GitError) {
            try Descriptor.open(path, O_RDONLY).sync()
            try PrivateFile.syncFolder(of: path)
            try PrivateFile.syncFolder(of: folder)
        } catch  where error.code == ENOENT {
            // In a pack: then it was there long before.
        }
        return id
    }

    private func commitBytes(
        _ plan: CommitPlan, tree: ObjectID, parent: ObjectID?, message: String
    ) throws(GitError) -> [UInt8] {
        var treeOID = tree.oid
        let treeObject = try unsafe GitHandle<ObjectKind>("git_tree_lookup") {
            unsafe git_tree_lookup(&$0, pointer, &treeOID)
        }
        var parents: [OpaquePointer?] = unsafe []
        defer { unsafe parents.forEach { unsafe git_commit_free($0) } }
        if var oid = parent?.oid {
            var object: OpaquePointer?
            try check(unsafe git_commit_lookup(&object, pointer, &oid), "git_commit_lookup")
            unsafe parents.append(object)
        }
        let author = try GitSignature(plan.author)
        let committer = try GitSignature(plan.committer)
        var buffer = unsafe git_buf()
        defer { unsafe git_buf_dispose(&buffer) }
        let code = unsafe parents.withUnsafeMutableBufferPointer { list in
            unsafe git_commit_create_buffer(
                &buffer, pointer, author.pointer, committer.pointer, nil, message, treeObject.pointer, list.count,
                list.baseAddress)
        }
        try check(code, "git_commit_create_buffer")
        return unsafe Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size))
    }
}

/// A signature in libgit2's form.
@safe private struct GitSignature: ~Copyable {
    let pointer: UnsafeMutablePointer<git_signature>

    init(_ signature: Signature) throws(GitError) {
        var made: UnsafeMutablePointer<git_signature>?
        let code = unsafe git_signature_new(
            &made, signature.name, signature.email, signature.secondsSinceEpoch, signature.offsetMinutes)
        try check(code, "git_signature_new")
        guard let made = unsafe made else { throw GitError("git.failed", "no signature was made") }
        unsafe pointer = made
    }

    deinit { unsafe git_signature_free(pointer) }
}
