import GitStore
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// A ticket as a page for the terminal.
struct TicketPage {
    let view: DeskView
    let ticket: Ticket
    /// The last commits that name the ticket, oldest first, with their subjects.
    let commits: [CommitLink]
    let olderCommitCount: Int
    let palette: Palette
    let width: Int
    /// Whether Markdown is rendered; else the text stands there as it is written.
    var isRendered = false

    static let shownCommits = 8

    private var configuration: Configuration { view.configuration }

    func lines() -> [String] {
        var lines = [
            palette.apply(.bold, to: ticket.id.text) + "  " + palette.apply(.bold, to: PrintableText.make(ticket.title))
        ]
        lines += fieldLines() + clockLines()
        lines += isRendered ? renderedConversation() : plainConversation()
        lines += section("Links", RelationLines(view: view, ticket: ticket).lines())
        lines += section("Also from \(ticket.requester ?? "")", otherTickets())
        lines += section("Commits", commitLines()) + section("History", historyLines())
        return lines
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", palette.apply(.underlined, to: PrintableText.make(title))] + lines
    }

    // MARK: Fields

    private func fieldLines() -> [String] {
        let hidden: Set<FieldName> = Set([.id, .title, .liked, .disliked] + FieldName.links)
        let known = configuration.knownFields.filter { ticket.value($0) != nil }
        let unknown = ticket.values.keys.filter { !configuration.knownFields.contains($0) }.sorted()
        var lines: [String] = []
        for field in known + unknown where !hidden.contains(field) && ticket.has(field) {
            lines.append("  " + palette.apply(.dim, to: label(field)) + PrintableText.make(value(field)))
        }
        if view.isUncommitted(ticket) {
            lines.append("  " + palette.apply(.yellow, to: "* edited by hand, not committed yet: tick commit"))
        }
        lines.append("  " + palette.apply(.dim, to: "file".padded(14)) + PrintableText.make(utf8: ticket.path.bytes))
        return lines
    }

    private func label(_ field: FieldName) -> String {
        PrintableText.make(configuration.customField(field)?.title ?? field.rawValue).padded(14)
    }

    private func value(_ field: FieldName) -> String {
        if let instant = ticket.instant(field) { return TimeText.local(instant, in: configuration.zone) }
        if case .mapping(let items) = ticket.value(field) {
            return items.map { "\($0.key) \($0.value.texts.joined(separator: " "))" }.joined(separator: ", ")
        }
        let text = ticket.list(field).joined(separator: ", ")
        if field == .status { return "\(text) (\(configuration.workflow.phase(of: text).rawValue))" }
        if field == .requester { return RequesterText.describe(text, ticket, configuration) }
        return text
    }

    // MARK: Clocks

    private func clockLines() -> [String] {
        guard let clocks = view.standing(of: ticket)?.clocks else { return [] }
        let rows = ClockRow.rows(of: ticket, in: view, activeOnly: false)
        guard !rows.isEmpty else { return [] }
        let lines = rows.map { row in
            let due = row.due.map { ", due \(TimeText.local($0, in: configuration.zone))" } ?? ""
            let words = ClockText.state(row.state, remainingSeconds: row.remainingSeconds)
            return "  " + palette.apply(.dim, to: row.name.padded(14))
                + palette.apply(ClockText.style(row.state), to: words) + due
        }
        let policy = clocks.policyName.map { " (\($0))" } ?? ""
        return ["", palette.apply(.underlined, to: "Clocks\(PrintableText.make(policy))")] + lines
    }

    // MARK: Conversation

    private func renderedConversation() -> [String] {
        let page = conversation
        return page.descriptionLines(ticket) + ticket.entries.flatMap { page.entryLines($0, in: ticket) }
    }

    private var conversation: ConversationPage {
        ConversationPage(configuration: configuration, now: view.now, palette: palette, width: width)
    }

    private func plainConversation() -> [String] {
        var lines: [String] = []
        if let text = ticket.descriptionText, !text.isEmpty { lines += [""] + textLines(text) }
        for entry in ticket.entries { lines += entryLines(entry) }
        return lines
    }

