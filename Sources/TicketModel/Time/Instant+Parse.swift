extension Instant {
    /// Parses an RFC 3339 date-time, with mercy for what people write.
    ///
    ///     2026-11-21T10:03:00+03:00    2026-11-21t07:03z    2026-11-21 10:03:00 +0300
    ///     2026-11-21 10:03             2026-11-21           10:15
    ///
    /// Seconds may be missing, fractions are dropped, a leap second is the first second of the next minute. Nil for
    /// anything else: dates and times that do not exist, years outside 1 to 9999.
    /// Source: [RFC 3339 § 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6).
    package static func parse(_ text: some StringProtocol) -> ParsedInstant? {
        parse(bytes: text.utf8)
    }

    /// Parses the bytes of an RFC 3339 date-time as `parse(_:)` does.
    package static func parse(bytes: some Collection<UInt8>) -> ParsedInstant? {
        guard bytes.count <= 64 else { return nil }
        var cursor = ByteCursor(Array(bytes))
        guard let parsed = parseDateTime(&cursor), cursor.isAtEnd, parsed.isRepresentable else { return nil }
        return parsed
    }

    private static func parseDateTime(_ cursor: inout ByteCursor) -> ParsedInstant? {
        guard let date = CivilDate.parse(&cursor) else {
            guard cursor.position == 0, let second = parseTime(&cursor) else { return nil }
            return ParsedInstant(kind: .timeOnly, date: .epoch, secondsOfDay: second, offsetSeconds: nil)
        }
        if cursor.isAtEnd {
            return ParsedInstant(kind: .date, date: date, secondsOfDay: 0, offsetSeconds: nil)
        }
        guard cursor.take(anyOf: "Tt ") != nil, let second = parseTime(&cursor) else { return nil }
        guard !cursor.isAtEnd else {
            return ParsedInstant(kind: .dateTime, date: date, secondsOfDay: second, offsetSeconds: nil)
        }
        guard let offset = parseOffset(&cursor) else { return nil }
        return ParsedInstant(kind: .dateTime, date: date, secondsOfDay: second, offsetSeconds: offset)
    }

    /// Reads `10:03`, `10:03:59`, `10:03:59.123`: seconds since midnight.
    private static func parseTime(_ cursor: inout ByteCursor) -> Int? {
        guard let hour = cursor.digits(2), hour < 24, cursor.take(":"), let minute = cursor.digits(2), minute < 60
        else { return nil }
        var second = 0
        if cursor.take(":") {
            // 60 is a leap second: POSIX time counts it as the first second of the next minute.
            guard let value = cursor.digits(2), value <= 60 else { return nil }
            second = value
            if cursor.take(anyOf: ".,") != nil {
                guard cursor.skip(while: { $0.decimalDigit != nil }) > 0 else { return nil }
            }
        }
        return hour * 3_600 + minute * 60 + second
    }

    /// Reads `Z`, `+03:00`, `+0300`, `+03`, after a space or not: seconds east of UTC.
    private static func parseOffset(_ cursor: inout ByteCursor) -> Int? {
        _ = cursor.take(" ")
        if cursor.take(anyOf: "Zz") != nil { return 0 }
        guard let sign = cursor.take(anyOf: "+-"), let hours = cursor.digits(2), hours < 24 else { return nil }
        var minutes = 0
        if cursor.take(":") || !cursor.isAtEnd {
            guard let value = cursor.digits(2), value < 60 else { return nil }
            minutes = value
        }
        let seconds = hours * 3_600 + minutes * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }
}
