import GitStore
package import TicketModel
import TicketText

extension Workspace {
    /// Returns the path inside the repository that a word of the command line names, seen from the current folder.
    ///
    /// - Throws: `path.outside` for one that leads out of the working tree.
    package func repositoryPath(_ text: String) throws(WorkspaceError) -> RepositoryPath {
        let absolute = text.hasPrefix("/") ? text : surroundings.folder + "/" + text
        var parts: [Substring] = []
        for part in absolute.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        let top = root.split(separator: "/")
        guard parts.starts(with: top) else {
            throw WorkspaceError(
                .usage, "path.outside", "\(text) lies outside of the desk", hint: "the desk is \(root)")
        }
        return RepositoryPath(parts.dropFirst(top.count).joined(separator: "/"))
    }

    /// Returns the paths that words of the command line name, all of which are there or are in `HEAD`.
    ///
    /// - Throws: `path.unknown` for all that are not, so that a slip of the pen does not look like nothing to do.
    package func existingPaths(_ words: [String]) throws(WorkspaceError) -> [RepositoryPath] {
        let commit = try asking { () throws(GitError) in try repository.head().commit }
        var (paths, problems): ([RepositoryPath], [Diagnostic]) = ([], [])
        for word in words {
            let path = try repositoryPath(word)
            paths.append(path)
            let isTracked = try asking { () throws(GitError) in
                guard let commit else { return false }
                return try repository.entry(at: path.bytes, in: commit) != nil
            }
            guard !path.bytes.isEmpty, !isTracked, !files.exists(path), files.listing(of: path) == nil else { continue }
            problems.append(Diagnostic(rule: "usage", message: "there is no file \(PrintableText.make(word))"))
        }
        guard let first = problems.first else { return paths }
        throw WorkspaceError(.absent, "path.unknown", first.message, diagnostics: problems)
    }
}
