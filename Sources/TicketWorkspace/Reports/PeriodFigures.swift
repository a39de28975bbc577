import ServiceLevels
package import TicketModel

/// The figures of one period, as they were known at its end.
package struct PeriodFigures: Sendable {
    /// How many tickets were `open` or `waiting` when a day began.
    package struct DayLoad: Hashable, Sendable {
        package let date: CivilDate
        package let count: Int
    }

    package let period: ReportPeriod
    package let total: ReportFigures
    /// The load at the midnight with which each day of the period begins; days that lie ahead are left out.
    package let loadByDay: [DayLoad]
    /// By name; nobody last. Only agents with a figure.
    package let agents: [AgentFigures]
    /// How many clocks cannot be judged because history is missing in this clone.
    package let unknownClocks: Int

    /// The mean of `loadByDay` in thousandths, rounded to the nearest, halves up; nil without a day.
    package var meanLoadPerMille: Int? {
        perMille(loadByDay.reduce(0) { $0 + $1.count }, of: loadByDay.count)
    }

    package init(_ past: DeskPast, period: ReportPeriod) {
        self.init(ReportFacts(past, period: period, now: past.now), LoadCurve(past.tickets), past)
    }

    init(_ facts: ReportFacts, _ curve: LoadCurve, _ past: DeskPast) {
        period = facts.period
        total = ReportFigures(facts.facts)
        loadByDay = facts.period.midnights(in: past.zone, until: facts.vantage.now).map { day in
            DayLoad(date: day.date, count: curve.count(before: day.instant))
        }
        agents = AgentFigures.all(facts)
        unknownClocks = facts.unknownClocks
    }
}
