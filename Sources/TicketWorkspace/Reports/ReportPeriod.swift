package import TicketModel

/// The stretch of time that a report is about: from its first moment up to, but without, its end.
package struct ReportPeriod: Hashable, Sendable {
    package let from: Instant
    package let to: Instant

    /// All time.
    package static let everything = ReportPeriod(uncheckedFrom: .distantPast, to: .distantFuture)

    /// Nil if it would end before it begins. One that ends where it begins is empty.
    package init?(from: Instant, to: Instant) {
        guard from <= to else { return nil }
        self.init(uncheckedFrom: from, to: to)
    }

    /// - Parameter other: What it is if it would end before it begins.
    init(from: Instant, to: Instant, else other: ReportPeriod) {
        self = ReportPeriod(from: from, to: to) ?? other
    }

    private init(uncheckedFrom from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }

    package func contains(_ instant: Instant) -> Bool { from <= instant && instant < to }
}

// MARK: - Weeks and days

extension ReportPeriod {
    /// Returns the last ISO week, Monday to Sunday in the zone, that was over at a moment.
    package static func lastWholeWeek(at instant: Instant, in zone: Zone) -> ReportPeriod {
        let today = zone.civil(at: instant.clampedToCalendar).date
        return week(from: today.adding(days: -today.weekday.rawValue - 7), in: zone)
    }

    /// Returns the week before the one that begins with this period.
    package func weekBefore(in zone: Zone) -> ReportPeriod {
        ReportPeriod.week(from: zone.civil(at: from).date.adding(days: -7), in: zone)
    }

    private static func week(from monday: CivilDate, in zone: Zone) -> ReportPeriod {
        ReportPeriod(
            uncheckedFrom: zone.instant(of: monday, secondsOfDay: 0),
            to: zone.instant(of: monday.adding(days: 7), secondsOfDay: 0))
    }

    /// The midnights with which days begin in this period, in order.
    ///
    /// - Parameter last: Later ones are left out.
    package func midnights(
        in zone: Zone, until last: Instant = .distantFuture
    ) -> [(date: CivilDate, instant: Instant)] {
        var result: [(date: CivilDate, instant: Instant)] = []
        var date = zone.civil(at: from).date
        while true {
            let midnight = zone.instant(of: date, secondsOfDay: 0)
            if midnight >= to || midnight > last { return result }
            if midnight >= from { result.append((date, midnight)) }
            date = date.adding(days: 1)
        }
    }
}

/// The moment from which a report looks back: what a later look would see does not change what this one saw.
struct Vantage {
    /// What happened before this is known.
    let end: Instant
    /// Where clocks stand; `end`, unless that lies in the future.
    let now: Instant

    /// A period that is not over is seen as it is now, with everything up to and at now.
    init(endOf period: ReportPeriod, now: Instant) {
        end = min(period.to, now + 1)
        self.now = min(period.to, now)
    }

    init(end: Instant, now: Instant) {
        self.end = end
        self.now = now
    }
}
