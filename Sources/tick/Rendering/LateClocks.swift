import ServiceLevels
import TicketModel
import TicketWorkspace

/// The clocks of a report that were missed or broke, one by one.
struct LateClocks {
    let clocks: [LateClock]
    let zone: Zone

    static let columns = ["ticket", "target", "policy", "agent", "outcome", "at", "due", "lateSeconds", "title"]

    var values: [[String]] {
        clocks.map { clock in
            [
                clock.ticket.text, clock.target.rawValue, clock.policyName, clock.agent ?? "", outcome(clock),
                clock.at.formatted(), clock.due?.formatted() ?? "", ReportText.optional(clock.lateSeconds), clock.title,
            ]
        }
    }

    var json: JSONValue { .array(rows) }

    var rows: [JSONValue] {
        clocks.map { clock in
            [
                "ticket": .string(clock.ticket.text), "title": .string(clock.title),
                "target": .string(clock.target.rawValue), "policy": .string(clock.policyName),
                "agent": .optional(clock.agent), "outcome": .string(outcome(clock)), "at": TicketJSON.instant(clock.at),
                "due": TicketJSON.instant(clock.due), "lateSeconds": .optional(clock.lateSeconds),
            ]
        }
    }

    var table: Table {
        var table = Table([
            .init(title: "TICKET"), .init(title: "TARGET"), .init(title: "POLICY"), .init(title: "AGENT"),
            .init(title: "OUTCOME"), .init(title: "AT"), .init(title: "LATE", alignment: .right),
            .init(title: "TITLE", isFlexible: true),
        ])
        for clock in clocks {
            table.append([
                StyledText(clock.ticket.text, .bold), StyledText(clock.target.rawValue),
                StyledText(PrintableText.make(clock.policyName)),
                StyledText(PrintableText.make(clock.agent ?? "nobody")),
                StyledText(outcome(clock), .red), StyledText(TimeText.local(clock.at, in: zone)),
                ReportText.duration(clock.lateSeconds), StyledText(PrintableText.make(clock.title)),
            ])
        }
        return table
    }

    private func outcome(_ clock: LateClock) -> String { clock.isMissed ? "missed" : "breached" }
}
