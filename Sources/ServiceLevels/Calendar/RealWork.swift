import TicketModel

/// Working time along real time: how much lies before any moment, and the reverse.
///
/// While a zone's offset stays, real and local time advance together. After the clock went forward, what it skipped is
/// not there; after it went back, the repeated time counts whole if the second before it did, because both ends of an
/// interval mean their first occurrence. The work before each change of offset is summed up once, up to the year 2100;
/// beyond, two changes a year are stepped through.
struct RealWork: Sendable {
    /// A stretch with one offset.
    private struct Stretch {
        let span: OffsetSpan
        /// For so many seconds after its start the local clock shows nothing new.
        let repeatedSeconds: Int64
        let countsRepeated: Bool
        /// Seconds worked before the start.
        let workedBefore: Int64
        /// What `LocalWork` has counted when new local time begins.
        let localWorkedBefore: Int64
        /// The furthest that the local clock has come by the end.
        let localEnd: Int64
    }

    private static let horizon = Instant(secondsSinceEpoch: 4_102_444_800)

    private let zone: Zone
    private let local: LocalWork
    private var stretches: [Stretch] = []

    init(zone: Zone, local: LocalWork) {
        self.zone = zone
        self.local = local
        var stretch = stretch(zone.span(at: .earliest - 400_000), after: nil)
        stretches.append(stretch)
        while stretch.span.end < RealWork.horizon {
            stretch = self.stretch(zone.span(at: stretch.span.end), after: stretch)
            stretches.append(stretch)
        }
    }

    /// Seconds worked before a moment, from a beginning long ago.
    func worked(before instant: Instant) -> Int64 {
        let instant = min(max(instant, .earliest - 200_000), .latest + 200_000)
        let index = stretches.partitioningIndex { $0.span.start > instant }
        var stretch = stretches[max(0, index - 1)]
        while stretch.span.end <= instant { stretch = self.stretch(zone.span(at: stretch.span.end), after: stretch) }
        return worked(in: stretch, before: instant)
    }

    /// The first moment before which this much is worked; nil if it does not come before the year 10000.
    func instant(afterWorking seconds: Int64) -> Instant? {
        let index = stretches.partitioningIndex { $0.workedBefore >= seconds } - 1
        guard index >= 0 else { return nil }
        var stretch = stretches[index]
        while stretch.span.end <= .latest, worked(in: stretch, before: stretch.span.end) < seconds {
            stretch = self.stretch(zone.span(at: stretch.span.end), after: stretch)
        }
        guard let instant = instant(in: stretch, afterWorking: seconds), instant <= .latest else { return nil }
        return instant
    }

    private func worked(in stretch: Stretch, before instant: Instant) -> Int64 {
        let passed = instant - stretch.span.start
        let repeated = stretch.countsRepeated ? min(passed, stretch.repeatedSeconds) : 0
        guard passed > stretch.repeatedSeconds else { return stretch.workedBefore + repeated }
        let localSeconds = (instant + Int64(stretch.span.offsetSeconds)).secondsSinceEpoch
        return stretch.workedBefore + repeated + local.worked(before: localSeconds) - stretch.localWorkedBefore
    }

    private func instant(in stretch: Stretch, afterWorking seconds: Int64) -> Instant? {
        var remaining = seconds - stretch.workedBefore
        if stretch.countsRepeated {
            if remaining <= stretch.repeatedSeconds { return stretch.span.start + remaining }
            remaining -= stretch.repeatedSeconds
        }
        let localSeconds = local.localSeconds(afterWorking: stretch.localWorkedBefore + remaining)
        return localSeconds.map { Instant(secondsSinceEpoch: $0) - Int64(stretch.span.offsetSeconds) }
    }

    private func stretch(_ span: OffsetSpan, after previous: Stretch?) -> Stretch {
        // The first span has no beginning: take one before every moment that is asked for.
        let start = max(span.start, .earliest - 400_000)
        let localStart = (start + Int64(span.offsetSeconds)).secondsSinceEpoch
        let reached = previous?.localEnd ?? localStart
        let repeated = min(max(0, reached - localStart), span.end - start)
        let end = span.end == .distantFuture ? span.end : span.end + Int64(span.offsetSeconds)
        let workedBefore = previous.map { worked(in: $0, before: start) } ?? 0
        return Stretch(
            span: span.clamped(from: start),
            repeatedSeconds: repeated,
            countsRepeated: repeated > 0 && local.worked(before: reached) > local.worked(before: reached - 1),
            workedBefore: workedBefore,
            localWorkedBefore: local.worked(before: localStart + repeated),
            localEnd: max(reached, end.secondsSinceEpoch))
    }
}
