/// How long something may take in a calendar: working time, working days, or until a day's end.
package enum WorkDuration: Hashable, Sendable {
    /// Seconds of working time.
    case seconds(Int64)
    /// That many working days later at the same local time.
    case workingDays(Int)
    /// The closing of the first working day, or of the one that many working days after it.
    case endOfDay(Int)

    /// Parses `90s`, `15m`, `4h`, `1h30m`, `2d`, `eod`, `1eod`; nil for anything else.
    ///
    /// `2d` is two working days; hours above 24 are fine (`24h` is 24 hours of working time). Days do not mix with
    /// hours: a day has no length before a calendar gives it one.
    package static func parse(_ text: some StringProtocol) -> WorkDuration? {
        guard text.utf8.count <= 32 else { return nil }
        var cursor = ByteCursor(Array(text.utf8))
        let length = text.utf8.count
        if let days = cursor.suffixed(with: "eod", length: length) { return .endOfDay(days) }
        if text.utf8.elementsEqual("eod".utf8) { return .endOfDay(0) }
        if let days = cursor.suffixed(with: "d", length: length) { return .workingDays(days) }
        return DurationText.seconds(&cursor, units: [("h", 3_600), ("m", 60), ("s", 1)]).map(WorkDuration.seconds)
    }
}

extension WorkDuration: CustomStringConvertible {
    /// The text that `parse` reads: `1h30m`, `2d`, `eod`, `1eod`, `0m`.
    package var description: String {
        switch self {
        case .seconds(let seconds): DurationText.describe(seconds)
        case .workingDays(let days): "\(days)d"
        case .endOfDay(0): "eod"
        case .endOfDay(let days): "\(days)eod"
        }
    }
}

extension ByteCursor {
    /// Reads a whole text that is a number of days with a suffix; leaves the cursor in place if it is not.
    fileprivate mutating func suffixed(with suffix: String, length: Int) -> Int? {
        var ahead = self
        guard let days = ahead.number(atMost: 5), ahead.position + suffix.utf8.count == length,
            suffix.utf8.allSatisfy({ ahead.take(Unicode.Scalar($0)) })
        else { return nil }
        self = ahead
        return days
    }
}

/// A length of real time relative to now: `30d`, `2h`, `-90m`.
package enum RelativeDuration {
    /// Parses numbers with the units `w`, `d`, `h`, `m`, `s` in falling order, a sign before them or not, into seconds.
    ///
    /// A day is 86400 seconds and a week seven days, whatever the calendars say. Nil for anything else.
    package static func parse(_ text: some StringProtocol) -> Int64? {
        guard text.utf8.count <= 32 else { return nil }
        var cursor = ByteCursor(Array(text.utf8))
        let sign = cursor.take(anyOf: "+-")
        let units: [(Unicode.Scalar, Int64)] = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
        guard let seconds = DurationText.seconds(&cursor, units: units) else { return nil }
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }
}

enum DurationText {
    /// Reads one or more numbers with units, each unit at most once and larger ones first, up to the end of the text.
    static func seconds(_ cursor: inout ByteCursor, units: [(symbol: Unicode.Scalar, seconds: Int64)]) -> Int64? {
        var total: Int64 = 0
        var remaining = units[...]
        guard !cursor.isAtEnd else { return nil }
        while !cursor.isAtEnd {
            guard let number = cursor.number(atMost: 9),
                let index = remaining.firstIndex(where: { cursor.next == UInt8(ascii: $0.symbol) })
            else { return nil }
            _ = cursor.take(remaining[index].symbol)
            total += Int64(number) * remaining[index].seconds
            remaining = remaining[(index + 1)...]
        }
        return total
    }

    /// Writes seconds as `1h30m`, `90s` as `1m30s`, zero as `0m`.
    static func describe(_ seconds: Int64) -> String {
        guard seconds != 0 else { return "0m" }
        let parts: [(Int64, String)] = [(seconds / 3_600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
        return parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
    }
}
