import GitStore
import TicketModel
import TicketText

extension Workspace {
    /// Returns what the `.tick/` of a commit says; nil for no commit, or one without `.tick/`.
    func configuration(of commit: ObjectID?) throws(WorkspaceError) -> Configuration? {
        try readConfiguration(of: commit)?.configuration
    }

    func readConfiguration(of commit: ObjectID?) throws(WorkspaceError) -> ConfigurationReader.Result? {
        try CommittedConfiguration.read(of: commit, in: repository, zones: surroundings.zones)
    }
}

/// The `.tick/` and the customers' cards of a commit.
enum CommittedConfiguration {
    /// Returns what they say; nil for no commit, or one without `.tick/`.
    static func read(
        of commit: ObjectID?, in repository: borrowing GitRepository, zones: ZoneSource
    ) throws(WorkspaceError) -> ConfigurationReader.Result? {
        guard let commit else { return nil }
        var (sources, linked): ([SourceText], [Diagnostic]) = ([], [])
        do throws(GitError) {
            for folder in [".tick", "customers"] {
                let files = try files(in: commit, under: Array(folder.utf8), repository)
                for file in files where DeskFiles.isConfiguration(RepositoryPath(file.path)) {
                    guard file.mode.isFile else {
                        linked.append(DeskFiles.linked(RepositoryPath(file.path)))
                        continue
                    }
                    sources.append(SourceText(path: RepositoryPath(file.path), bytes: try repository.blob(file.id)))
                }
            }
        } catch {
            throw WorkspaceError(error)
        }
        guard sources.contains(where: { $0.path.isInside(".tick") }) else { return nil }
        var read = ConfigurationReader(zones: zones).read(sources)
        read.diagnostics = linked + RoleDiagnostics.find(in: read.configuration, sources) + read.diagnostics
        return read
    }

    private static func files(
        in commit: ObjectID, under folder: [UInt8], _ repository: borrowing GitRepository
    ) throws(GitError) -> [TreeFile] {
        guard try repository.entry(at: folder, in: commit) != nil else { return [] }
        return try repository.files(inTreeOf: commit, under: folder)
    }
}
