internal import GitStore
internal import TicketModel
internal import TicketText

// Ids that a push gives to a second file.

extension PushJudge {
    /// Refuses a new file whose id another file of the same commit has, as far as names of files tell: of two the first by path
    /// would be taken for the ticket.
    func secondFiles(
        _ steps: [CheckedStep], of commit: CommitRecord, _ rules: Configuration
    ) throws(WorkspaceError) -> [Diagnostic] {
        let reader = TicketReader(configuration: rules)
        var found: [Diagnostic] = []
        for step in steps where step.before == nil {
            let source = step.after.map { SourceText(path: step.path, bytes: $0) }
            guard let source, let ticket = reader.read(source).ticket else { continue }
            for path in try ticketFiles() where path != step.path && path.isNamed(after: ticket.id) {
                let other = try asking { () throws(GitError) in
                    try desk.repository.entry(at: path.bytes, in: commit.id).map { entry throws(GitError) in
                        reader.read(SourceText(path: path, bytes: try desk.repository.blob(entry.id))).ticket
                    } ?? nil
                }
                guard let other, other.id == ticket.id else { continue }
                found.append(
                    Diagnostic(
                        rule: "duplicate-id", message: "\(path) has the id \(ticket.id) already",
                        hint: "give the new ticket another id: tick renumber", location: ticket.location(of: .id),
                        ticket: ticket.id))
            }
        }
        return found
    }

    /// The tickets' files of the protected branch, listed once.
    private func ticketFiles() throws(WorkspaceError) -> [RepositoryPath] {
        if let known = knownFiles { return known }
        let files = try asking { () throws(GitError) in
            try tip.map { tip throws(GitError) in try desk.repository.files(inTreeOf: tip) } ?? []
        }
        let paths = files.map { RepositoryPath($0.path) }.filter { desk.isTicket($0) }
        knownFiles = paths
        return paths
    }
}

extension RepositoryPath {
    /// Whether the file's name begins with an id, in any case: `HD-7.md`, `hd-7-printer.md`.
    fileprivate func isNamed(after id: TicketID) -> Bool {
        let key = Array(id.key.utf8)
        guard name.count > key.count, [UInt8(ascii: "-"), UInt8(ascii: ".")].contains(name[key.count]) else {
            return false
        }
        return zip(name, key).allSatisfy { byte, wanted in
            (0x41...0x5A).contains(byte) ? byte | 0x20 == wanted : byte == wanted
        }
    }
}
