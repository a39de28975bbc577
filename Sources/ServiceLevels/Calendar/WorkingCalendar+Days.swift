package import TicketModel

extension WorkingCalendar {
    /// The working intervals that start on a date, ascending; what the zone skips is left out.
    package func intervals(on date: CivilDate) -> [Range<Instant>] {
        hours.hours(on: date.daysSinceEpoch).map { interval in
            let start = zone.instant(of: date, secondsOfDay: interval.startSeconds)
            return start..<max(start, zone.instant(of: date, secondsOfDay: interval.endSeconds))
        }.mergedRanges()
    }

    /// Opening and closing of a date; nil if nothing is worked on it.
    package func openingAndClosing(on date: CivilDate) -> Range<Instant>? {
        let intervals = hours.hours(on: date.daysSinceEpoch)
        guard let first = intervals.map(\.startSeconds).min(), let last = intervals.map(\.endSeconds).max() else {
            return nil
        }
        let start = zone.instant(of: date, secondsOfDay: first)
        let end = zone.instant(of: date, secondsOfDay: last)
        return start < end ? start..<end : nil
    }

    /// The closing of the working day that lies so many working days after that of a working moment, or with `atTime`
    /// the same local time on it, moved to its opening or closing where it lies outside.
    func dayEnd(of moment: Instant, days: Int, atTime: Bool) -> Instant? {
        let first = workingDate(of: moment)
        guard let date = workingDate(after: first, count: days), let day = openingAndClosing(on: date) else {
            return nil
        }
        let end: Instant
        if atTime {
            let (civilDate, second) = zone.civil(at: moment)
            let secondsOfDay = second + (civilDate.daysSinceEpoch - first.daysSinceEpoch) * 86_400
            end = min(max(zone.instant(of: date, secondsOfDay: secondsOfDay), day.lowerBound), day.upperBound)
        } else {
            end = day.upperBound
        }
        return end <= .latest ? end : nil
    }

    /// The date to which a working moment belongs: that on which its interval started.
    private func workingDate(of moment: Instant) -> CivilDate {
        let date = zone.civil(at: moment).date
        let dayBefore = date.adding(days: -1)
        let isOfDayBefore =
            !intervals(on: date).contains { $0.contains(moment) }
            && intervals(on: dayBefore).contains { $0.contains(moment) }
        return isOfDayBefore ? dayBefore : date
    }

    /// The date so many working days later; nil beyond the year 9999.
    private func workingDate(after date: CivilDate, count: Int) -> CivilDate? {
        var date = date
        var remaining = count
        while remaining > 0 {
            guard let day = hours.nextDayWithHours(after: date.daysSinceEpoch), day <= 2_932_896 else { return nil }
            date = CivilDate(daysSinceEpoch: day)
            // A date that the zone skips has hours and no time.
            if openingAndClosing(on: date) != nil { remaining -= 1 }
        }
        return date
    }
}

extension WorkingCalendar {
    /// The stretches of closed dates, and of special dates without hours, inside a stretch of time; ascending.
    func closedStretches(from start: Instant, to end: Instant) -> [Range<Instant>] {
        guard start < end else { return [] }
        let firstDay = zone.civil(at: start).date.daysSinceEpoch
        let index = hours.exceptions.partitioningIndex { $0.days.upperBound >= firstDay }
        return hours.exceptions[index...]
            .lazy.map { exception in
                (exception, zone.instant(of: CivilDate(daysSinceEpoch: exception.days.lowerBound), secondsOfDay: 0))
            }
            .prefix { $0.1 < end }
            .filter { $0.0.hours.isEmpty }
            .map { exception, first in
                let last = CivilDate(daysSinceEpoch: exception.days.upperBound)
                return first..<max(first, zone.instant(of: last, secondsOfDay: 86_400))
            }
            .clamped(to: start..<end)
    }
}
