import TicketModel
import TicketWorkspace

/// A review as a comment on a pull request.
///
/// Everything that comes out of files stands in code spans: there neither HTML nor links nor emphasis mean anything
/// (CommonMark 0.31 § 6.1), and hosts look for no mentions, numbers of issues or commands.
struct ReviewMarkdown {
    let zone: Zone
    /// A comment may be some 65,000 characters long.
    private static let maximumTickets = 100
    private static let maximumScalars = 300

    func lines(_ review: Review) -> [String] {
        let errors = (review.otherFindings + review.tickets.flatMap(\.findings)).count { $0.severity == .error }
        var lines = ["### \(Self.summary(review, errors))", ""]
        lines += review.rules.map { "- **Rules change:** \(Self.code($0.description))" }
        lines += review.otherFindings.map { "- \(Self.finding($0))" }
        for ticket in review.tickets.prefix(Self.maximumTickets) { lines += ["", heading(ticket), ""] + items(ticket) }
        if review.tickets.count > Self.maximumTickets {
            lines += ["", "And \(review.tickets.count - Self.maximumTickets) more tickets."]
        }
        return lines
    }

    private static func summary(_ review: Review, _ errors: Int) -> String {
        let tickets = "\(review.tickets.count) \(review.tickets.count == 1 ? "ticket" : "tickets")"
        let commits = "\(review.commitCount) \(review.commitCount == 1 ? "commit" : "commits")"
        let broken = errors == 0 ? "no rule is broken" : "\(errors) \(errors == 1 ? "error" : "errors")"
        return "\(tickets) in \(commits), \(broken)"
    }

    private func heading(_ ticket: TicketReview) -> String {
        "**\(Self.code(ticket.delta.ticket.text))** \(Self.code(ticket.ticket?.title ?? ""))"
    }

    private func items(_ ticket: TicketReview) -> [String] {
        var items = ["- \(Self.code(ReviewWords.change(ticket)))"]
        items += ticket.findings.map { "- \(Self.finding($0))" }
        items += ReviewWords.clocks(ticket, zone).map { "- clock \(Self.code($0))" }
        if ticket.losesBySquashing { items.append("- **Do not squash:** \(Self.code(ReviewWords.squashing(ticket)))") }
        return items
    }

    private static func finding(_ finding: Diagnostic) -> String {
        "**\(finding.severity.rawValue)** \(code(ReviewWords.finding(finding)))"
    }

    /// Returns a code span that shows `text` on one line: fenced by one backtick more than it holds side by side, and
    /// with a blank on either side where it begins or ends with one.
    static func code(_ text: String) -> String {
        // Scalars, since a mark behind a backtick makes one character with it, and is none to Markdown.
        let printable = PrintableText.make(text).unicodeScalars
        var shown = Array(printable.prefix(maximumScalars))
        if shown.count < printable.count { shown.append("…") }
        guard shown.contains(where: { $0 != " " }) else { return "–" }
        var (longest, run) = (0, 0)
        for scalar in shown {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let ends = [shown.first, shown.last]
        let blank = ends.contains("`") || ends.contains(" ") ? " " : ""
        var span = String.UnicodeScalarView()
        span.append(contentsOf: shown)
        return fence + blank + String(span) + blank + fence
    }
}
