package import TicketModel

package struct ConflictMarkersRule: CheckRule {
    package static let id = ConflictDiagnostics.rule
    package static let summary = "No conflict of a merge is left in the file."
    package static let explanation = """
        A merge writes both sides of a conflict into the file. Left there, one side is read as the other's text, and words of
        two people run into each other. Where tick's merge driver is set up (`tick setup`), the markers stand around the one
        field or the lines that both sides changed.

            <<<<<<< ours
            status: waiting
            =======
            status: open
            >>>>>>> theirs

        `tick resolve HD-k7qf3m --theirs`, or `status=open`, writes what is right and tells git; by hand, keep what is right,
        remove the lines of markers, then `git add`. Lines that only quote a conflict are left alone if they are indented.
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
        ConflictDiagnostics.all(in: source, ticket: ticket)
    }
}
