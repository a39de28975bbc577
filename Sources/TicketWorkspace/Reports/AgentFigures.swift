import ServiceLevels
import TicketModel

/// What one agent did in a period. What the desk itself did is nobody's.
package struct AgentFigures: Sendable {
    /// The handle, else as tickets name the person; nil for tickets that were nobody's.
    package let agent: String?
    /// The outflow, credited to the assignee of that moment.
    package let closed: Int
    /// The `replied` entries that the agent wrote.
    package let replies: Int
    /// Working time of the replies that stopped a clock, credited to the author of the entry that stopped it.
    package let replyTime: TimeStatistics
    /// Status limits that ran out, credited to the assignee of that moment.
    package let brokenLimits: Int
    /// Tickets in the phase `open` that the agent had at the end of the period.
    package let open: Int
    /// Tickets in the phase `waiting` that the agent had at the end of the period.
    package let waiting: Int
}

extension AgentFigures {
    /// Returns everybody who did something, and whom `listed` names, by name; nobody last.
    ///
    /// - Parameter withLoad: Whether to have tickets at the end of the period is enough.
    static func all(_ facts: ReportFacts, withLoad: Bool = false, listed: [String] = []) -> [AgentFigures] {
        var tallies: [String?: AgentTally] = [:]
        for name in listed { tallies[name] = AgentTally() }
        for fact in facts.facts { tallies[fact.agent, default: AgentTally()].add(fact.kind) }
        tallies = tallies.filter { name, tally in
            tally.hasWork || withLoad && tally.open + tally.waiting > 0 || name.map(listed.contains) ?? false
        }
        let order = tallies.keys.compactMap(\.self).sorted() + (tallies.keys.contains(nil) ? [nil] : [])
        return order.compactMap { name in tallies[name].map { AgentFigures(name, $0) } }
    }

    private init(_ name: String?, _ tally: AgentTally) {
        self.init(
            agent: name, closed: tally.closed, replies: tally.replies, replyTime: TimeStatistics(tally.replySeconds),
            brokenLimits: tally.brokenLimits, open: tally.open, waiting: tally.waiting)
    }
}

private struct AgentTally {
    var closed = 0
    var replies = 0
    var replySeconds: [Int64] = []
    var brokenLimits = 0
    var open = 0
    var waiting = 0

    var hasWork: Bool { closed + replies + replySeconds.count + brokenLimits > 0 }

    mutating func add(_ kind: ReportFact.Kind) {
        switch kind {
        case .load(let phase): if phase == .open { open += 1 } else { waiting += 1 }
        case .closed(let isByDesk): closed += isByDesk ? 0 : 1
        case .replied: replies += 1
        case .replyTime(_, let seconds): replySeconds.append(seconds)
        case .brokenLimit: brokenLimits += 1
        case .created, .finished, .reopened, .escalated, .clock, .rated: break
        }
    }
}
