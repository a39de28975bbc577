package import TicketModel

package struct ConflictMarkersRule: CheckRule {
    package static let id = "conflict-markers"
    package static let summary = "No conflict of a merge is left in the file."
    package static let explanation = """
        Git writes both sides of a conflict into the file. Left there, one side is read as the other's text, and words of two
        people run into each other.

            <<<<<<< HEAD
            status: waiting
            =======
            status: open
            >>>>>>> theirs

        Keep what is right, remove the three lines of markers, then `git add`. `tick sync` merges by field and leaves no
        markers. Lines that only quote a conflict are left alone if they are indented.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        ticket.source.map { Self.findings(in: $0, ticket: ticket.id) } ?? []
    }

    /// Looks for markers in any file, be it a ticket or not: a conflict in the front matter leaves no ticket to read.
    ///
    /// A conflict is reported once, at its first marker. `=======` underlines a heading in Markdown and `>>>>>>>` quotes
    /// a mail for the seventh time, so neither counts on its own.
    package static func findings(in source: SourceText, ticket: TicketID? = nil) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for line in SourceLines(source.bytes) where isStart(source.bytes[line]) {
            found.append(
                Diagnostic(
                    rule: id, severity: defaultSeverity, message: "a merge conflict is left here",
                    hint: "keep what is right, remove the lines <<<<<<<, ======= and >>>>>>>, then git add the file",
                    location: source.location(of: SourceRange(line.lowerBound, line.upperBound)), ticket: ticket))
        }
        return found
    }

    private static func isStart(_ line: ArraySlice<UInt8>) -> Bool {
        let marker = line.prefix { $0 == UInt8(ascii: "<") }.count
        return marker == 7 && (line.count == 7 || line[line.startIndex + 7] == 0x20)
    }
}
