package import TicketModel

package struct TitleRule: CheckRule {
    package static let id = "title"
    package static let summary = "A ticket has a title of one line."
    package static let explanation = """
        Lists, messages and file names show the title. Without one a ticket can only be told by its id; one of several
        lines breaks every table.

            title: Printer on floor 3 jams

        Write the title on one line and move the rest below the front matter. More than 500 characters are a warning.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    private static let lengthLimit = 500

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        if ticket.isUnreadable(.title) { return [] }
        let name = context.configuration.fileName(of: .title)
        let lines = ticket.title.split(whereSeparator: \.isNewline)
        if lines.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
            return [finding(ticket, at: .title, "the ticket has no title", hint: "write \(name): WHAT IT IS ABOUT")]
        }
        if lines.count > 1 {
            let hint = "keep the first line and move the rest below the front matter"
            return [finding(ticket, at: .title, "the title has \(lines.count) lines", hint: hint)]
        }
        guard ticket.title.count > Self.lengthLimit else { return [] }
        let message = "the title has \(ticket.title.count) characters"
        let hint = "say it in a few words and move the rest below the front matter"
        return [finding(ticket, at: .title, message, hint: hint, severity: .warning)]
    }
}
