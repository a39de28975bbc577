import ServiceLevels
import TicketModel

/// Clocks by today's policies beside clocks by others.
struct ClockComparison {
    private(set) var differences: [ClockDifference] = []
    private(set) var countsBefore = StateCounts()
    private(set) var countsAfter = StateCounts()

    init(tickets: [Ticket], now: (Ticket) -> TicketClocks?, then: (Ticket) -> TicketClocks) {
        for ticket in tickets {
            let before = now(ticket)?.clocks ?? []
            let after = then(ticket).clocks
            before.forEach { countsBefore.add($0.state) }
            after.forEach { countsAfter.add($0.state) }
            differences += Self.differences(ticket, before, after)
        }
    }

    /// Clocks are the same one if target, cycle and start are; one that only a side has differs too.
    private static func differences(_ ticket: Ticket, _ before: [ServiceClock], _ after: [ServiceClock])
        -> [ClockDifference]
    {
        var remaining = after
        var result: [ClockDifference] = []
        for clock in before {
            let index = remaining.firstIndex {
                $0.target == clock.target && $0.startedAt == clock.startedAt && $0.cycle == clock.cycle
            }
            let other = index.map { remaining.remove(at: $0) }
            if other?.state != clock.state || other?.due != clock.due {
                result.append(ClockDifference(ticket: ticket, target: clock.target, before: clock, after: other))
            }
        }
        return result + remaining.map { ClockDifference(ticket: ticket, target: $0.target, before: nil, after: $0) }
    }
}

struct StateCounts {
    private var counts: [ClockState: Int] = [:]

    subscript(state: ClockState) -> Int { counts[state] ?? 0 }

    mutating func add(_ state: ClockState) { counts[state, default: 0] += 1 }

    var json: JSONValue { .object(ClockState.allCases.map { ($0.rawValue, .integer(Int64(self[$0]))) }) }
}

/// One clock that two policies judge differently.
struct ClockDifference {
    static let columns = ["ticket", "target", "before", "after", "dueBefore", "dueAfter", "title"]

    let ticket: Ticket
    let target: TargetKind
    let before: ServiceClock?
    let after: ServiceClock?

    var values: [String] {
        [
            ticket.id.text, target.rawValue, before?.state.rawValue ?? "", after?.state.rawValue ?? "",
            before?.due?.formatted() ?? "", after?.due?.formatted() ?? "", ticket.title,
        ]
    }

    var json: JSONValue {
        [
            "ticket": .string(ticket.id.text), "target": .string(target.rawValue),
            "before": before.map(ClockJSON.clock) ?? nil, "after": after.map(ClockJSON.clock) ?? nil,
        ]
    }

    func cells(_ zone: Zone) -> [StyledText] {
        [
            StyledText(ticket.id.text, .bold), StyledText(target.rawValue), state(before), state(after),
            due(before, zone),
            due(after, zone), StyledText(ticket.title),
        ]
    }

    private func state(_ clock: ServiceClock?) -> StyledText {
        clock.map { StyledText($0.state.rawValue, ClockText.style($0.state)) } ?? StyledText("–", .dim)
    }

    private func due(_ clock: ServiceClock?, _ zone: Zone) -> StyledText {
        StyledText(clock?.due.map { TimeText.local($0, in: zone) } ?? "")
    }
}
