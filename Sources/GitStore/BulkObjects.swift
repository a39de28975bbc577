internal import CLibgit2

/// New objects of a commit of many files, kept in memory and written as one pack.
///
/// A loose object is a file that has to be created, synced and renamed; ten thousand of them take longer than all the rest
/// of a commit. A pack is written and synced once.
final class BulkObjects {
    /// From so many files on a commit makes a pack.
    static let threshold = 100

    private let memory: GitHandle<ObjectDatabaseKind>
    private let repository: GitHandle<RepositoryKind>
    private var ids: [ObjectID] = []
    private var known: Set<ObjectID> = []

    init() throws(GitError) {
        let memory = try unsafe GitHandle<ObjectDatabaseKind>("git_odb_new") { unsafe git_odb_new(&$0) }
        var backend: UnsafeMutablePointer<git_odb_backend>?
        try check(unsafe git_mempack_new(&backend), "git_mempack_new")
        // The database frees it.
        try check(unsafe git_odb_add_backend(memory.pointer, backend, 1), "git_odb_add_backend")
        let pointer = unsafe memory.pointer
        repository = try unsafe GitHandle("git_repository_wrap_odb") { unsafe git_repository_wrap_odb(&$0, pointer) }
        self.memory = memory
    }

    /// Keeps an object, unless the repository has it already.
    func add(_ bytes: [UInt8], _ type: git_object_t, to target: borrowing GitRepository) throws(GitError) -> ObjectID {
        var oid = git_oid()
        let hashed = unsafe bytes.withUnsafeBytes { unsafe git_odb_hash(&oid, $0.baseAddress, $0.count, type) }
        try check(hashed, "git_odb_hash")
        let id = ObjectID(oid)
        guard !known.contains(id), !target.containsAsFarAsKnown(id) else { return id }
        let written = unsafe bytes.withUnsafeBytes {
            unsafe git_odb_write(&oid, memory.pointer, $0.baseAddress, $0.count, type)
        }
        try check(written, "git_odb_write")
        ids.append(id)
        known.insert(id)
        return id
    }

    /// Writes everything as one pack, which the repository sees from then on.
    func flush(into target: borrowing GitRepository) throws(GitError) {
        guard !ids.isEmpty else { return }
        let builder = try unsafe GitHandle<PackBuilderKind>("git_packbuilder_new") {
            unsafe git_packbuilder_new(&$0, repository.pointer)
        }
        unsafe git_packbuilder_set_threads(builder.pointer, 0)
        for id in ids {
            var oid = id.oid
            try check(unsafe git_packbuilder_insert(builder.pointer, &oid, nil), "git_packbuilder_insert")
        }
        let folder = target.commonDirectory + Array("/objects/pack".utf8)
        try PrivateFile.makeFolder(folder)
        let code = unsafe withCString(folder) { unsafe git_packbuilder_write(builder.pointer, $0, 0o444, nil, nil) }
        try check(code, "git_packbuilder_write")
        try check(unsafe git_odb_refresh(target.database.pointer), "git_odb_refresh")
    }
}

extension GitRepository {
    /// Writes an object, to the pack of the commit that is being made if it makes one.
    func store(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> ObjectID {
        guard let bulk = state.bulk else { return try write(bytes, type) }
        return try bulk.add(bytes, type, to: self)
    }
}
