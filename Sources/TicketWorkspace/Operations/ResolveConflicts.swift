internal import GitStore
internal import TicketIndex
package import TicketModel
import TicketText

/// A ticket's file in which a merge left conflicts.
package struct ConflictedTicket: Sendable {
    package var path: RepositoryPath
    /// Nil where neither side can be read.
    package var id: TicketID?
    package var bytes: [UInt8]
    /// What stands between markers, in the file's order; none where git marks the file and no markers are left.
    package var conflicts: [Conflict]

    package struct Conflict: Sendable {
        /// The keys of the fields between the markers; empty in the text.
        package var keys: [String]
        package var ours: String
        package var theirs: String
        package var lineNumber: Int
    }
}

/// How conflicts are to be settled.
package struct ConflictChoice: Sendable {
    package enum Side: Sendable { case ours, theirs }

    /// For all that `assignments` do not name; nil leaves those as they are.
    package var side: Side?
    package var assignments: [Assignment]

    package init(side: Side? = nil, assignments: [Assignment] = []) {
        self.side = side
        self.assignments = assignments
    }
}

extension Workspace {
    /// Returns the tickets with conflicts: those that git marks, and those with markers in them.
    package func conflictedTickets() throws(WorkspaceError) -> [ConflictedTicket] {
        let marked = try asking { () throws(GitError) in try repository.status() }
            .filter(\.isConflicted).map { RepositoryPath($0.path) }
        let marks = Set(marked)
        return TicketFiles.find(in: files, globs: configuration.ticketGlobs).paths.compactMap { path in
            guard let bytes = try? files.bytes(of: path, limit: configuration.fileSizeLimit),
                marks.contains(path) || !ConflictBlock.all(in: bytes).isEmpty
            else { return nil }
            return conflicted(path, bytes)
        }
    }

    private func conflicted(_ path: RepositoryPath, _ bytes: [UInt8]) -> ConflictedTicket {
        let source = SourceText(path: path, bytes: bytes)
        let fieldsEnd = settled(bytes, .ours).flatMap { try? TicketDocument(SourceText(path: path, bytes: $0)) }
        var shift = 0
        let conflicts = ConflictBlock.all(in: bytes).map { block in
            let isField = fieldsEnd.map { block.range.start - shift < $0.frontMatterRange.end } ?? true
            shift += block.range.count - block.ours.count
            return ConflictedTicket.Conflict(
                keys: isField ? block.keys(in: bytes) : [], ours: source.string(block.ours),
                theirs: source.string(block.theirs), lineNumber: source.location(of: block.startLine).lineNumber)
        }
        return ConflictedTicket(path: path, id: id(of: path, bytes), bytes: bytes, conflicts: conflicts)
    }

    private func settled(_ bytes: [UInt8], _ side: ConflictChoice.Side) -> [UInt8]? {
        ConflictBlock.replacingAll(in: bytes) { Array(bytes[(side == .ours ? $0.ours : $0.theirs).indices]) }
    }

    private func id(of path: RepositoryPath, _ bytes: [UInt8]) -> TicketID? {
        let reader = TicketReader(configuration: configuration, readsConversation: false)
        for side in [ConflictChoice.Side.ours, .theirs] {
            if let bytes = settled(bytes, side),
                let ticket = reader.read(SourceText(path: path, bytes: bytes)).ticket
            {
                return ticket.id
            }
        }
        return nil
    }

    /// Settles conflicts of a ticket on disk. Where none is left, git is told (`git add`).
    ///
    /// - Returns: the ticket as it is now, with the conflicts that are left.
    /// - Throws: where a value is none of the field, the result would be no ticket, or the file changed meanwhile.
    package func resolve(
        _ ticket: ConflictedTicket, _ choice: ConflictChoice
    ) throws(WorkspaceError) -> ConflictedTicket {
        var bytes = try assigned(ticket, choice)
        if let side = choice.side { bytes = settled(bytes, side) ?? bytes }
        let left = conflicted(ticket.path, bytes)
        if left.conflicts.isEmpty {
            let read = TicketReader(configuration: configuration).read(SourceText(path: ticket.path, bytes: bytes))
            guard read.ticket != nil else { throw .refused(read.diagnostics) }
        }
        if bytes != ticket.bytes {
            do {
                try files.replace(ticket.path, expecting: ticket.bytes, with: bytes)
            } catch {
                throw WorkspaceError(
                    .refused, "file.unwritable", "\(ticket.path) cannot be written: \(error.message)",
                    hint: "run the command again")
            }
        }
        if left.conflicts.isEmpty { try tellGit(ticket.path) }
        return left
    }

    /// Writes the values of `FIELD=VALUE` in the place of the conflicts of those fields.
    private func assigned(_ ticket: ConflictedTicket, _ choice: ConflictChoice) throws(WorkspaceError) -> [UInt8] {
        guard !choice.assignments.isEmpty else { return ticket.bytes }
        let resolver = AssignmentResolver(
            configuration: configuration, actor: nil, now: now, ticket: { _ in .absent(nearest: []) })
        var bytes = ticket.bytes
        for edit in try resolver.edits(choice.assignments) {
            let key = configuration.fileName(of: edit.field)
            guard let ours = settled(bytes, .ours), let document = try? document(ticket.path, ours) else {
                throw WorkspaceError(
                    .refused, "resolve.unreadable", "ours of \(ticket.path) is no ticket",
                    hint: "--theirs, or an editor")
            }
            let style = FieldStyle(edit.field, configuration: configuration)
            guard let edited = try? document.applying(edit, style: style) else {
                throw WorkspaceError(
                    .refused, "resolve.field", "\(key) cannot be written here", hint: "--ours or --theirs, or an editor"
                )
            }
            let lines = edited.lines(ofField: key)
            guard let block = ConflictBlock.all(in: bytes).first(where: { $0.keys(in: bytes) == [key] }) else {
                throw WorkspaceError(
                    .refused, "resolve.field", "no conflict of \(ticket.path) is one of \(key) alone",
                    hint: "--ours or --theirs settles all; tick resolve \(ticket.id?.text ?? "") shows them")
            }
            bytes = ConflictBlock.replacingAll(in: bytes) { $0.range == block.range ? lines : nil }
        }
        return bytes
    }

    private func document(_ path: RepositoryPath, _ bytes: [UInt8]) throws(DocumentError) -> TicketDocument {
        try TicketDocument(SourceText(path: path, bytes: bytes))
    }

    private func tellGit(_ path: RepositoryPath) throws(WorkspaceError) {
        let answer = Program.run(
            "git", ["--literal-pathspecs", "add", "--", path.description], in: root,
            environment: surroundings.environment)
        if case .success(let output) = answer, output.code == 0 { return }
        var reason = "git could not be started"
        if case .success(let output) = answer { reason = output.standardError }
        throw WorkspaceError(
            .refused, "git.add", "\(path) is mended, but git add failed: \(reason)", hint: "git add \(path)")
    }
}
