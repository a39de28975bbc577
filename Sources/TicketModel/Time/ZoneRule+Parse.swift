extension ZoneRule {
    /// Parses the footer of a zone file; nil if it is malformed.
    ///
    ///     MSK-3    <+0545>-5:45    <-03>3<-02>,M3.5.0/-2,M10.5.0/-1
    static func parse(_ bytes: [UInt8]) -> ZoneRule? {
        var cursor = ByteCursor(bytes)
        guard name(&cursor), let west = time(&cursor, atMost: 24) else { return nil }
        guard !cursor.isAtEnd else { return ZoneRule(standardOffsetSeconds: -west, daylight: nil) }
        guard name(&cursor), let daylight = daylight(&cursor, standardOffset: -west), cursor.isAtEnd else { return nil }
        return ZoneRule(standardOffsetSeconds: -west, daylight: daylight)
    }

    private static func daylight(_ cursor: inout ByteCursor, standardOffset: Int) -> Daylight? {
        var offset = standardOffset + 3_600
        if cursor.next != UInt8(ascii: ",") {
            guard let west = time(&cursor, atMost: 24) else { return nil }
            offset = -west
        }
        // POSIX leaves a rule without dates to the system: a zone file that needs one has to name it.
        guard cursor.take(","), let start = change(&cursor), cursor.take(","), let end = change(&cursor) else {
            return nil
        }
        return Daylight(offsetSeconds: offset, start: start, end: end)
    }

    /// Steps over `MSK` or `<+03>`.
    private static func name(_ cursor: inout ByteCursor) -> Bool {
        if cursor.take("<") {
            let length = cursor.skip { $0.isASCIILetter || $0.decimalDigit != nil || $0 == 0x2B || $0 == 0x2D }
            return length >= 3 && cursor.take(">")
        }
        return cursor.skip(while: \.isASCIILetter) >= 3
    }

    /// Reads `[+-]hh[:mm[:ss]]` in seconds.
    private static func time(_ cursor: inout ByteCursor, atMost hoursLimit: Int) -> Int? {
        let sign = cursor.take(anyOf: "+-")
        guard let hours = cursor.number(atMost: 3), hours <= hoursLimit else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] {
            guard cursor.take(":") else { break }
            guard let value = cursor.number(atMost: 2), value < 60 else { return nil }
            seconds += value * unit
        }
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// Reads `M3.5.0/3`, `J60`, `365/25`; two o'clock without a time.
    private static func change(_ cursor: inout ByteCursor) -> Change? {
        guard let day = day(&cursor) else { return nil }
        guard cursor.take("/") else { return Change(day: day, secondsOfDay: 7_200) }
        guard let seconds = time(&cursor, atMost: 167) else { return nil }
        return Change(day: day, secondsOfDay: seconds)
    }

    private static func day(_ cursor: inout ByteCursor) -> Change.Day? {
        if cursor.take("M") {
            guard let month = cursor.number(atMost: 2), (1...12).contains(month), cursor.take("."),
                let week = cursor.number(atMost: 1), (1...5).contains(week), cursor.take("."),
                let day = cursor.number(atMost: 1), day <= 6
            else { return nil }
            return .weekday(month: month, week: week, day: day)
        }
        if cursor.take("J") {
            guard let number = cursor.number(atMost: 3), (1...365).contains(number) else { return nil }
            return .julian(number)
        }
        guard let number = cursor.number(atMost: 3), number <= 365 else { return nil }
        return .zeroBased(number)
    }
}
