package import TicketModel

extension WorkingCalendar {
    /// The stretches of working time between two moments, ascending and apart, each computed when it is asked for.
    package func workingIntervals(from start: Instant, to end: Instant) -> WorkingIntervals {
        WorkingIntervals(calendar: self, position: start, end: end)
    }

    /// The moment at which working time that goes on at `start` is first interrupted, at most `end`.
    fileprivate func endOfWork(from start: Instant, notAfter end: Instant) -> Instant {
        // Uninterrupted work of a length implies that of every shorter one, so that the length can be searched.
        func isUninterrupted(_ length: Int64) -> Bool { elapsedSeconds(from: start, to: start + length) == length }
        let most = end - start
        if isUninterrupted(most) { return end }
        var longest: Int64 = 1
        while longest * 2 < most, isUninterrupted(longest * 2) { longest *= 2 }
        var tooLong = min(longest * 2, most)
        while tooLong - longest > 1 {
            let middle = longest + (tooLong - longest) / 2
            if isUninterrupted(middle) { longest = middle } else { tooLong = middle }
        }
        return start + longest
    }
}

/// A lazy sequence of working intervals.
package struct WorkingIntervals: Sequence, IteratorProtocol, Sendable {
    fileprivate let calendar: WorkingCalendar
    fileprivate var position: Instant
    fileprivate let end: Instant

    package mutating func next() -> Range<Instant>? {
        guard position < end, let start = calendar.firstWorkingMoment(from: position), start < end else { return nil }
        position = calendar.endOfWork(from: start, notAfter: Swift.min(end, .latest))
        return start < position ? start..<position : nil
    }
}