    private func textLines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            TextWrap.wrap(PrintableText.make(String(line), .lineWithTabs), width: min(width, 100))
        }
    }

    private func entryLines(_ entry: Entry) -> [String] {
        let time = entry.instant.map { TimeText.local($0, in: configuration.zone) } ?? "not committed yet"
        let style: Style = entry.verb == .noted ? .yellow : entry.verb == .wrote ? .green : .cyan
        let head = "\(PrintableText.make(entry.person ?? "somebody")) \(entry.verb.rawValue)"
        let votes = conversation.votes(on: entry, in: ticket)
        return ["", palette.apply(style.and(.bold), to: "— \(head)") + palette.apply(.dim, to: "  \(time)") + votes]
            + textLines(ticket.text(of: entry) ?? "").map { $0.isEmpty ? "" : "  " + $0 }
    }

    // MARK: Around the ticket

    private func line(ofTicket text: String) -> String {
        guard let id = TicketID(text), let other = view.snapshot.ticket(id) else {
            return PrintableText.make("\(text) (no such ticket)")
        }
        return PrintableText.make("\(other.id)  \(other.status)  \(other.title)")
    }

    private func otherTickets() -> [String] {
        guard let requester = ticket.requester else { return [] }
        let newest = view.snapshot.others(ofRequesterOf: ticket)
        var lines = newest.prefix(5).map { "  " + line(ofTicket: $0.id.text) }
        if newest.count > 5 {
            lines.append("  … and \(newest.count - 5) more: tick list requester:\(PrintableText.make(requester))")
        }
        return lines
    }

    private func commitLines() -> [String] {
        let older = olderCommitCount > 0 ? ["  … and \(olderCommitCount) before: tick log \(ticket.id)"] : []
        return older
            + commits.map { link in
                let time = palette.apply(.dim, to: TimeText.local(link.at, in: configuration.zone))
                let words = PrintableText.make("\(link.authorName): \(link.subject ?? "") (\(link.kind.name))")
                return "  \(time)  \(words)  \(palette.apply(.dim, to: link.commit.shortHex))"
            }
    }

    private func historyLines() -> [String] {
        guard let events = view.clocks?.events(of: ticket.id) else { return [] }
        return events.suffix(8).map { event in
            let time = palette.apply(.dim, to: TimeText.local(event.at, in: configuration.zone))
            return
                "  \(time)  \(PrintableText.make(EventText.describe(event)))  \(palette.apply(.dim, to: event.commit.shortHex))"
        }
    }
}

/// What a commit did to a ticket, in a line.
enum EventText {
    static func describe(_ event: TicketEvent) -> String {
        let author = event.authorName
        switch event.kind {
        case .created: return "\(author) filed it"
        case .removed: return "\(author) removed it"
        case .changed: break
        }
        var parts: [String] = event.changes.map { change in
            if let words = OpinionWords.describe(change.field, from: change.from, to: change.to) { return words }
            let (from, to) = (
                change.from?.texts.joined(separator: ", ") ?? "", change.to?.texts.joined(separator: ", ") ?? ""
            )
            if change.field == .status { return "\(from) → \(to)" }
            if to.isEmpty { return "no \(change.field)" }
            return from.isEmpty ? "\(change.field) \(to)" : "\(change.field) \(from) → \(to)"
        }
        parts += event.addedEntries.map { "\($0.person ?? author) \($0.verb.rawValue)" }
        if parts.isEmpty { parts.append("text") }
        return "\(author): " + parts.joined(separator: ", ")
    }
}

extension String {
    /// The text with spaces behind it, at least one, up to `columns`.
    func padded(_ columns: Int) -> String {
        self + String(repeating: " ", count: max(1, columns - TerminalWidth.columns(self)))
    }
}

/// Breaks lines between words.
enum TextWrap {
    static func wrap(_ line: String, width: Int) -> [String] {
        guard TerminalWidth.columns(line) > width else { return [line] }
        var lines: [String] = []
        var current = ""
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            let candidate = current.isEmpty ? String(word) : current + " " + word
            if TerminalWidth.columns(candidate) > width, !current.isEmpty {
                lines.append(current)
                current = String(word)
            } else {
                current = candidate
            }
        }
        return lines + [current]
    }
}
