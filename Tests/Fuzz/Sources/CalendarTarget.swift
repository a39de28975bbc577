import ServiceLevels
import TicketModel
import TicketText

/// A calendar's file, NUL, and moments: `CalendarSection`, `WorkingCalendar`.
///
/// Elapsed time is never negative and adds up; a due moment is the first at which the time asked for has elapsed; the
/// intervals are apart, in order and as long together as what elapses.
enum CalendarTarget {
    private static let zones = FuzzZones.source
    private static let reader = ConfigurationReader(zones: zones)

    static func run(_ input: [UInt8]) {
        let (file, rest) = FuzzInput.halves(input)
        let source = SourceText(path: ".tick/calendars/fuzz.yml", bytes: file)
        let (definition, diagnostics) = reader.calendar(source, name: "fuzz")
        guard let definition, diagnostics.isEmpty, let zone = zones.zone(definition.zoneName) else { return }
        let calendar = WorkingCalendar(definition: definition, zone: zone)
        check(calendar, at: moments(rest))
    }

    /// Four moments in order, the first within 500 years of 1970, each at most 250 years behind the one before.
    static func moments(_ bytes: [UInt8]) -> [Instant] {
        let numbers = FuzzInput.integers(bytes).prefix(4) + [1_795_251_600, 86_400, 1, 604_800]
        var moments = [Instant(secondsSinceEpoch: numbers[0] % (1 << 34))]
        for number in numbers[1..<4] {
            moments.append(moments[moments.count - 1] + Int64(number.magnitude % (1 << 33)))
        }
        return moments
    }

    static func check(_ calendar: WorkingCalendar, at moments: [Instant]) {
        let (first, second, third) = (moments[0], moments[1], moments[2])
        let elapsed = calendar.elapsedSeconds(from: first, to: third)
        require(elapsed >= 0 && elapsed <= third - first, "\(elapsed) s of \(third - first) elapse")
        let halves = calendar.elapsedSeconds(from: first, to: second) + calendar.elapsedSeconds(from: second, to: third)
        require(halves == elapsed, "\(halves) s in two parts are \(elapsed) s in one")
        let pauses = [second..<third, third..<moments[3]]
        let paused = calendar.elapsedSeconds(from: first, to: moments[3], pauses: pauses)
        require(paused == calendar.elapsedSeconds(from: first, to: second), "pauses do not count")
        checkDue(calendar, from: first, seconds: second - first, pauses: [])
        checkDue(calendar, from: first, seconds: elapsed, pauses: [])
        checkDue(calendar, from: first, seconds: elapsed, pauses: [second..<third])
        if moments[3].secondsSinceEpoch & 7 == 0 {
            require(calendar.elapsedSeconds(from: .distantPast, to: .distantFuture) >= elapsed, "ever is shorter")
        }
        checkDays(calendar, from: first, days: Int(moments[3].secondsSinceEpoch & 0x3F))
        checkIntervals(calendar, from: first, to: third)
    }

    private static func checkDue(
        _ calendar: WorkingCalendar, from start: Instant, seconds: Int64, pauses: [Range<Instant>]
    ) {
        guard let due = calendar.due(from: start, within: .seconds(seconds), pauses: pauses) else { return }
        let begin = max(start, .earliest)
        let elapsed = calendar.elapsedSeconds(from: begin, to: due, pauses: pauses)
        require(elapsed == seconds, "\(seconds) s are due at \(due), when \(elapsed) s have elapsed")
        guard seconds > 0 else { return }
        let before = calendar.elapsedSeconds(from: begin, to: due - 1, pauses: pauses)
        require(before == seconds - 1, "\(seconds) s had elapsed before they were due at \(due)")
    }

    private static func checkDays(_ calendar: WorkingCalendar, from start: Instant, days: Int) {
        for duration in [WorkDuration.workingDays(days), .endOfDay(days)] {
            guard let due = calendar.due(from: start, within: duration) else { continue }
            require(due >= start && due <= .latest + 200_000, "\(duration) from \(start) is \(due)")
        }
    }

    private static func checkIntervals(_ calendar: WorkingCalendar, from start: Instant, to end: Instant) {
        var (last, sum) = (start, Int64(0))
        var isFirst = true
        for interval in calendar.workingIntervals(from: start, to: end).prefix(20) {
            require(isFirst ? interval.lowerBound >= last : interval.lowerBound > last, "intervals touch at \(last)")
            require(interval.upperBound <= end, "an interval goes on to \(interval.upperBound)")
            sum += interval.upperBound - interval.lowerBound
            (last, isFirst) = (interval.upperBound, false)
        }
        let elapsed = calendar.elapsedSeconds(from: max(start, .earliest), to: last)
        require(elapsed == sum, "intervals of \(sum) s, \(elapsed) s elapse until \(last)")
    }
}
