internal import CLibgit2
internal import Glibc

/// An open repository; one handle serves one thread at a time.
///
/// Every answer is a copied value. What another program changes meanwhile is seen by the next call.
@safe package struct GitRepository: ~Copyable {
    let handle: GitHandle<RepositoryKind>
    let database: GitHandle<ObjectDatabaseKind>
    let state: RepositoryState

    /// The folder of `HEAD` and `index`: `.git`, or a linked worktree's folder in it. No slash at the end.
    package let gitDirectory: [UInt8]
    /// The folder of objects and branches, shared by all worktrees. No slash at the end.
    package let commonDirectory: [UInt8]
    /// The root of the working tree, nil in a bare repository. No slash at the end.
    package let workdir: [UInt8]?

    /// Opens the repository that holds a folder, looking upwards from it.
    ///
    /// - Parameters:
    ///   - folder: An absolute path, or one relative to the process.
    ///   - variables: What the environment says about configuration.
    ///   - honoringEnvironment: Whether `GIT_DIR`, `GIT_OBJECT_DIRECTORY` and their like count, as they must in a hook.
    /// - Throws: `git.not-a-repository`, `git.owner`, `git.unsupported` with what is not supported.
    package static func discover(
        from folder: String, variables: ConfigurationVariables = ConfigurationVariables(),
        honoringEnvironment: Bool = false
    ) throws(GitError) -> GitRepository {
        try GitLibrary.start()
        let flags = honoringEnvironment ? GIT_REPOSITORY_OPEN_FROM_ENV.rawValue : 0
        do throws(GitError) {
            let repository = try checked(open(folder, flags, variables), variables)
            repository.state.readsOwnIndex = !honoringEnvironment
            return repository
        } catch {
            throw explain(error, folder: folder)
        }
    }

    private static func open(
        _ folder: String, _ flags: UInt32, _ variables: ConfigurationVariables
    ) throws(GitError) -> GitHandle<RepositoryKind> {
        do throws(GitError) {
            return try GitLibrary.open(folder, flags)
        } catch  where error.identifier == "git.owner" && !variables.isEmpty {
            // libgit2 asks `safe.directory` of files that the variables replace.
            guard let owned = owned(folder), try GitConfiguration.open(variables).trusts(owned) else { throw error }
            return try GitLibrary.open(folder, flags, checksOwner: false)
        }
    }

    /// Returns the working tree, or the bare repository, in which a folder lies, whoever owns it; nil for none.
    static func owned(_ folder: String) -> String? {
        var path = unsafe git_buf()
        defer { unsafe git_buf_dispose(&path) }
        guard unsafe git_repository_discover(&path, folder, 0, nil) == 0 else {
            git_error_clear()
            return nil
        }
        var found = unsafe String(cString: path.ptr)
        while found.count > 1, found.hasSuffix("/") { found.removeLast() }
        return found.hasSuffix("/.git") ? String(found.dropLast(5)) : found
    }

    /// Takes an opened repository over and refuses it if it is of an unsupported kind.
    static func checked(
        _ opened: consuming GitHandle<RepositoryKind>, _ variables: ConfigurationVariables
    ) throws(GitError) -> GitRepository {
        let pointer = unsafe opened.pointer
        let database = try unsafe GitHandle<ObjectDatabaseKind>("git_repository_odb") {
            unsafe git_repository_odb(&$0, pointer)
        }
        let repository = GitRepository(opened, database)
        repository.state.variables = variables
        if !variables.isEmpty { try GitConfiguration.open(variables).install(in: repository) }
        try repository.addWorktreeConfiguration()
        try repository.refuseUnsupported()
        return repository
    }

    private init(_ opened: consuming GitHandle<RepositoryKind>, _ database: consuming GitHandle<ObjectDatabaseKind>) {
        let pointer = unsafe opened.pointer
        self.gitDirectory = unsafe Self.trimmed(bytes(ofCString: git_repository_path(pointer)))
        self.commonDirectory = unsafe Self.trimmed(bytes(ofCString: git_repository_commondir(pointer)))
        self.workdir = unsafe git_repository_workdir(pointer).map { unsafe Self.trimmed(bytes(ofCString: $0)) }
        self.handle = opened
        self.database = database
        self.state = RepositoryState()
    }

    /// What libgit2 calls this repository.
    @unsafe var pointer: OpaquePointer { unsafe handle.pointer }

    /// True if there is no working tree.
    package var isBare: Bool { workdir == nil }

    /// True if history was cut off by `git clone --depth`.
    package var isShallow: Bool { unsafe git_repository_is_shallow(pointer) == 1 }

    /// True if this is a worktree made by `git worktree add`.
    package var isLinkedWorktree: Bool { unsafe git_repository_is_worktree(pointer) == 1 }

    private static func trimmed(_ folder: [UInt8]) -> [UInt8] {
        folder.count > 1 && folder.last == UInt8(ascii: "/") ? Array(folder.dropLast()) : folder
    }
}

/// What a repository's handle remembers between calls.
final class RepositoryState {
    /// The descriptor of `tick/lock` while this handle holds it.
    var lockDescriptor: Int32?
    /// What the environment said when the repository was opened.
    var variables = ConfigurationVariables()
    /// The settings of the environment; libgit2 reads them from this file.
    var settingsFile: MemoryFile?
    /// Whether the index is the repository's own, which the environment may replace in a hook.
    var readsOwnIndex = true
    /// Collects the objects of a commit of many files while it is prepared.
    var bulk: BulkObjects?
    /// Folders whose paths need not be asked for their attributes, while a commit of many files is made.
    var quietFolders: QuietFolders?
    /// How long a repair waits for `index.lock`.
    var indexLockTimeoutSeconds = 5.0
    /// Trees that were read last, since the next commit of a walk needs them again.
    var trees = TreeCache()
    /// The packs of a walk that reads very many objects, and the reader of this handle; none before such a walk.
    var packs: [PackFile] = []
    var packReader: PackReader?
}
