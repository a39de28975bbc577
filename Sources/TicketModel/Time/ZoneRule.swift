/// The rule for the time after a zone file's last change: a POSIX TZ string such as `EET-2EEST,M3.5.0/3,M10.5.0/4`.
///
/// Source: POSIX.1-2017 § 8.3, with the hours from -167 to 167 of
/// [RFC 8536 § 3.3.1](https://www.rfc-editor.org/rfc/rfc8536#section-3.3.1).
struct ZoneRule: Hashable, Sendable {
    /// A day of the year and the local time on it.
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// `Jn`: 1 to 365, the 29th of February never counted.
            case julian(Int)
            /// `n`: 0 to 365, the 29th of February counted.
            case zeroBased(Int)
            /// `Mm.w.d`: the week 1 to 5 (5 is the last), the day 0 (Sunday) to 6.
            case weekday(month: Int, week: Int, day: Int)
        }

        let day: Day
        /// Seconds since that day's midnight, -167 to 167 hours.
        let secondsOfDay: Int

        /// The local time of the change in a year, in seconds since 1970-01-01T00:00 local.
        func localSeconds(in year: Int) -> Int64 {
            Int64(daysSinceEpoch(in: year)) * 86_400 + Int64(secondsOfDay)
        }

        private func daysSinceEpoch(in year: Int) -> Int {
            let newYear = ZoneRule.newYear(year)
            switch day {
            case .zeroBased(let number):
                return newYear + number
            case .julian(let number):
                return newYear + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
            case .weekday(let month, let week, let day):
                let before = (1..<month).reduce(0) { $0 + CivilDate.daysInMonth($1, of: year) }
                let first = newYear + before
                // Sunday is 0 here and 6 in `Weekday`.
                let weekdayOfFirst = (Weekday(daysSinceEpoch: first).rawValue + 1) % 7
                let offset = (day - weekdayOfFirst + 7) % 7 + (week - 1) * 7
                return first + (offset < CivilDate.daysInMonth(month, of: year) ? offset : offset - 7)
            }
        }
    }

    struct Daylight: Hashable, Sendable {
        let offsetSeconds: Int
        let start: Change
        let end: Change
    }

    /// Seconds east of UTC in standard time.
    let standardOffsetSeconds: Int
    /// Nil where the clocks never change.
    let daylight: Daylight?

    func span(at instant: Instant) -> OffsetSpan {
        guard let daylight else {
            return OffsetSpan(start: .distantPast, end: .distantFuture, offsetSeconds: standardOffsetSeconds)
        }
        // Beyond the years that can be written there is nothing to be exact about.
        let clamped = min(max(instant, Instant.earliest - 200_000_000), Instant.latest + 200_000_000)
        let year = Zone.fixed(offsetSeconds: standardOffsetSeconds).civil(at: clamped).date.year
        var last: (at: Instant, startsDaylight: Bool)?
        var next: Instant?
        for change in (year - 2...year + 2).lazy.flatMap({ self.changes(daylight, in: $0) }) {
            if change.at > clamped {
                next = min(next ?? change.at, change.at)
            } else if last.map({ $0.at < change.at || ($0.at == change.at && change.startsDaylight) }) ?? true {
                // Daylight time that ends as the next year's begins goes on.
                last = change
            }
        }
        guard let last, let next else {
            return OffsetSpan(start: .distantPast, end: .distantFuture, offsetSeconds: standardOffsetSeconds)
        }
        return OffsetSpan(
            start: instant < clamped ? .distantPast : last.at,
            end: instant > clamped ? .distantFuture : next,
            offsetSeconds: last.startsDaylight ? daylight.offsetSeconds : standardOffsetSeconds)
    }

    private func changes(_ daylight: Daylight, in year: Int) -> [(at: Instant, startsDaylight: Bool)] {
        let start = daylight.start.localSeconds(in: year) - Int64(standardOffsetSeconds)
        let end = daylight.end.localSeconds(in: year) - Int64(daylight.offsetSeconds)
        return [(Instant(secondsSinceEpoch: start), true), (Instant(secondsSinceEpoch: end), false)]
    }

    /// Days from 1970-01-01 to the first of January, of any year.
    private static func newYear(_ year: Int) -> Int {
        let before = year - 1
        return before * 365 + before.flooredDividing(by: 4) - before.flooredDividing(by: 100)
            + before.flooredDividing(by: 400) - 719_162
    }
}
