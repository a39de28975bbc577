package import TicketModel

/// Working time in a zone: what of any stretch of time is worked, and when a working time has passed.
///
/// An immutable value, safe to share between threads. Everything is computed from sums made once, so that an answer
/// takes the same time whether the moments lie a day or ten years apart. An interval belongs to the day on which it
/// starts: a night shift before a closed date goes on to its end.
package struct WorkingCalendar: Sendable {
    /// One reference to share instead of a dozen arrays to count: clocks copy calendars freely.
    private final class Tables: Sendable {
        let definition: CalendarDefinition
        let zone: Zone
        let hours: DayHours
        let work: RealWork

        init(_ definition: CalendarDefinition, _ zone: Zone) {
            self.definition = definition
            self.zone = zone
            hours = DayHours(definition)
            work = RealWork(zone: zone, local: LocalWork(hours))
        }
    }

    private let tables: Tables

    package init(definition: CalendarDefinition, zone: Zone) {
        tables = Tables(definition, zone)
    }

    package var definition: CalendarDefinition { tables.definition }
    package var zone: Zone { tables.zone }
    var hours: DayHours { tables.hours }

    /// The calendar in which every second is working time.
    package static func always(zone: Zone) -> WorkingCalendar {
        WorkingCalendar(definition: .always, zone: zone)
    }

    /// Working seconds between two moments that lie in no pause; 0 if the second is not later.
    ///
    /// Pauses may overlap each other and lie in any order.
    package func elapsedSeconds(from start: Instant, to end: Instant, pauses: [Range<Instant>] = []) -> Int64 {
        guard start < end else { return 0 }
        guard !pauses.isEmpty else { return elapsed(start, end) }
        let paused = pauses.clamped(to: start..<end).reduce(0) { $0 + elapsed($1.lowerBound, $1.upperBound) }
        return elapsed(start, end) - paused
    }

    /// The moment at which a working time that begins at `start` has passed, pauses left out.
    ///
    /// The earliest such moment: a time that ends with the day is due at closing. Zero is due at the first working
    /// moment. Nil if it never comes: no working time, a pause without end, or beyond the year 9999.
    package func due(
        from start: Instant, within duration: WorkDuration, pauses: [Range<Instant>] = []
    ) -> Instant? {
        let start = max(start, .earliest)
        switch duration {
        case .seconds(let seconds): return instant(working: max(0, seconds), after: start, pauses: pauses)
        case .workingDays(0): return instant(working: 0, after: start, pauses: pauses)
        case .workingDays(let days):
            return due(from: start, pauses: pauses) { dayEnd(of: $0, days: days, atTime: true) }
        case .endOfDay(let days): return due(from: start, pauses: pauses) { dayEnd(of: $0, days: days, atTime: false) }
        }
    }

    /// Whether the second that begins at a moment is working time.
    package func isWorking(at instant: Instant) -> Bool {
        elapsed(instant, instant + 1) > 0
    }

    /// The first moment, not before the given one, at which a working second begins; nil if there is none.
    package func firstWorkingMoment(from instant: Instant) -> Instant? {
        guard instant <= .latest else { return nil }
        let start = max(instant, .earliest)
        // The end of the next second that is worked, less that second.
        return tables.work.instant(afterWorking: tables.work.worked(before: start) + 1).map { $0 - 1 }
    }

    private func elapsed(_ start: Instant, _ end: Instant) -> Int64 {
        tables.work.worked(before: end) - tables.work.worked(before: start)
    }

    private func instant(working seconds: Int64, after start: Instant, pauses: [Range<Instant>]) -> Instant? {
        var start = start
        var remaining = seconds
        for pause in pauses.mergedRanges() where pause.upperBound > start {
            if pause.lowerBound > start {
                if remaining == 0, let first = firstWorkingMoment(from: start), first < pause.lowerBound {
                    return first
                }
                let available = elapsed(start, pause.lowerBound)
                if remaining > 0 {
                    if available >= remaining { break }
                    remaining -= available
                }
            }
            start = pause.upperBound
        }
        if remaining == 0 { return firstWorkingMoment(from: start) }
        // Before the sum: up to a moment that never comes, it would step through thousands of years.
        guard start <= .latest else { return nil }
        let (total, overflows) = tables.work.worked(before: start).addingReportingOverflow(remaining)
        guard !overflows else { return nil }
        return tables.work.instant(afterWorking: total)
    }

    /// Moves a due that is counted in days by the working time of each pause that begins before it.
    ///
    /// Nil under a pause without end: when it runs out is not known.
    private func due(
        from start: Instant, pauses: [Range<Instant>], base: (_ start: Instant) -> Instant?
    ) -> Instant? {
        guard let first = firstWorkingMoment(from: start), var due = base(first) else { return nil }
        for pause in pauses.mergedRanges() where pause.upperBound > start {
            if pause.lowerBound >= due { break }
            guard pause.upperBound <= .latest else { return nil }
            let lost = elapsed(max(start, pause.lowerBound), pause.upperBound)
            guard lost > 0 else { continue }
            guard let later = instant(working: lost, after: due, pauses: []) else { return nil }
            due = later
        }
        return due
    }
}

extension [Range<Instant>] {
    /// The same stretches inside a bound, ascending and disjoint.
    func clamped(to bounds: Range<Instant>) -> [Range<Instant>] {
        map { $0.clamped(to: bounds) }.mergedRanges()
    }
}
