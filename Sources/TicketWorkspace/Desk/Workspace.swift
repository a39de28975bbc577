package import GitStore
package import TicketIndex
package import TicketModel
internal import TicketText

/// A desk that is open: a git repository with a `.tick/` folder, and everything one can ask of it or do to it.
///
/// The façade over all other modules. Not shared between threads: it owns a handle of libgit2.
package final class Workspace {
    package let repository: GitRepository
    package private(set) var surroundings: Surroundings
    /// The absolute path of the working tree, without a slash at the end.
    package let root: String
    /// What the working tree's `.tick/` says.
    package let configuration: Configuration
    package let configurationDiagnostics: [Diagnostic]
    let files: FolderFiles
    /// The snapshot that was read last, against which links are checked.
    private(set) var loadedSnapshot: IndexSnapshot?
    /// What tickets that were not read from their files are read from.
    private(set) var indexCache: IndexCache?
    private var indexEncoding: Task<[UInt8]?, Never>?
    /// What is known of clocks, where somebody asked for them.
    var loadedClocks: ClockMemory?

    private init(
        repository: consuming GitRepository, surroundings: Surroundings, root: String,
        read: ConfigurationReader.Result
    ) {
        self.repository = repository
        self.surroundings = surroundings
        self.root = root
        configuration = read.configuration
        configurationDiagnostics =
            read.diagnostics + QueryDiagnostics.find(in: read.configuration)
            + RuleDiagnostics.find(in: read.configuration)
            + CalendarDiagnostics.find(in: read.configuration, at: surroundings.now)
        files = FolderFiles(root: root)
    }

    /// Opens the desk in which `surroundings.folder` lies.
    ///
    /// - Throws: `desk.none` where there is no repository or no `.tick/` in it.
    package static func open(_ surroundings: Surroundings) throws(WorkspaceError) -> Workspace {
        let profile = surroundings.profile
        let start = profile.begin()
        let repository = try openRepository(surroundings)
        profile.end(.repository, since: start)
        guard let workdir = repository.workdir else {
            throw WorkspaceError(
                .refused, "git.bare", "this repository has no working tree", hint: "clone it and work there")
        }
        let root = Self.path(workdir)
        let files = FolderFiles(root: root)
        guard DeskFiles.exists(in: files) else {
            let isLink = files.listing(of: RepositoryPath([]))?.symbolicLinks.contains(Array(".tick".utf8)) ?? false
            guard !isLink else { throw .refused([DeskFiles.linked(".tick")]) }
            throw WorkspaceError(
                .refused, "desk.none", "there is no desk here: \(root) has no folder .tick/",
                hint: "tick init makes one; it adds .tick/ and changes nothing else")
        }
        let configurationStart = profile.begin()
        defer { profile.end(.configuration, since: configurationStart) }
        let (sources, unread) = DeskFiles.configuration(in: files)
        var read = ConfigurationReader(zones: surroundings.zones).read(sources)
        read.diagnostics = unread + read.diagnostics
        read.diagnostics += RoleDiagnostics.find(in: read.configuration, sources)
        return Workspace(repository: repository, surroundings: surroundings, root: root, read: read)
    }

    /// Opens a bare repository as a desk without files: its configuration is what one commit says.
    ///
    /// - Parameter revision: the commit's name; one that does not exist yet leaves everything at its default.
    static func open(
        bare surroundings: Surroundings, judgedBy revision: (borrowing GitRepository) throws(GitError) -> ObjectID?
    ) throws(WorkspaceError) -> Workspace {
        let repository = try openRepository(surroundings)
        let commit = try asking { () throws(GitError) in try revision(repository) }
        let read = try CommittedConfiguration.read(of: commit, in: repository, zones: surroundings.zones)
        let root = Self.path(repository.gitDirectory)
        return Workspace(
            repository: repository, surroundings: surroundings, root: root,
            read: read ?? ConfigurationReader(zones: surroundings.zones).read([]))
    }

    private static func openRepository(_ surroundings: Surroundings) throws(WorkspaceError) -> GitRepository {
        do {
            return try GitRepository.discover(
                from: surroundings.folder, variables: surroundings.configurationVariables,
                honoringEnvironment: surroundings.isInHook)
        } catch {
            guard error.identifier == "git.not-a-repository" else { throw WorkspaceError(error) }
            throw WorkspaceError(
                .refused, "desk.none", "there is no desk here: \(surroundings.folder) lies in no git repository",
                hint: "cd to one, name it with -C DIR, or make one with tick init")
        }
    }

    private static func path(_ bytes: [UInt8]) -> String {
        var path = bytes
        while path.count > 1, path.last == UInt8(ascii: "/") { path.removeLast() }
        return String(decoding: path, as: UTF8.self)
    }

    /// All tickets of the working tree.
    ///
    /// - Parameters:
    ///   - keepsText: whether words will be looked for or texts be shown.
    ///   - readsConversation: whether somebody asks for entries.
    package func snapshot(keepsText: Bool = true, readsConversation: Bool = true) async -> IndexSnapshot {
        let snapshot = await IndexBuilder(
            configuration: configuration, root: root, keepsSource: keepsText, readsConversation: readsConversation,
            profile: surroundings.profile
        ).build()
        loadedSnapshot = snapshot
        return snapshot
    }

    /// Reads the working tree's tickets from the index cache, as far as their files are still the same.
    ///
    /// The places of values are not kept; a ticket of the cache reads its file when it is asked for its text.
    ///
    /// - Parameter keepsText: whether other tickets keep theirs, because words will be looked for or texts be shown.
    ///   - readsConversation: whether somebody asks for entries. Where nobody does and there is no cache, they are not
    ///     read and none is made: a desk that is listed once is not worth one, the next list makes it.
    package func cachedSnapshot(keepsText: Bool, readsConversation: Bool) async -> IndexSnapshot {
        let path = String(decoding: repository.cachePath("index", .worktree), as: UTF8.self)
        if !keepsText, !readsConversation, TextFile.bytes(path, limit: 1) == nil, isFirstList() {
            return await snapshot(keepsText: false, readsConversation: false)
        }
        let (builder, fingerprint) = cachedBuilder(at: path, keepsText: keepsText)
        let (snapshot, encoding) = await builder.build(
            fingerprint: fingerprint, stampNanoseconds: repository.cacheStampReader(.worktree))
        indexEncoding = encoding
        loadedSnapshot = snapshot
        return snapshot
    }

    /// Finds tickets by all of their ids without looking at every file: what the snapshot says of other tickets may be older.
    ///
    /// - Returns: nil where that cannot be told without all files.
    package func cachedSnapshot(naming names: [String]) async -> IndexSnapshot? {
        let path = String(decoding: repository.cachePath("index", .worktree), as: UTF8.self)
        let (builder, fingerprint) = cachedBuilder(at: path, keepsText: true)
        let built = await builder.build(
            naming: names, fingerprint: fingerprint, stampNanoseconds: repository.cacheStampReader(.worktree))
        guard let (snapshot, encoding) = built else { return nil }
        indexEncoding = encoding
        loadedSnapshot = snapshot
        return snapshot
    }

    private func cachedBuilder(at path: String, keepsText: Bool) -> (IndexBuilder, fingerprint: (UInt64, UInt64)) {
        let profile = surroundings.profile
        let cacheStart = profile.begin()
        let fingerprint = ReadingFingerprint.make(configuration)
        let cache = PackedBytes(mapping: path).flatMap { IndexCache($0, fingerprint: fingerprint, files: files) }
        profile.end(.cache, since: cacheStart)
        indexCache = cache
        profile?.count(cache?.ticketCount ?? 0, "tickets", in: .cache)
        let builder = IndexBuilder(
            configuration: configuration, root: root, keepsSource: keepsText, cache: cache, profile: profile)
        return (builder, fingerprint)
    }

    /// Says whether no list went before that would have made a cache, and leaves a mark that one did.
    private func isFirstList() -> Bool {
        let mark = String(decoding: repository.cachePath("index-wanted", .worktree), as: UTF8.self)
        guard TextFile.bytes(mark, limit: 1) == nil else { return false }
        return repository.writeCacheFile("index-wanted", .worktree, [1])
    }

    /// Writes the caches that are worth writing: called when the answer is out. Without it nothing is lost but time.
    package func keepCaches() async {
        if let bytes = await indexEncoding?.value {
            repository.writeCacheFile("index", .worktree, bytes)
            indexEncoding = nil
        }
        if let bytes = loadedClocks?.bytes(tickets: loadedSnapshot?.tickets ?? []) {
            repository.writeCacheFile(ClockMemory.cacheName, .worktree, bytes)
            loadedClocks = nil
        }
    }

    package var now: Instant { surroundings.now }

    /// The absolute path of git's own folder of this worktree, without a slash at the end: where texts lie while they are written.
    package var privateFolder: String { Self.path(repository.gitDirectory) }

    /// Takes `--now` and `--date` over as they read in the desk's own zone, which is only known once it is open.
    package func useTimes(of other: Surroundings) {
        surroundings.now = other.now
        surroundings.authorDate = other.authorDate
    }
}
