internal import GitStore
internal import TicketModel

extension Workspace {
    /// Returns links with the subjects of their commits, read from git.
    package func fillingSubjects(of links: [CommitLink]) throws(WorkspaceError) -> [CommitLink] {
        try asking { () throws(GitError) in
            var filled = links
            for index in filled.indices {
                filled[index].subject = Self.subject(of: try repository.commit(filled[index].commit).message)
            }
            return filled
        }
    }

    /// The first paragraph of a message in one line, as git's `%s` has it.
    static func subject(of message: [UInt8]) -> String {
        let lines = message.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { line in line.trimmed }
            .drop(while: \.isEmpty).prefix { !$0.isEmpty }
        return String(decoding: Array(lines.joined(separator: [0x20])), as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// Without white space at its end.
    fileprivate var trimmed: ArraySlice<UInt8> {
        var line = self
        while let last = line.last, [0x20, 0x09, 0x0D].contains(last) { line.removeLast() }
        return line
    }
}
