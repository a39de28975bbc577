import GitStore
import TicketIndex
import TicketModel

/// What earlier runs did, as the trailers of their commits say:
///
///     Tick-Rule: escalate what is late
///     Tick-For: HD-k7qf3m sla first-reply 2026-11-21T07:03:00Z breached
///     Tick-For: HD-9x2m4c sla first-reply 2026-11-21T07:10:00Z breached
///
/// A rule does its work once for each of these, wherever and whenever it runs; nothing is counted in files.
final class RunMarks {
    static let (ruleKey, occasionKey) = ("Tick-Rule", "Tick-For")

    private let workspace: Workspace
    private var known: [ObjectID: Marks] = [:]

    struct Marks {
        /// Nil where the commit is no work of the desk.
        var rule: String?
        /// What its work was done for, in the message's order.
        var occasions: [Occasion] = []
        /// The same: a commit of a rule may be about thousands of tickets, and each is asked for.
        var known: Set<Occasion> = []
    }

    struct Occasion: Hashable {
        var ticket: TicketID
        var text: String
    }

    init(_ workspace: Workspace) { self.workspace = workspace }

    func marks(in commit: ObjectID) throws(WorkspaceError) -> Marks {
        if let known = known[commit] { return known }
        let message = try asking { () throws(GitError) in try workspace.repository.commit(commit).message }
        let marks = Self.read(message)
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
            guard key == occasionKey, let blank = value.firstIndex(of: " "), let id = TicketID(value[..<blank]) else {
                continue
            }
            marks.occasions.append(Occasion(ticket: id, text: String(value[value.index(after: blank)...])))
        }
        marks.known = Set(marks.occasions)
        return marks
    }

    /// The commit in which a rule did its work on a ticket for an occasion; nil where it has not.
    ///
    /// - Parameter events: the ticket's, in time order.
    func commit(of rule: String, for occasion: String, in events: [TicketEvent]) throws(WorkspaceError) -> ObjectID? {
        for event in events.reversed() where event.kind != .removed {
            let marks = try marks(in: event.commit)
            guard marks.rule == rule else { continue }
            if marks.known.contains(Occasion(ticket: event.ticket, text: occasion)) { return event.commit }
        }
        return nil
    }

    /// The rules whose work on a ticket led to a commit: its own, that of the commit for whose sake it was made, and so on.
    func rules(behind commit: ObjectID, _ ticket: TicketID) throws(WorkspaceError) -> Set<String> {
        var (rules, next): (Set<String>, ObjectID?) = ([], commit)
        while let commit = next {
            let marks = try marks(in: commit)
            guard let rule = marks.rule, rules.insert(rule).inserted else { break }
            next = marks.occasions.lazy.filter { $0.ticket == ticket }.compactMap { Self.commit(named: $0.text) }.first
        }
        return rules
    }

    /// The commit of an occasion such as `commit 15535b380b93260703ba90d778744850b7b9891c`; nil for any other.
    static func commit(named occasion: String) -> ObjectID? {
        occasion.hasPrefix("commit ") ? ObjectID(hex: String(occasion.dropFirst(7))) : nil
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
