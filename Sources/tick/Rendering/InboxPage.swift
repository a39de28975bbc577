import GitStore
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// An inbox on the terminal: announcements, what changed by ticket with the command to act, clocks that run out.
///
///     2 changes since 2026-11-21 09:00
///
///     HD-k7qf3m  Printer jams  open
///       2026-11-21 10:40  requester wrote · maria@acme.example wrote, waiting → open (Olga Orlova)
///                         Tray 2.
///       tick reply HD-k7qf3m
struct InboxPage {
    let inbox: Inbox
    let view: DeskView
    let announcements: [Announcement]
    let clocks: [ClockRow]

    private var zone: Zone { view.configuration.zone }

    func lines(palette: Palette, width: Int) -> [String] {
        var lines: [String] = []
        for announcement in announcements {
            lines += AnnouncementLines(announcement, zone: zone).lines(palette: palette, width: width) + [""]
        }
        lines.append(heading)
        for group in groups { lines += [""] + self.lines(group, palette, width) }
        return lines + clockLines(palette, width)
    }

    private func clockLines(_ palette: Palette, _ width: Int) -> [String] {
        guard !clocks.isEmpty else { return [] }
        var table = Table([
            .init(title: "CLOCKS"), .init(title: "TARGET"), .init(title: "STATE"),
            .init(title: "TITLE", isFlexible: true, minimumWidth: 12), .init(title: "NEXT"),
        ])
        for row in clocks {
            let state = ClockText.state(row.state, remainingSeconds: row.remainingSeconds)
            table.append([
                StyledText(row.ticket.id.text, .bold), StyledText(row.name),
                StyledText(state, ClockText.style(row.state)),
                StyledText(row.ticket.title), StyledText(clockCommand(row), .dim),
            ])
        }
        return [""] + table.lines(width: width, palette: palette)
    }

    private var heading: String {
        let count = inbox.items.count
        let what = count == 0 ? "nothing new" : "\(count) \(count == 1 ? "change" : "changes")"
        switch inbox.beginning {
        case .mark(let instant), .instant(let instant): return "\(what) since \(TimeText.local(instant, in: zone))"
        case .firstTime(let instant):
            return "\(what) since \(TimeText.local(instant, in: zone)); all that ever was: tick inbox --all"
        case .everything: return what
        }
    }

    // MARK: By ticket

    private struct Group {
        var ticket: TicketID
        var items: [InboxItem]

        /// The strongest reason among all, which decides what to do.
        var reason: InboxReason { items.flatMap(\.reasons).min() ?? .noted }
    }

    /// The ticket that changed last comes last, next to the prompt.
    private var groups: [Group] {
        var groups: [Group] = []
        for item in inbox.items {
            if let index = groups.firstIndex(where: { $0.ticket == item.event.ticket }) {
                var group = groups.remove(at: index)
                group.items.append(item)
                groups.append(group)
            } else {
                groups.append(Group(ticket: item.event.ticket, items: [item]))
            }
        }
        return groups
    }

    private func lines(_ group: Group, _ palette: Palette, _ width: Int) -> [String] {
        let title = group.items.last?.title ?? ""
        let status = view.snapshot.ticket(group.ticket)?.status ?? "removed"
        var lines = [
            palette.apply(.bold, to: group.ticket.text) + "  " + PrintableText.make(title)
                + palette.apply(.dim, to: "  " + PrintableText.make(status))
        ]
        for item in group.items {
            let time = palette.apply(.dim, to: TimeText.local(item.event.at, in: zone))
            let reasons = palette.apply(.bold, to: PrintableText.make(item.reasonText))
            lines.append(
                "  \(time)  \(reasons) · \(PrintableText.make(item.words)) (\(PrintableText.make(item.event.authorName)))"
            )
            for entry in item.entries {
                guard let text = Self.firstLine(entry.text ?? "", item.reasons) else { continue }
                lines.append(String(repeating: " ", count: 20) + TerminalWidth.truncated(text, to: max(20, width - 20)))
            }
        }
        return lines + ["  " + palette.apply(.dim, to: Self.command(group.reason, group.ticket))]
    }

    /// The first line that says something, or has the mention.
    private static func firstLine(_ text: String, _ reasons: [InboxReason]) -> String? {
        let lines = text.split(whereSeparator: \.isNewline).lazy.map { PrintableText.make(String($0)) }
        let mention = reasons.contains(.mentioned) ? lines.first { $0.contains("@") } : nil
        return mention ?? lines.first { $0.contains { $0.isLetter || $0.isNumber } }
    }

    private static func command(_ reason: InboxReason, _ ticket: TicketID) -> String {
        switch reason {
        case .wrote, .called: "tick reply \(ticket)"
        case .removed: "tick log \(ticket)"
        default: "tick show \(ticket)"
        }
    }

    private func clockWords(_ row: ClockRow) -> String {
        let due = row.due.map { ", due \(TimeText.local($0, in: zone))" } ?? ""
        return "\(row.name) \(ClockText.state(row.state, remainingSeconds: row.remainingSeconds))\(due)"
    }

