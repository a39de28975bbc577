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
}

/// What happened in a period, with whom it is credited to.
struct WorkTally {
    /// A ticket's going to `resolved` or `closed`, the first of a day.
    struct Solution {
        let past: TicketPast
        let state: TicketPast.State
    }

    let solutions: [Solution]
    let clocks: [ReportedClock]
    let unknownCount: Int
    let brokenLimits: [StatusLimit]
    private let replies: [TicketPast.Word]
    private let builder: TicketPastBuilder

    init(_ past: DeskPast, period: ReportPeriod, vantage: Vantage) {
        solutions = past.tickets.flatMap { ticket in
            var days: Set<CivilDate> = []
            return ticket.solutions.filter { period.contains($0.at) && $0.at < vantage.end }
                .filter { days.insert(past.zone.civil(at: $0.at).date).inserted }
                .map { Solution(past: ticket, state: $0) }
        }
        (clocks, unknownCount) = past.reportedClocks(in: period)
        brokenLimits = past.tickets.flatMap { past.statusLimits(of: $0, seenFrom: vantage) }
            .filter { limit in limit.state != .unknown && limit.brokenAt.map(period.contains) ?? false }
        replies = past.tickets.flatMap(\.words).filter { word in
            word.isReply && period.contains(word.at) && word.at < vantage.end
        }
        builder = past.builder
    }

    /// The tickets of `solutions`, each once.
    var solvedTickets: [TicketPast] {
        var seen: Set<TicketID> = []
        return solutions.map(\.past).filter { seen.insert($0.ticket.id).inserted }
    }

    /// By name; nobody last.
    var agents: [AgentFigures] {
        let closed = Dictionary(grouping: solutions.filter { !$0.state.isByDesk }, by: \.state.assignee)
        let replies = Dictionary(grouping: replies, by: \.person)
        let times = Dictionary(grouping: clocks.filter { $0.reply != nil }, by: { $0.reply?.person })
        let limits = Dictionary(grouping: brokenLimits, by: { builder.handle($0.assignee) })
        let names = Set(closed.keys).union(replies.keys).union(times.keys).union(limits.keys)
        let order: [String?] = names.compactMap(\.self).sorted() + (names.contains(nil) ? [nil] : [])
        return order.map { name in
            AgentFigures(
                agent: name, closed: closed[name]?.count ?? 0, replies: replies[name]?.count ?? 0,
                replyTime: TimeStatistics((times[name] ?? []).compactMap(\.replySeconds)),
                brokenLimits: limits[name]?.count ?? 0)
        }
    }
}
