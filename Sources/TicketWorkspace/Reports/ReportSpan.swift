package import TicketModel

/// A stretch of the calendar: days, ISO weeks from Monday, months, quarters and years.
package enum ReportSpan: String, CaseIterable, Sendable {
    case day, week, month, quarter, year

    /// Returns the first date of the stretch that a date lies in.
    package func start(of date: CivilDate) -> CivilDate {
        switch self {
        case .day: date
        case .week: date.adding(days: -date.weekday.rawValue)
        case .month: date.adding(days: 1 - date.day)
        case .quarter: Self.firstDay(year: date.year, month: (date.month - 1) / 3 * 3 + 1)
        case .year: Self.firstDay(year: date.year, month: 1)
        }
    }

    /// Returns the first date behind the stretch that begins with a date.
    package func end(from start: CivilDate) -> CivilDate {
        switch self {
        case .day: start.adding(days: 1)
        case .week: start.adding(days: 7)
        case .month: Self.monthAfter(start)
        case .quarter: Self.monthAfter(Self.monthAfter(Self.monthAfter(start)))
        case .year: start.adding(days: CivilDate.isLeap(start.year) ? 366 : 365)
        }
    }

    /// `2026-11-21`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`: the name of the stretch that begins with a date.
    package func name(from start: CivilDate) -> String {
        let text = start.description
        switch self {
        case .day: return text
        case .week:
            let (year, week) = start.isoWeek
            return "\(Self.digits(year, 4))-W\(Self.digits(week, 2))"
        case .month: return String(text.dropLast(3))
        case .quarter: return "\(text.dropLast(6))-Q\((start.month + 2) / 3)"
        case .year: return String(text.dropLast(6))
        }
    }

    /// The fewest days that one of them has.
    var leastDays: Int {
        switch self {
        case .day: 1
        case .week: 7
        case .month: 28
        case .quarter: 90
        case .year: 365
        }
    }

    /// Returns the stretch of time from one date's midnight to another's, as far as the calendar goes.
    func period(from start: CivilDate, in zone: Zone) -> ReportPeriod {
        ReportPeriod(dates: start, end(from: start), in: zone)
    }

    private static func monthAfter(_ date: CivilDate) -> CivilDate {
        date.adding(days: CivilDate.daysInMonth(date.month, of: date.year))
    }

    private static func firstDay(year: Int, month: Int) -> CivilDate {
        // Years beyond 9999 are never asked for: periods end with the calendar.
        CivilDate(year: year, month: month, day: 1) ?? .epoch
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}

/// A part of a report's period that lies in one stretch of the calendar.
package struct ReportBucket: Hashable, Sendable {
    package let name: String
    package let period: ReportPeriod
}

extension ReportPeriod {
    /// The period from one date's midnight up to another's, as far as instants can be written.
    package init(dates from: CivilDate, _ to: CivilDate, in zone: Zone) {
        self.init(
            from: zone.instant(of: from, secondsOfDay: 0).clampedToCalendar,
            to: zone.instant(of: to, secondsOfDay: 0).clampedToCalendar,
            else: .everything)
    }

    /// How many dates lie in it, in whole or in part.
    func dateCount(in zone: Zone) -> Int {
        guard from < to else { return 0 }
        return zone.civil(at: to - 1).date.daysSinceEpoch - zone.civil(at: from).date.daysSinceEpoch + 1
    }

    /// The parts of this period that lie in one stretch each, in order.
    ///
    /// - Parameter last: Parts that begin later are left out.
    func buckets(by span: ReportSpan, in zone: Zone, until last: Instant) -> [ReportBucket] {
        guard from < to else { return [] }
        var buckets: [ReportBucket] = []
        var start = span.start(of: zone.civil(at: from).date)
        while true {
            let whole = span.period(from: start, in: zone)
            guard whole.from < to, whole.from <= last else { return buckets }
            if let part = ReportPeriod(from: max(from, whole.from), to: min(to, whole.to)), part.from <= last {
                buckets.append(ReportBucket(name: span.name(from: start), period: part))
            }
            guard whole.to > whole.from else { return buckets }
            start = span.end(from: start)
        }
    }
}
