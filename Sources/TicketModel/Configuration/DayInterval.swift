/// Working hours on a local date, from `startSeconds` up to but without `endSeconds`.
///
/// An interval that runs into the next day ends beyond 86400 and belongs to the day on which it starts.
package struct DayInterval: Hashable, Sendable {
    /// Seconds since local midnight, 0 to 86399.
    package let startSeconds: Int
    /// Seconds since the same midnight, at most 24 hours after the start.
    package let endSeconds: Int

    /// Nil if the start does not lie on the day, or the length is not between a second and 24 hours.
    package init?(startSeconds: Int, endSeconds: Int) {
        guard (0..<86_400).contains(startSeconds), endSeconds > startSeconds, endSeconds - startSeconds <= 86_400
        else { return nil }
        self.init(uncheckedStart: startSeconds, end: endSeconds)
    }

    private init(uncheckedStart start: Int, end: Int) {
        startSeconds = start
        endSeconds = end
    }

    package static let wholeDay = DayInterval(uncheckedStart: 0, end: 86_400)

    /// Parses `09:00-13:00`, `00:00-24:00`, or `20:00-08:00`, which runs into the next day.
    package static func parse(_ text: some StringProtocol) throws(CalendarTextError) -> DayInterval {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { throw .noInterval(String(text)) }
        let start = try time(ends[0])
        let end = try time(ends[1])
        guard start < 86_400 else { throw .startsAtMidnightsEnd }
        guard start != end else { throw .emptyInterval }
        return DayInterval(uncheckedStart: start, end: end > start ? end : end + 86_400)
    }

    private static func time(_ text: some StringProtocol) throws(CalendarTextError) -> Int {
        var cursor = ByteCursor(Array(text.utf8.drop { $0 == 0x20 }))
        guard let hours = cursor.number(atMost: 2), cursor.take(":"), let minutes = cursor.digits(2), minutes < 60,
            cursor.skip(while: { $0 == 0x20 }) >= 0, cursor.isAtEnd, hours * 60 + minutes <= 1_440
        else { throw .noTime(String(text)) }
        return hours * 3_600 + minutes * 60
    }
}

extension DayInterval: CustomStringConvertible {
    /// The text that `parse` reads: `20:00-08:00`.
    package var description: String {
        let end = endSeconds > 86_400 ? endSeconds - 86_400 : endSeconds
        return DayInterval.clock(startSeconds) + "-" + DayInterval.clock(end)
    }

    private static func clock(_ seconds: Int) -> String {
        padded(seconds / 3_600, to: 2) + ":" + padded(seconds / 60 % 60, to: 2)
    }
}
