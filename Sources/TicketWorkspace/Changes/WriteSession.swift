internal import GitStore
package import TicketModel
internal import TicketText

/// One attempt at a change, under the write lock: what is on disk and in the parent commit at this moment.
///
/// Operations build their plan from it. When somebody else was faster, the plan is thrown away and built anew from a
/// new session, never from stale bytes.
package struct WriteSession {
    let workspace: Workspace
    let head: Head
    /// The parent's `.tick/`, by which the change is judged; the working tree's before the first commit.
    package let judgeConfiguration: Configuration
    package let actor: Actor
    /// When it happened: the author date.
    package let happenedAt: Instant
    let people: CommitPeople
    let options: WriteOptions
    /// The files that differ from the parent commit, once somebody has asked for all of them.
    private let states = States()

    private final class States {
        var byPath: [[UInt8]: StatusEntry]?
        /// What the parent commit has in a folder, by name; for operations that open many files.
        var committed: [[UInt8]: [[UInt8]: ObjectID]] = [:]
        /// Files that were read ahead.
        var files: [RepositoryPath: ReadFile] = [:]
    }

    /// A ticket's file as it is on disk.
    private struct ReadFile: Sendable {
        var bytes: [UInt8]
        var result: TicketReader.Result
        /// The id that git gives these bytes.
        var id: ObjectID
    }

    init(
        workspace: Workspace, head: Head, judgeConfiguration: Configuration, actor: Actor, happenedAt: Instant,
        people: CommitPeople, options: WriteOptions
    ) {
        self.workspace = workspace
        self.head = head
        self.judgeConfiguration = judgeConfiguration
        self.actor = actor
        self.happenedAt = happenedAt
        self.people = people
        self.options = options
    }

    package var configuration: Configuration { workspace.configuration }

    /// Returns what lies on disk at `path`, nil where there is nothing.
    package func bytes(at path: RepositoryPath) throws(WorkspaceError) -> [UInt8]? {
        do {
            return try workspace.files.bytes(of: path, limit: 1 << 30)
        } catch {
            if error.isAbsent { return nil }
            throw WorkspaceError(
                .refused, "file.unreadable", "\(path) cannot be read: \(error.message)",
                hint: error.isSymbolicLink ? "a symbolic link is not followed: put the file itself there" : nil)
        }
    }

    /// Returns the bytes of `path` in the parent commit as the working tree would hold them, nil where it has none.
    func committedBytes(at path: RepositoryPath) throws(WorkspaceError) -> [UInt8]? {
        guard let commit = head.commit else { return nil }
        return try asking { () throws(GitError) in
            guard let entry = try workspace.repository.entry(at: path.bytes, in: commit) else { return nil }
            return try workspace.repository.workingTreeBytes(ofBlob: entry.id, at: path.bytes)
        }
    }

    /// Returns the ticket that the parent commit has at `path`, read by the desk's configuration.
    func committedTicket(at path: RepositoryPath) throws(WorkspaceError) -> Ticket? {
        guard let bytes = try committedBytes(at: path) else { return nil }
        return TicketReader(configuration: configuration).read(SourceText(path: path, bytes: bytes)).ticket
    }

    /// Opens a ticket's file for a change, refusing files that somebody is working on.
    package func open(_ ticket: Ticket) throws(WorkspaceError) -> TicketDraft {
        let known = states.files.removeValue(forKey: ticket.path)
        let file = if let known { known } else { try readFile(of: ticket) }
        let (bytes, result) = (file.bytes, file.result)
        guard let current = result.ticket, let document = result.document else {
            throw .refused(result.diagnostics)
        }
        guard current.id == ticket.id else {
            throw WorkspaceError(
                .refused, "ticket.changed", "\(ticket.path) now holds \(current.id)", hint: "run the command again")
        }
        if try committedID(at: ticket.path) == file.id {
            if try !isUntouched(ticket.path, file.id) {
                try refuseOthersWork(bytes: bytes, committed: bytes, ticket)
            }
            return TicketDraft(
                before: current, original: bytes, document: document, configuration: configuration,
                isEditedByHand: false)
        }
        let committed = try committedBytes(at: ticket.path)
        try refuseOthersWork(bytes: bytes, committed: committed, ticket)
        let before = committed.flatMap {
            TicketReader(configuration: configuration).read(SourceText(path: ticket.path, bytes: $0)).ticket
        }
        return TicketDraft(
            before: before, original: bytes, document: document, configuration: configuration,
            isEditedByHand: committed != bytes)
    }

    private func readFile(of ticket: Ticket) throws(WorkspaceError) -> ReadFile {
        guard let bytes = try bytes(at: ticket.path) else {
            throw WorkspaceError(
                .refused, "ticket.vanished", "\(ticket.path) is gone", hint: "run the command again")
        }
        let result = TicketReader(configuration: configuration).read(SourceText(path: ticket.path, bytes: bytes))
        let id = try asking { () throws(GitError) in try GitRepository.blobID(of: bytes) }
        return ReadFile(bytes: bytes, result: result, id: id)
    }

    private func committedID(at path: RepositoryPath) throws(WorkspaceError) -> ObjectID? {
        guard let commit = head.commit else { return nil }
        return try asking { () throws(GitError) in
            guard states.byPath != nil else { return try workspace.repository.entry(at: path.bytes, in: commit)?.id }
            let folder = path.folder.bytes
            if let known = states.committed[folder] { return known[path.name] }
            let files = try workspace.repository.files(inTreeOf: commit, under: folder) { _ in false }
            let start = folder.isEmpty ? 0 : folder.count + 1
            let names = Dictionary(files.map { (Array($0.path[start...]), $0.id) }) { first, _ in first }
            states.committed[folder] = names
            return names[path.name]
        }
    }

    /// Looks at all files at once, and reads those of `tickets` on all cores: for operations that are about to open many.
    func lookAtAllFiles(opening tickets: [Ticket]) throws(WorkspaceError) {
        let (files, reader) = (workspace.files, TicketReader(configuration: configuration))
        let folders = Dictionary(grouping: tickets.map(\.path)) { $0.folder }.sorted { $0.key < $1.key }
        let pieces = folders.flatMap { folder in
            stride(from: 0, to: folder.value.count, by: 128).map { start in
                (folder: folder.key, paths: Array(folder.value[start..<min(start + 128, folder.value.count)]))
            }
        }
        let parts = ParallelWork.map(pieces, size: 1) { $0.map { Self.read($0.paths, in: $0.folder, files, reader) } }
        for part in parts.joined() { states.files.merge(part) { first, _ in first } }
        let entries = try asking { () throws(GitError) in try workspace.repository.status() }
        states.byPath = Dictionary(entries.map { ($0.path, $0) }) { first, _ in first }
    }

    /// Files that cannot be read are left to whoever opens them.
    private static func read(
        _ paths: [RepositoryPath], in folder: RepositoryPath, _ files: FolderFiles, _ reader: TicketReader
    ) -> [RepositoryPath: ReadFile] {
        guard let folder = files.folder(folder) else { return [:] }
        var result: [RepositoryPath: ReadFile] = [:]
        for path in paths {
            guard let bytes = try? folder.read(path.name, limit: 1 << 30).bytes,
                let id = try? GitRepository.blobID(of: bytes)
            else { continue }
            result[path] = ReadFile(bytes: bytes, result: reader.read(SourceText(path: path, bytes: bytes)), id: id)
        }
        return result
    }

    /// Whether a file that is as it was committed is so in the index, too. Less work than asking git for one file's state.
    private func isUntouched(_ path: RepositoryPath, _ id: ObjectID) throws(WorkspaceError) -> Bool {
        guard states.byPath == nil else { return false }
        return try asking { () throws(GitError) in try workspace.repository.isStaged(id, at: path.bytes) }
    }

    private func state(of path: RepositoryPath) throws(WorkspaceError) -> StatusEntry? {
        if let known = states.byPath { return known[path.bytes] }
        return try asking { () throws(GitError) in
            try workspace.repository.status(in: [path.bytes], where: { $0 == path.bytes }).first
        }
    }

    /// Hand edits and staged content in the ticket's own file go along only where the command says so.
    private func refuseOthersWork(
        bytes: [UInt8], committed: [UInt8]?, _ ticket: Ticket
    ) throws(WorkspaceError) {
        let state = try state(of: ticket.path)
        if state?.isConflicted == true {
            throw WorkspaceError(
                .refused, "ticket.conflicted", "\(ticket.path) has a merge conflict",
                hint: "tick resolve \(ticket.id) shows both sides")
        }
        // A file that git's filters make the same, CR LF or LF, has no state: it is not edited.
        let isEdited = committed == nil || (committed != bytes && state != nil)
        guard isEdited || state?.staged != nil, !options.takesEditsAlong else { return }
        throw WorkspaceError(
            .refused, "ticket.edited", "\(ticket.id) has edits that are not committed",
            hint: "tick commit commits them; --with-edits takes them along; git diff \(ticket.path) shows them",
            files: committed != bytes ? [PlannedFile(path: ticket.path, before: committed ?? [], after: bytes)] : [])
    }
}
