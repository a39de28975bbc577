import TicketModel

/// How the load grew and shrank over a period.
package struct Backlog: Sendable {
    package struct Point: Hashable, Sendable {
        package let period: ReportPeriod
        package let name: String
        package let inflow: Int
        package let outflow: Int
        /// At the end of the stretch, or now if that is earlier.
        package let load: Int
    }

    /// Day, week, month or year.
    package let step: ReportSpan
    package let points: [Point]

    init(_ groups: ReportGroups) {
        let step = Backlog.step(dates: groups.facts.period.dateCount(in: groups.past.zone))
        self.step = step
        points = groups.parts(by: step).map { bucket, facts in
            let figures = ReportFigures(facts)
            return Point(
                period: bucket.period, name: bucket.name, inflow: figures.inflow, outflow: figures.outflow,
                load: groups.curve.count(before: min(bucket.period.to, groups.facts.vantage.end)))
        }
    }

    /// As fine as can be read at a glance.
    static func step(dates: Int) -> ReportSpan {
        switch dates {
        case ...45: .day
        case ...400: .week
        case ...14_610: .month
        default: .year
        }
    }
}
