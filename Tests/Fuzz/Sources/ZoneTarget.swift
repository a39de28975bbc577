import ServiceLevels
import TicketModel

/// The bytes of a TZif file: `Zone`, and working time in it.
///
/// Spans follow each other without gaps; the first moment that shows a local time comes no later than any that does.
enum ZoneTarget {
    static func run(_ input: [UInt8]) {
        guard let zone = try? Zone(name: "Fuzz/Zone", tzif: input) else { return }
        checkSpans(zone)
        for seconds in moments(input) { check(zone, Instant(secondsSinceEpoch: seconds)) }
        let hours = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [DayInterval.wholeDay]) })
        let definition = CalendarDefinition(name: "fuzz", zoneName: "Fuzz/Zone", hours: hours)
        CalendarTarget.check(
            WorkingCalendar(definition: definition, zone: zone), at: CalendarTarget.moments(Array(input.suffix(32))))
    }

    /// Ends of what can be written, now, and whatever the last bytes say.
    private static func moments(_ input: [UInt8]) -> [Int64] {
        let tail = FuzzInput.integers(input.suffix(16))
        return tail + tail.map { $0 >> 24 } + [.min, .max, -62_135_596_800, 253_402_300_799, 0, 1_795_251_600]
    }

    private static func checkSpans(_ zone: Zone) {
        var span = zone.span(at: .distantPast)
        for _ in 0..<200 where span.end != .distantFuture {
            require(span.start < span.end, "an empty span at \(span.start.secondsSinceEpoch)")
            let next = zone.span(at: span.end)
            require(next.start == span.end, "a gap behind \(span.end.secondsSinceEpoch)")
            check(zone, span.end)
            check(zone, span.end - 1)
            span = next
        }
    }

    private static func check(_ zone: Zone, _ instant: Instant) {
        let span = zone.span(at: instant)
        require(span.start <= instant, "the span begins behind the moment")
        require(instant < span.end || span.end == .distantFuture, "the span ends in front of the moment")
        let clamped = instant.clampedToCalendar
        let (date, second) = zone.civil(at: clamped)
        let first = zone.instant(of: date, secondsOfDay: second)
        require(first <= clamped, "\(date) \(second) is shown at \(clamped) and first at \(first)")
        let text = clamped.formatted(in: zone)
        guard (1...9_999).contains(date.year), (2...9_998).contains(date.year) else { return }
        guard let parsed = Instant.parse(text) else { fatalError("\(text) cannot be read") }
        require(parsed.resolved(in: .utc) == clamped, "\(text) is another moment")
    }
}
