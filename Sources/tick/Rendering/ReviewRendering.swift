import GitStore
import ServiceLevels
import TicketModel
import TicketWorkspace

/// A review for the terminal, and as JSON.
struct ReviewRendering {
    let palette: Palette
    let zone: Zone

    func lines(_ review: Review) -> [String] {
        var lines = review.rules.map { "rules change: \(PrintableText.make(utf8: $0.bytes))" }
        lines += review.otherFindings.map { "  " + styled($0) }
        for ticket in review.tickets {
            let id = palette.apply(.bold, to: ticket.delta.ticket.text)
            lines.append("\(id)  \(PrintableText.make(ticket.ticket?.title ?? ""))")
            lines.append("  " + PrintableText.make(ReviewWords.change(ticket)))
            lines += ticket.findings.map { "  " + styled($0) }
            lines += ReviewWords.clocks(ticket, zone).map { "  " + $0 }
            if ticket.losesBySquashing {
                lines.append("  " + palette.apply(.yellow, to: "warning:") + " " + ReviewWords.squashing(ticket))
            }
        }
        return lines
    }

    private func styled(_ finding: Diagnostic) -> String {
        let style: Style = finding.severity == .error ? .red : .yellow
        return palette.apply(style, to: finding.severity.rawValue + ":") + " " + ReviewWords.finding(finding)
    }

    static func json(_ review: Review) -> JSONValue {
        [
            "schemaVersion": 1, "kind": "review", "base": .optional(review.base?.hex), "tip": .string(review.tip.hex),
            "commitCount": .integer(Int64(review.commitCount)), "tickets": .array(review.tickets.map(json)),
            "rules": .strings(review.rules.map(\.description)),
            "findings": .array(review.otherFindings.map(FindingOutput.json)),
        ]
    }

    private static func json(_ review: TicketReview) -> JSONValue {
        [
            "ticket": .string(review.delta.ticket.text), "kind": .string(review.delta.kind.rawValue),
            "title": .string(review.ticket?.title ?? ""), "path": .string(review.ticket?.path.description ?? ""),
            "changes": .array(review.delta.changes.map(ChangeWords.json)),
            "entries": .array(review.delta.addedEntries.map(ChangeWords.json)),
            "removedEntries": .array(review.delta.removedEntries.map(ChangeWords.json)),
            "findings": .array(review.findings.map(FindingOutput.json)),
            "clocks": .array(
                ReviewWords.differences(review).map { difference in
                    [
                        "target": .string(difference.target.rawValue),
                        "before": difference.before.map(ClockJSON.clock) ?? nil,
                        "after": difference.after.map(ClockJSON.clock) ?? nil,
                    ]
                }),
            "statusChanges": .array(
                review.statusChanges.map { change in
                    [
                        "commit": .string(change.commit.hex), "at": TicketJSON.instant(change.at),
                        "from": .optional(change.from.isEmpty ? nil : change.from),
                        "to": .optional(change.to.isEmpty ? nil : change.to),
                    ]
                }),
            "losesBySquashing": .bool(review.losesBySquashing),
        ]
    }
}

/// The words of a review, whatever it is written into.
enum ReviewWords {
    static func change(_ review: TicketReview) -> String {
        let delta = review.delta
        return ChangeWords.describe(
            kind: delta.kind, changes: delta.changes, added: delta.addedEntries, removed: delta.removedEntries)
    }

    static func finding(_ finding: Diagnostic) -> String {
        let place = finding.location.map { " \($0.path):\($0.lineNumber)" } ?? ""
        let commit = finding.commit.map { " (\($0)\(place))" } ?? place
        return PrintableText.make("\(finding.message) [\(finding.rule)]\(commit)")
    }

    static func differences(_ review: TicketReview) -> [ClockDifference] {
        guard let ticket = review.delta.after, let after = review.clocksAfter else { return [] }
        return ClockComparison(tickets: [ticket], now: { _ in review.clocksBefore }, then: { _ in after }).differences
    }

    static func clocks(_ review: TicketReview, _ zone: Zone) -> [String] {
        differences(review).map { difference in
            let (before, after) = (standing(difference.before, zone), standing(difference.after, zone))
            return "\(difference.target.rawValue): " + (before.map { "\($0) → " } ?? "") + (after ?? "no clock")
        }
    }

    private static func standing(_ clock: ServiceClock?, _ zone: Zone) -> String? {
        guard let clock else { return nil }
        return clock.state.rawValue + (clock.due.map { ", due \(TimeText.local($0, in: zone))" } ?? "")
    }

    static func squashing(_ review: TicketReview) -> String {
        let changes = review.statusChanges
        let way = ([changes.first?.from ?? ""] + changes.map(\.to)).map { $0.isEmpty ? "none" : $0 }
        return "squashed into one commit, \(changes.count) changes of status become one: "
            + PrintableText.make(way.joined(separator: " → "))
    }
}
