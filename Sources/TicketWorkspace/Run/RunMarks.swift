import GitStore
import TicketIndex
import TicketModel

/// What earlier runs did, as the trailers of their commits say:
///
///     Tick-Rule: escalate what is late
///     Tick-For: HD-k7qf3m sla first-reply 2026-11-21T07:03:00Z breached
///     Tick-For: HD-9x2m4c wrote 2026-11-21T07:10:00Z maria@acme.example
///     Tick-After: HD-9x2m4c 15535b380b93260703ba90d778744850b7b9891c
///
/// An occasion is named by what survives a rebase; the commit behind it only tells what came of what. A rule does its work once for each of these, wherever and whenever it runs; nothing is counted in files.
final class RunMarks {
    static let (ruleKey, occasionKey, causeKey) = ("Tick-Rule", "Tick-For", "Tick-After")

    private let workspace: Workspace
    /// Whose commits count, by their addresses; nil where there are no roles, and everybody's do.
    private let desks: Set<String>?
    private var known: [ObjectID: Marks] = [:]

    struct Marks {
        /// Nil where the commit is no work of the desk.
        var rule: String?
        /// What its work was done for, in the message's order.
        var occasions: [Occasion] = []
        /// The commits behind it, by the ticket.
        var causes: [TicketID: ObjectID] = [:]
        /// The same: a commit of a rule may be about thousands of tickets, and each is asked for.
        var known: Set<Occasion> = []
    }

    struct Occasion: Hashable {
        var ticket: TicketID
        var text: String
    }

    init(_ workspace: Workspace) {
        self.workspace = workspace
        let own = workspace.configuration.people?.people.filter { $0.roles.contains("desk") }.flatMap(\.emails) ?? []
        desks = own.isEmpty ? nil : Set(own.map { $0.lowercased() })
    }

    /// What a commit says; nothing for one that is not here, as in a shallow clone or after a rebase.
    func marks(in commit: ObjectID) throws(WorkspaceError) -> Marks {
        if let known = known[commit] { return known }
        var marks = Marks()
        if let record = try? workspace.repository.commit(commit),
            desks?.contains(record.author.email.lowercased()) ?? true
        {
            marks = Self.read(record.message)
        }
        known[commit] = marks
        return marks
    }

    static func read(_ message: [UInt8]) -> Marks {
        var marks = Marks()
        // Most commits have none: looking for the key costs less than finding the last paragraph.
        guard message.contains(Array(ruleKey.utf8)) else { return marks }
        for trailer in MessageTrailers(message[...]).trailers {
            let key = String(decoding: trailer.key, as: UTF8.self)
            let value = String(decoding: trailer.value, as: UTF8.self).trimmingBlanks
            if key == ruleKey { marks.rule = value }
            guard let blank = value.firstIndex(of: " "), let id = TicketID(value[..<blank]) else { continue }
            let text = String(value[value.index(after: blank)...])
            if key == occasionKey { marks.occasions.append(Occasion(ticket: id, text: text)) }
            if key == causeKey { marks.causes[id] = ObjectID(hex: text) }
        }
        marks.known = Set(marks.occasions)
        return marks
    }

    /// The commit in which a rule did its work on a ticket for an occasion, under any id that it had; nil where it has not.
    func commit(
        of rule: String, for occasion: String, in life: RunDesk.Life
    ) throws(WorkspaceError) -> ObjectID? {
        let names = life.names
        for event in life.events.reversed() where event.kind != .removed {
            let marks = try marks(in: event.commit)
            guard marks.rule == rule else { continue }
            if names.contains(where: { marks.known.contains(Occasion(ticket: $0, text: occasion)) }) {
                return event.commit
            }
        }
        return nil
    }

    /// The rules whose work on a ticket led to a commit: its own, that of the commit for whose sake it was made, and so on.
    func rules(behind commit: ObjectID, _ ticket: TicketID) throws(WorkspaceError) -> Set<String> {
        var (rules, next): (Set<String>, ObjectID?) = ([], commit)
        while let commit = next {
            let marks = try marks(in: commit)
            guard let rule = marks.rule, rules.insert(rule).inserted else { break }
            next = marks.causes[ticket]
        }
        return rules
    }
}

extension String {
    var trimmingBlanks: String {
        var part = self[...]
        while let first = part.unicodeScalars.first, first.value <= 0x20 { part.unicodeScalars.removeFirst() }
        while let last = part.unicodeScalars.last, last.value <= 0x20 { part.unicodeScalars.removeLast() }
        return String(part)
    }
}
