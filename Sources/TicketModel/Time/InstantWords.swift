/// Moments in words, as git takes them: `yesterday`, `2 weeks ago`, `monday 14:00`.
package enum InstantWords {
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// The words that stand for days, near which a mistyped one is looked for.
    package static let days = ["today", "yesterday", "tomorrow"] + weekdays

    /// Parses a moment that is told from another one.
    ///
    ///     now    today    yesterday 14:00    tomorrow 09:00    monday    last friday 18:00
    ///     2 weeks ago    2.weeks.ago    2.weeks    3 months
    ///
    /// A day begins at its midnight in the zone unless a time follows. A weekday is the last one before today: on a Monday,
    /// `monday` is a week ago. Seconds to weeks go back by real time, as `-2w` does; months and years to the same time of
    /// the same day of the month, or of its last. Any case; words are parted by spaces, dots, `_` or `-`. Nil for anything else.
    package static func parse(_ text: some StringProtocol, now: Instant, in zone: Zone) -> Instant? {
        guard text.utf8.count <= 64 else { return nil }
        let folded = String(decoding: text.utf8.map(\.lowercasedASCII), as: UTF8.self)
        if folded == "now" { return now }
        return day(folded, now, zone) ?? ago(folded, now, zone)
    }

    // MARK: Days

    /// Reads `yesterday`, `last monday`, with a time of day or without.
    private static func day(_ text: String, _ now: Instant, _ zone: Zone) -> Instant? {
        var words = text.split(separator: " ")
        var secondsOfDay = 0
        if words.count > 1, let last = words.last, let time = Instant.parse(last), time.kind == .timeOnly,
            !time.hasOffset
        {
            secondsOfDay = time.secondsOfDay
            words.removeLast()
        }
        if words.count == 2, words[0] == "last", weekday(words[1]) != nil { words.removeFirst() }
        guard words.count == 1 else { return nil }
        let today = zone.civil(at: now.clampedToCalendar).date
        guard let days = offset(of: words[0], from: today) else { return nil }
        return zone.instant(of: today.adding(days: days), secondsOfDay: secondsOfDay)
    }

    private static func offset(of word: Substring, from today: CivilDate) -> Int? {
        switch word {
        case "today": return 0
        case "yesterday": return -1
        case "tomorrow": return 1
        default:
            guard let weekday = weekday(word) else { return nil }
            return -((today.weekday.rawValue - weekday.rawValue + 6) % 7 + 1)
        }
    }

    /// `mon` to `sun`, or the whole name.
    private static func weekday(_ word: Substring) -> Weekday? {
        weekdays.firstIndex { $0 == word || $0.prefix(3) == word }.flatMap(Weekday.init(rawValue:))
    }

    // MARK: Ago

    private static let secondsOfUnit: [Substring: Int64] = [
        "second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800,
    ]

    /// Reads `2 weeks ago`; `ago` may be missing.
    private static func ago(_ text: String, _ now: Instant, _ zone: Zone) -> Instant? {
        var words = text.split { " ._-".contains($0) }
        if words.last == "ago" { words.removeLast() }
        guard words.count == 2, let number = number(words[0]) else { return nil }
        let unit = words[1].hasSuffix("s") ? words[1].dropLast() : words[1]
        if let seconds = secondsOfUnit[unit] { return now - number * seconds }
        switch unit {
        case "month": return months(number, before: now, zone)
        case "year": return months(number * 12, before: now, zone)
        default: return nil
        }
    }

    private static func number(_ word: Substring) -> Int64? {
        if ["a", "an", "one"].contains(word) { return 1 }
        guard word.utf8.allSatisfy({ $0.decimalDigit != nil }), word.utf8.count <= 6 else { return nil }
        return Int64(word)
    }

    private static func months(_ count: Int64, before now: Instant, _ zone: Zone) -> Instant? {
        let (date, second) = zone.civil(at: now.clampedToCalendar)
        let month = date.year * 12 + date.month - 1 - Int(count)
        let (year, index) = (month.flooredDividing(by: 12), month.flooredRemainder(dividingBy: 12))
        guard year >= 1 else { return nil }
        let day = min(date.day, CivilDate.daysInMonth(index + 1, of: year))
        return CivilDate(year: year, month: index + 1, day: day).map { zone.instant(of: $0, secondsOfDay: second) }
    }
}
