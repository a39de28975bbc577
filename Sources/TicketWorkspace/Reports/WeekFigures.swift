import ServiceLevels
package import TicketModel

/// The figures of one period, as they were known at its end.
package struct WeekFigures: Sendable {
    /// How many tickets were `open` or `waiting` when a day began.
    package struct DayLoad: Hashable, Sendable {
        package let date: CivilDate
        package let count: Int
    }

    package let period: ReportPeriod
    /// Tickets in the phase `open` or `waiting` at the end of the period, by all that happened before it.
    package let load: Int
    /// The load at the midnight with which each day of the period begins; days that lie ahead are left out.
    package let loadByDay: [DayLoad]
    /// Tickets created, by their `created`.
    package let inflow: Int
    /// Tickets that went from `open` or `waiting` to `resolved` or `closed`, each once a day of the desk's zone.
    package let outflow: Int
    /// Of these, what the desk itself moved; it is nobody's work.
    package let outflowByDesk: Int
    /// Tickets that went to `resolved` or `closed` and were not open again at the end of the period.
    package let solved: Int
    /// Tickets that left `resolved` or `closed` for `open` or `waiting`, each once.
    package let reopened: Int
    /// Tickets of the outflow, each once: those over which `queueChanges` are counted.
    package let closedTickets: Int
    /// How often these went from one queue to another in their lives.
    package let queueChanges: Int
    /// Working time of the replies that stopped a `first-reply` or `next-reply` clock.
    package let replyTime: TimeStatistics
    package let firstReplyTime: TimeStatistics
    package let nextReplyTime: TimeStatistics
    /// Working time until tickets were solved.
    package let resolutionTime: TimeStatistics
    package let sla: ClockCounts
    /// Tickets whose level rose, each once.
    package let escalated: Int
    package let rating: RatingFigures
    /// Stays in a status that outlasted its limit, counted when the limit ran out.
    package let brokenLimits: Int
    /// By name; nobody last. Only agents with a figure.
    package let agents: [AgentFigures]
    /// How many clocks cannot be judged because history is missing in this clone.
    package let unknownClocks: Int

    /// The mean of `loadByDay` in thousandths, rounded to the nearest, halves up; nil without a day.
    package var meanLoadPerMille: Int? {
        let days = loadByDay.count
        return days == 0 ? nil : (loadByDay.reduce(0) { $0 + $1.count } * 2_000 + days) / (days * 2)
    }

    /// Changes of queue a closed ticket in thousandths, rounded like `meanLoadPerMille`; nil without one.
    package var meanQueueChangesPerMille: Int? {
        closedTickets == 0 ? nil : (queueChanges * 2_000 + closedTickets) / (closedTickets * 2)
    }

    package init(_ past: DeskPast, period: ReportPeriod) {
        let vantage = Vantage(endOf: period, now: past.now)
        let tally = WorkTally(past, period: period, vantage: vantage)
        self.period = period
        load = past.tickets.count { $0.isLoad(before: vantage.end) }
        loadByDay = period.midnights(in: past.zone).filter { $0.instant <= vantage.now }.map { day in
            DayLoad(date: day.date, count: past.tickets.count { $0.isLoad(before: day.instant) })
        }
        inflow = past.tickets.count { period.contains($0.created) && $0.created < vantage.end }
        outflow = tally.solutions.count
        outflowByDesk = tally.solutions.count(where: \.state.isByDesk)
        let solved = tally.solvedTickets
        self.solved = solved.count { $0.state(before: vantage.end)?.phase?.isDone ?? true }
        reopened = past.tickets.count { $0.reopenings.contains { period.contains($0) && $0 < vantage.end } }
        closedTickets = solved.count
        queueChanges = solved.reduce(0) { $0 + $1.hops(before: vantage.end) }
        replyTime = TimeStatistics(tally.clocks.compactMap(\.replySeconds))
        firstReplyTime = TimeStatistics(
            tally.clocks.filter { $0.clock.target == .firstReply }.compactMap(\.replySeconds))
        nextReplyTime = TimeStatistics(tally.clocks.filter { $0.clock.target == .nextReply }.compactMap(\.replySeconds))
        resolutionTime = TimeStatistics(tally.clocks.compactMap(\.resolutionSeconds))
        sla = ClockCounts(tally.clocks)
        escalated = past.tickets.count { $0.escalations.contains { period.contains($0) && $0 < vantage.end } }
        rating = RatingFigures(past.tickets, solved: solved, period: period, end: vantage.end)
        brokenLimits = tally.brokenLimits.count
        agents = tally.agents
        unknownClocks = tally.unknownCount
    }
}
