package import TicketModel

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
}
