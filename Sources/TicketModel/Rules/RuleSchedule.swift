/// Times of the week at which a rule looks at tickets: `mon-fri 09:00`, `daily 09:00,17:00`, `hourly`.
package struct RuleSchedule: Hashable, Sendable {
    package var days: Set<Weekday>
    /// Seconds since midnight, local time of the desk, ascending.
    package var secondsOfDay: [Int]

    /// Parses days and times; nil for anything else.
    package static func parse(_ text: String) -> RuleSchedule? {
        if text == "hourly" {
            return RuleSchedule(days: Set(Weekday.allCases), secondsOfDay: (0..<24).map { $0 * 3_600 })
        }
        let words = text.split(separator: " ")
        guard words.count == 2 else { return nil }
        var days: Set<Weekday> = []
        for part in words[0].split(separator: ",") {
            if part == "daily" {
                days = Set(Weekday.allCases)
            } else if let range = Weekday.parseRange(part) {
                days.formUnion(range)
            } else {
                return nil
            }
        }
        var times: [Int] = []
        for part in words[1].split(separator: ",") {
            guard let time = Instant.parse(part), time.kind == .timeOnly else { return nil }
            times.append(time.secondsOfDay)
        }
        return days.isEmpty || times.isEmpty ? nil : RuleSchedule(days: days, secondsOfDay: times.sorted())
    }

    /// Returns the last of its times that has come; never nil, since a week has every day.
    package func last(notAfter now: Instant, in zone: Zone) -> Instant? {
        let today = zone.civil(at: now).date
        for back in 0...8 {
            let date = today.adding(days: -back)
            guard days.contains(date.weekday) else { continue }
            let times = secondsOfDay.map { zone.instant(of: date, secondsOfDay: $0) }
            if let last = times.last(where: { $0 <= now }) { return last }
        }
        return nil
    }
}
