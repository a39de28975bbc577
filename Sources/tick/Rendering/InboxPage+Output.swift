import GitStore
import ServiceLevels
import TicketModel
import TicketWorkspace

/// What programs read of an inbox.
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
            "items": .array(changes), "clocks": .array(clocks.map(json)),
            "announcements": .array(announcements.map(json)),
        ]
    }

    var changes: [JSONValue] { inbox.items.map(json) }

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
