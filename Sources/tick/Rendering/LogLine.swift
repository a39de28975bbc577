import GitStore
import ServiceLevels
import TicketModel
import TicketWorkspace

/// A line of `log`: what a commit did to a ticket, or a commit that names it.
enum LogLine {
    case event(TicketEvent)
    case link(CommitLink, TicketID)

    /// The events of a ticket and the commits that name it, in time order; of one instant the event first.
    static func merged(_ events: [TicketEvent], _ links: [CommitLink], _ ticket: TicketID) -> [LogLine] {
        var lines: [LogLine] = []
        var rest = links[...]
        for event in events {
            while let link = rest.first, link.at < event.at { lines.append(.link(rest.removeFirst(), ticket)) }
            lines.append(.event(event))
        }
        return lines + rest.map { .link($0, ticket) }
    }

    var at: Instant {
        switch self {
        case .event(let event): event.at
        case .link(let link, _): link.at
        }
    }

    var ticket: TicketID {
        switch self {
        case .event(let event): event.ticket
        case .link(_, let ticket): ticket
        }
    }

    var commit: ObjectID {
        switch self {
        case .event(let event): event.commit
        case .link(let link, _): link.commit
        }
    }

    var authorName: String {
        switch self {
        case .event(let event): event.authorName
        case .link(let link, _): link.authorName
        }
    }

    var authorEmail: String {
        switch self {
        case .event(let event): event.authorEmail
        case .link(let link, _): link.authorEmail
        }
    }

    /// What happened, in words; of a commit that names the ticket its subject.
    var words: String {
        switch self {
        case .event(let event): Self.words(event)
        case .link(let link, _): "\(link.kind.name): \(link.subject ?? "")"
        }
    }

    var values: [String] {
        [at.formatted(), ticket.text, "\(authorName) <\(authorEmail)>", commit.hex, words]
    }

    private static func words(_ event: TicketEvent) -> String {
        let hasOwnChange = !(event.changes.isEmpty && event.addedEntries.isEmpty && event.removedEntries.isEmpty)
        if event.isMerge, event.kind == .changed, !hasOwnChange { return "merged" }
        return ChangeWords.describe(
            kind: event.kind, changes: event.changes, added: event.addedEntries, removed: event.removedEntries,
            author: event.authorName)
    }
}

extension LogLine {
    static func json(_ event: TicketEvent) -> JSONValue {
        [
            "at": .string(event.at.formatted()), "recordedAt": .string(event.recordedAt.formatted()),
            "commit": .string(event.commit.hex), "author": .string("\(event.authorName) <\(event.authorEmail)>"),
            "ticket": .string(event.ticket.text), "kind": .string(event.kind.rawValue),
            "path": .string(event.path.description), "moved": .optional(event.moved?.rawValue),
            "changes": .array(event.changes.map(ChangeWords.json)),
            "entries": .array(event.addedEntries.map(ChangeWords.json)), "how": nil, "subject": nil,
        ]
    }

    static func json(_ link: CommitLink, _ ticket: TicketID) -> JSONValue {
        [
            "at": .string(link.at.formatted()), "recordedAt": .string(link.recordedAt.formatted()),
            "commit": .string(link.commit.hex), "author": .string("\(link.authorName) <\(link.authorEmail)>"),
            "ticket": .string(ticket.text), "kind": "named", "path": nil, "moved": nil, "changes": .array([]),
            "entries": .array([]), "how": .string(link.kind.name), "subject": .optional(link.subject),
        ]
    }
}
