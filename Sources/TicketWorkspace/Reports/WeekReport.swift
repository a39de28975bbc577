package import TicketModel

/// What a lead reads on Monday: the last whole week, and the week before it for comparison.
package struct WeekReport: Sendable {
    /// The ISO week, such as 2026 and 47.
    package let week: (year: Int, number: Int)
    package let current: PeriodFigures
    package let before: PeriodFigures
    /// Whether the week had ended when the report was made; its figures change until then.
    package let isOver: Bool

    /// - Parameter instant: The week is the last one that was over then.
    package init(_ past: DeskPast, at instant: Instant) {
        let period = ReportPeriod.lastWholeWeek(at: instant, in: past.zone)
        let (year, number) = past.zone.civil(at: period.from).date.isoWeek
        week = (year, number)
        current = PeriodFigures(past, period: period)
        before = PeriodFigures(past, period: period.weekBefore(in: past.zone))
        isOver = period.to <= past.now
    }

    /// The names of all agents that have a figure in either week, in order; nil, for nobody, last.
    package var agents: [String?] {
        let names = (current.agents + before.agents).map(\.agent)
        return Set(names.compactMap(\.self)).sorted() + (names.contains(nil) ? [nil] : [])
    }
}

extension WeekReport {
    /// The first moment that the report looks at.
    ///
    /// In a shallow clone that does not reach back so far there is no report.
    package static func begin(at instant: Instant, in zone: Zone) -> Instant {
        ReportPeriod.lastWholeWeek(at: instant, in: zone).weekBefore(in: zone).from
    }
}
