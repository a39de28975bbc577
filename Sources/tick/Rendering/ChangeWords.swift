import TicketModel
import TicketWorkspace

/// Changes of a ticket in words: `open → waiting, assignee ivan → olga, ivan replied`.
enum ChangeWords {
    static func describe(
        kind: TicketEvent.Kind, changes: [TicketEvent.FieldChange], added: [RecordedEntry], removed: [RecordedEntry],
        author: String = "somebody"
    ) -> String {
        switch kind {
        case .created: return "filed" + (added.isEmpty ? "" : ", " + entries(added, author))
        case .removed: return "removed"
        case .changed: break
        }
        var parts = changes.map(field)
        if !added.isEmpty { parts.append(entries(added, author)) }
        if !removed.isEmpty { parts.append("took out \(removed.count) \(removed.count == 1 ? "entry" : "entries")") }
        return parts.isEmpty ? "text edited" : parts.joined(separator: ", ")
    }

    private static func entries(_ entries: [RecordedEntry], _ author: String) -> String {
        entries.map { "\($0.person ?? author) \($0.verb.rawValue)" }.joined(separator: ", ")
    }

    private static func field(_ change: TicketEvent.FieldChange) -> String {
        if let words = OpinionWords.describe(change.field, from: change.from, to: change.to) { return words }
        let (from, to) = (change.from?.texts ?? [], change.to?.texts ?? [])
        if change.field == .status, let old = from.first, let new = to.first { return "\(old) → \(new)" }
        if to.isEmpty { return "no \(change.field)" }
        if from.count > 1 || to.count > 1 {
            let added = to.filter { !from.contains($0) }.map { "+\($0)" }
            let removed = from.filter { !to.contains($0) }.map { "-\($0)" }
            return "\(change.field) " + (added + removed).joined(separator: " ")
        }
        return from.isEmpty ? "\(change.field) \(to[0])" : "\(change.field) \(from[0]) → \(to[0])"
    }

    static func json(_ change: TicketEvent.FieldChange) -> JSONValue {
        [
            "field": .string(change.field.rawValue), "from": change.from.map(TicketJSON.untyped) ?? nil,
            "to": change.to.map(TicketJSON.untyped) ?? nil,
        ]
    }

    static func json(_ entry: RecordedEntry) -> JSONValue {
        [
            "at": TicketJSON.instant(entry.instant), "person": .optional(entry.person),
            "verb": .string(entry.verb.rawValue), "text": .optional(entry.text),
        ]
    }
}
