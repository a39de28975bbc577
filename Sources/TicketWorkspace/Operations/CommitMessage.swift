import TicketModel
import Workflow

/// The first lines of commits: `HD-k7qf3m: open → waiting`.
enum CommitMessage {
    /// Says in a line what happens to the tickets; several tickets are listed below it.
    static func describe(_ steps: [ChangePlan.TicketStep]) -> String {
        let lines = steps.compactMap(line)
        guard lines.count > 1 else { return lines.first ?? "tickets" }
        let changes = Set(steps.map { step in step.after.map { change(from: step.before, to: $0) } ?? "removed" })
        let common = changes.count == 1 ? ": " + (changes.first ?? "") : ""
        return printable("\(lines.count) tickets\(common)") + "\n\n" + lines.joined(separator: "\n")
    }

    /// A first line of its own, with what happens to each ticket below it.
    static func titled(_ title: String, _ steps: [ChangePlan.TicketStep]) -> String {
        printable(title) + "\n\n" + steps.compactMap(line).joined(separator: "\n")
    }

    private static func line(_ step: ChangePlan.TicketStep) -> String? {
        switch (step.before, step.after) {
        case (nil, let after?): printable("\(after.id): new: \(after.title)")
        case (let before?, nil): printable("\(before.id): removed")
        case (let before?, let after?): printable("\(after.id): \(change(from: before, to: after))")
        case (nil, nil): nil
        }
    }

    /// `open → waiting, ivan replied`, `priority high → urgent`, `tags +vpn`.
    private static func change(from before: Ticket?, to after: Ticket) -> String {
        guard let before else { return "new" }
        var parts: [String] = []
        if before.status != after.status { parts.append("\(before.status) → \(after.status)") }
        for field in Set(before.values.keys).union(after.values.keys).sorted() where field != .status {
            let (old, new) = (before.list(field), after.list(field))
            guard old != new else { continue }
            parts.append(
                OpinionWords.describe(field, from: before.value(field), to: after.value(field))
                    ?? describe(field, old, new))
        }
        for entry in EntryMatching(before: before, after: after).added {
            parts.append("\(entry.person ?? "somebody") \(entry.verb.rawValue)")
        }
        if before.path != after.path { parts.append("moved to \(PrintableText.make(utf8: after.path.bytes))") }
        if parts.isEmpty { parts.append("text") }
        return parts.joined(separator: ", ")
    }

    private static func describe(_ field: FieldName, _ old: [String], _ new: [String]) -> String {
        let (added, removed) = (new.filter { !old.contains($0) }, old.filter { !new.contains($0) })
        if new.isEmpty { return "no \(field)" }
        if new.count > 1 || old.count > 1 {
            return "\(field) " + (added.map { "+\($0)" } + removed.map { "-\($0)" }).joined(separator: " ")
        }
        return old.isEmpty ? "\(field) \(new[0])" : "\(field) \(old[0]) → \(new[0])"
    }

    /// Control characters would make a malformed commit.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }).prefix(
                400))
    }
}
