import TicketModel
import TicketText

/// A ticket's text as a conversation: who said what to whom and when, its Markdown rendered.
///
/// What is internal and what the requester reads differ in words and in the bar beside the text, not by colour alone:
///
///     → ivan replied  2026-11-21 10:15, 2 hours ago
///     │ Which paper tray?
///
///     ✎ ivan noted (internal)  2026-11-21 10:41, 1 hour ago
///     ┊ Third time this month, see HD-9x2m4c.
struct ConversationPage {
    let configuration: Configuration
    let now: Instant
    let palette: Palette
    let width: Int

    /// The description, under whose words they are.
    func descriptionLines(_ ticket: Ticket) -> [String] {
        guard let text = ticket.descriptionText, !text.isEmpty else { return [] }
        let head = ticket.requester.map { [heading("←", name($0) + " asked", ticket.created, .green)] } ?? []
        return [""] + head + body(text, bar: head.isEmpty ? "" : Self.bar(.wrote))
    }

    func entryLines(_ entry: Entry, in ticket: Ticket) -> [String] {
        let words = "\(name(entry.person ?? "somebody")) \(entry.verb.rawValue)"
        let (sign, note, style): (String, String, Style) =
            switch entry.verb {
            case .replied: ("→", "", .cyan)
            case .wrote: ("←", "", .green)
            case .noted: ("✎", " (internal)", .yellow)
            case .called: ("☎", "", .magenta)
            }
        return ["", heading(sign, words + note, entry.instant, style) + votes(on: entry, in: ticket)]
            + body(ticket.text(of: entry) ?? "", bar: Self.bar(entry.verb))
    }

    private static func bar(_ verb: EntryVerb) -> String {
        switch verb {
        case .replied: "│ "
        case .wrote: "┃ "
        case .noted: "┊ "
        case .called: "╎ "
        }
    }

    /// Who likes an entry, and who does not.
    func votes(on entry: Entry, in ticket: Ticket) -> String {
        [(FieldName.liked, "liked", Style.green), (.disliked, "disliked", .red)].map { field, word, style in
            let people = ticket.votes(field).filter { ticket.entry(of: $0)?.index == entry.index }.map {
                name($0.person)
            }
            return people.isEmpty ? "" : "  " + palette.apply(style, to: "\(word) by \(people.joined(separator: ", "))")
        }.joined()
    }

    /// Agents by the handles that commands take, requesters by the names on their cards.
    private func name(_ person: String) -> String {
        guard configuration.people?.person(person) == nil, let known = configuration.customerPerson(person)?.person,
            let name = known.name
        else { return PrintableText.make(person) }
        return PrintableText.make("\(name) <\(person)>")
    }

    private func heading(_ sign: String, _ words: String, _ instant: Instant?, _ style: Style) -> String {
        var time = instant.map { TimeText.local($0, in: configuration.zone) } ?? "not committed yet"
        if let age = instant.flatMap({ AgeText.make($0, now: now) }) { time += ", " + age }
        return palette.apply(style.and(.bold), to: "\(sign) \(words)") + palette.apply(.dim, to: "  \(time)")
    }

    private func body(_ text: String, bar: String) -> [String] {
        let lines = MarkdownPage(palette: palette).lines(text, width: min(width, 100) - bar.count)
        return lines.map { line in
            let end = line.isEmpty ? String(bar.prefix(1)) : bar
            return palette.apply(.dim, to: end) + line.rendered(palette)
        }
    }
}

/// How long ago something was, where that says more than the date: within two weeks.
enum AgeText {
    /// Returns `5 minutes ago`; nil for what is older than two weeks or still to come.
    static func make(_ instant: Instant, now: Instant) -> String? {
        let seconds = now.secondsSinceEpoch - instant.secondsSinceEpoch
        switch seconds {
        case 0..<60: return "just now"
        case 60..<3600: return counted(seconds / 60, "minute")
        case 3600..<86_400: return counted(seconds / 3600, "hour")
        case 86_400..<(14 * 86_400): return counted(seconds / 86_400, "day")
        default: return nil
        }
    }

    private static func counted(_ count: Int64, _ unit: String) -> String {
        "\(count) \(unit)\(count == 1 ? "" : "s") ago"
    }
}
