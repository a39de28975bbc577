import GitStore
import TicketModel
import TicketText

extension Workspace {
    /// Returns what the `.tick/` of a commit says; nil for no commit, or one without `.tick/`.
    func configuration(of commit: ObjectID?) throws(WorkspaceError) -> Configuration? {
        try readConfiguration(of: commit)?.configuration
    }

    func readConfiguration(of commit: ObjectID?) throws(WorkspaceError) -> ConfigurationReader.Result? {
        guard let commit else { return nil }
        var (sources, linked): ([SourceText], [Diagnostic]) = ([], [])
        for folder in [".tick", "customers"] {
            for file in try files(in: commit, under: folder) where DeskFiles.isConfiguration(RepositoryPath(file.path))
            {
                guard file.mode.isFile else {
                    linked.append(DeskFiles.linked(RepositoryPath(file.path)))
                    continue
                }
                let bytes = try asking { () throws(GitError) in try repository.blob(file.id) }
                sources.append(SourceText(path: RepositoryPath(file.path), bytes: bytes))
            }
        }
        guard sources.contains(where: { $0.path.isInside(".tick") }) else { return nil }
        var read = ConfigurationReader(zones: surroundings.zones).read(sources)
        read.diagnostics = linked + read.diagnostics
        return read
    }

    private func files(in commit: ObjectID, under folder: String) throws(WorkspaceError) -> [TreeFile] {
        try asking { () throws(GitError) in
            let prefix = Array(folder.utf8)
            guard try repository.entry(at: prefix, in: commit) != nil else { return [] }
            return try repository.files(inTreeOf: commit, under: prefix)
        }
    }
}