    private func clockCommand(_ row: ClockRow) -> String {
        row.name == "first-reply" || row.name == "next-reply"
            ? "tick reply \(row.ticket.id)" : "tick sla explain \(row.ticket.id)"
    }
}

// MARK: - For programs

extension InboxPage {
    static let columns = ["at", "ticket", "reasons", "who", "what", "commit", "command"]

    /// Changes, then clocks, which happen now.
    var rows: [[String]] {
        inbox.items.map { item in
            [
                item.event.at.formatted(), item.event.ticket.text, item.reasons.map(\.name).joined(separator: ","),
                "\(item.event.authorName) <\(item.event.authorEmail)>", item.words, item.event.commit.hex,
                Self.command(item.reasons[0], item.event.ticket),
            ]
        }
            + clocks.map { row in
                [
                    view.now.formatted(), row.ticket.id.text, row.state.rawValue, "", clockWords(row), "",
                    clockCommand(row),
                ]
            }
    }

    var json: JSONValue {
        let since: JSONValue =
            switch inbox.beginning {
            case .mark(let instant), .instant(let instant), .firstTime(let instant): .string(instant.formatted())
            case .everything: nil
            }
        return [
            "schemaVersion": 1, "kind": "inbox", "person": .string(inbox.person), "since": since,
            "items": .array(inbox.items.map(json)), "clocks": .array(clocks.map(json)),
            "announcements": .array(announcements.map(json)),
        ]
    }

    /// One value a line, each with `item`: `announcement`, `change` or `clock`.
    var records: [JSONValue] {
        func marked(_ value: JSONValue, _ item: String) -> JSONValue {
            guard case .object(let members) = value else { return value }
            return .object([("item", .string(item))] + members)
        }
        return announcements.map { marked(json($0), "announcement") }
            + inbox.items.map { marked(json($0), "change") } + clocks.map { marked(json($0), "clock") }
    }

    private func json(_ item: InboxItem) -> JSONValue {
        guard case .object(let event) = LogLine.json(item.event) else { return nil }
        let fields = item.reasons.compactMap { reason -> JSONValue? in
            if case .named(let field) = reason { .string(field.rawValue) } else { nil }
        }
        let kept: Set<String> = ["at", "recordedAt", "commit", "author", "ticket", "changes"]
        return .object(
            event.filter { kept.contains($0.0) } + [
                ("title", .string(item.title)), ("reasons", .array(item.reasons.map { .string($0.name) })),
                ("fields", .array(fields)), ("entries", .array(item.entries.map(Self.json))),
                ("command", .string(Self.command(item.reasons[0], item.event.ticket))),
            ])
    }

    private static func json(_ entry: RecordedEntry) -> JSONValue {
        var entry = entry
        entry.text = entry.text ?? ""
        return ChangeWords.json(entry)
    }

    private func json(_ row: ClockRow) -> JSONValue {
        [
            "ticket": .string(row.ticket.id.text), "title": .string(row.ticket.title), "target": .string(row.name),
            "state": .string(row.state.rawValue), "due": TicketJSON.instant(row.due),
            "remainingSeconds": row.remainingSeconds.map { .integer($0) } ?? nil,
            "command": .string(clockCommand(row)),
        ]
    }

    private func json(_ announcement: Announcement) -> JSONValue {
        [
            "path": .string(announcement.path.description), "title": .string(announcement.title),
            "from": TicketJSON.instant(announcement.from), "until": TicketJSON.instant(announcement.until),
            "for": .array(announcement.roles.map { .string($0) }), "text": .string(announcement.text),
        ]
    }
}

extension InboxItem {
    /// What the change did, in words.
    var words: String {
        ChangeWords.describe(
            kind: event.kind, changes: event.changes, added: event.addedEntries, removed: event.removedEntries,
            author: event.authorName)
    }

    /// Why it is there, in words.
    var reasonText: String { reasons.map(\.words).joined(separator: ", ") }
}

extension InboxReason {
    fileprivate var words: String {
        switch self {
        case .assigned: "given to you"
        case .mentioned: "mentions you"
        case .wrote: "the requester wrote"
        case .called: "a call"
        case .named(let field): "\(field): you"
        case .approved: "approved"
        case .moved: "moved"
        case .replied: "a reply"
        case .noted: "a note"
        case .unassigned: "taken from you"
        case .removed: "removed"
        }
    }
}

/// An announcement: its title in a line, its text below.
struct AnnouncementLines {
    private let announcement: Announcement
    private let zone: Zone

    init(_ announcement: Announcement, zone: Zone) {
        self.announcement = announcement
        self.zone = zone
    }

    /// `! No VPN tonight (until 2026-11-22 23:59)`.
    var title: String {
        let end = announcement.until.map { " (until \(TimeText.local($0, in: zone)))" } ?? ""
        return "! " + PrintableText.make(announcement.title) + end
    }

    func lines(palette: Palette, width: Int) -> [String] {
        let text = MarkdownPage(palette: palette).lines(announcement.text, width: min(width, 100) - 2)
        return [palette.apply(.bold, to: title)] + text.map { $0.isEmpty ? "" : "  " + $0.rendered(palette) }
    }
}
