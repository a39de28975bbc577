import GitStore
import TicketModel
import TicketText

/// What the remote did since both sides parted: new and renamed tickets, and who changed a field last.
final class RemoteStory {
    private let workspace: Workspace
    private let configuration: Configuration
    private let commits: [CommitRecord]
    /// Tickets that only the remote has, by id.
    private(set) var added: [TicketID: Ticket] = [:]
    /// Where the remote moved tickets that were there before.
    private(set) var renamed: [RepositoryPath: RepositoryPath] = [:]

    init(
        _ workspace: Workspace, base: ObjectID, tip: ObjectID, configuration: Configuration
    ) throws(WorkspaceError) {
        self.workspace = workspace
        self.configuration = configuration
        commits = try asking { () throws(GitError) in
            try workspace.repository.commits(of: tip, notIn: base).reversed()
        }
        let desk = DeskPaths(configuration)
        let changes = try asking { () throws(GitError) in
            try workspace.repository.changes(from: base, to: tip).filter { desk.isTicket(RepositoryPath($0.path)) }
        }
        var gone: [TicketID: RepositoryPath] = [:]
        for change in changes where change.newID == nil {
            if let ticket = try ticket(change.oldID, at: RepositoryPath(change.path)) { gone[ticket.id] = ticket.path }
        }
        for change in changes where change.oldID == nil {
            guard let ticket = try ticket(change.newID, at: RepositoryPath(change.path)) else { continue }
            if let old = gone[ticket.id] { renamed[old] = ticket.path } else { added[ticket.id] = ticket }
        }
    }

    /// Returns the author of the remote's last commit that changed a field of the ticket at a path; without one, of
    /// the last commit.
    func author(of key: String, at path: RepositoryPath) -> Signature? {
        let field = configuration.knownFields.first { configuration.fileName(of: $0) == key } ?? FieldName(key)
        for commit in commits {
            guard let new = try? id(path, in: commit.id),
                case let old = commit.parents.first.flatMap({ try? id(path, in: $0) }), new != old,
                let after = try? ticket(new, at: path)
            else { continue }
            let before = try? ticket(old, at: path)
            if before?.list(field) ?? [] != after.list(field) { return commit.author }
        }
        return commits.first?.author
    }

    private func id(_ path: RepositoryPath, in commit: ObjectID) throws(GitError) -> ObjectID? {
        try workspace.repository.entry(at: path.bytes, in: commit)?.id
    }

    private func ticket(_ id: ObjectID?, at path: RepositoryPath) throws(WorkspaceError) -> Ticket? {
        guard let id else { return nil }
        let bytes = try asking { () throws(GitError) in try workspace.repository.blob(id) }
        return TicketReader(configuration: configuration).read(SourceText(path: path, bytes: bytes)).ticket
    }
}

/// Which files belong to a desk.
struct DeskPaths {
    private let globs: [Glob]
    private static let folders: [RepositoryPath] = [".tick", "attachments", "customers", "kb", "announcements"]

    init(_ configuration: Configuration) {
        globs = configuration.ticketGlobs.compactMap { try? Glob($0, .path) }
    }

    func isTicket(_ path: RepositoryPath) -> Bool { globs.contains { $0.matches(path.bytes) } }

    /// Tickets, what lies around them, and `.gitattributes`, which `tick init` writes.
    func contains(_ path: RepositoryPath) -> Bool {
        isTicket(path) || path == ".gitattributes" || Self.folders.contains { path.isInside($0) }
    }
}
