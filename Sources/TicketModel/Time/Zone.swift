/// A time zone: which offset from UTC holds at every moment.
///
/// Made from the bytes of a TZif file, so that the model touches no file and every machine with the same file agrees.
/// Local times that the zone skips or repeats have one answer here: a skipped one is the moment of the change, a
/// repeated one its first occurrence.
package struct Zone: Hashable, Sendable {
    /// The IANA name; `fixed` for a zone of one offset.
    package let name: String
    /// Moments at which the offset changes, ascending.
    private let changes: [Int64]
    /// The offset before the first change, then the one after each: one more than `changes`.
    private let offsets: [Int]
    /// What holds after the last change; nil if its offset does for ever.
    private let rule: ZoneRule?

    /// Offsets beyond 26 hours are refused (RFC 8536 § 3.2 allows -25 to 26 hours).
    static let largestOffsetSeconds: Int64 = 93_600

    /// The rule's changes are written out up to here: looking one up costs a tenth of computing it.
    private static let horizon = Instant(secondsSinceEpoch: 4_102_444_800)

    init(name: String, changes: [Int64], offsets: [Int], rule: ZoneRule?) {
        var changes = changes
        var offsets = offsets
        if let rule, let last = changes.last {
            var span = rule.span(at: Instant(secondsSinceEpoch: last))
            offsets[offsets.count - 1] = span.offsetSeconds
            let limit = changes.count + 500
            while span.end < Zone.horizon, changes.count < limit {
                changes.append(span.end.secondsSinceEpoch)
                span = rule.span(at: span.end)
                offsets.append(span.offsetSeconds)
            }
        }
        self.name = name
        self.changes = changes
        self.offsets = offsets
        self.rule = rule
    }

    package static let utc = Zone(name: "UTC", changes: [], offsets: [0], rule: nil)

    /// A zone with one offset, in seconds east of UTC, for ever.
    package static func fixed(offsetSeconds: Int) -> Zone {
        Zone(name: "fixed", changes: [], offsets: [offsetSeconds], rule: nil)
    }

    /// Everything that the zone's clocks go by, as text: two zones of one name may differ, as zone data is mended every year.
    package var ruleText: String { "\(name) \(changes) \(offsets)" + (rule.map { " \($0)" } ?? "") }

    /// Seconds east of UTC at a moment.
    package func offsetSeconds(at instant: Instant) -> Int {
        span(at: instant).offsetSeconds
    }

    /// The local date and the seconds since its midnight at a moment.
    package func civil(at instant: Instant) -> (date: CivilDate, secondsOfDay: Int) {
        let local = instant.localSeconds(offset: offsetSeconds(at: instant))
        let day = local.flooredDividing(by: 86_400)
        return (CivilDate(daysSinceEpoch: Int(day)), Int(local - day * 86_400))
    }

    /// The first moment at which the local clock shows this time or a later one.
    ///
    /// `secondsOfDay` may be 86400, the end of the day, or more: an interval that runs into the next day.
    package func instant(of date: CivilDate, secondsOfDay: Int) -> Instant {
        instant(localSeconds: Int64(date.daysSinceEpoch) * 86_400 + Int64(secondsOfDay))
    }

    /// The first moment at which the local clock, in seconds since 1970-01-01T00:00 local, has reached this value.
    package func instant(localSeconds: Int64) -> Instant {
        // No offset is larger, so that no earlier span can show the time.
        var span = span(at: Instant(secondsSinceEpoch: localSeconds) - Zone.largestOffsetSeconds)
        while true {
            let candidate = max(span.start, Instant(secondsSinceEpoch: localSeconds) - Int64(span.offsetSeconds))
            guard candidate >= span.end, span.end != .distantFuture else { return candidate }
            span = self.span(at: span.end)
        }
    }

    /// The longest stretch around a moment that the zone's data describes with one offset.
    package func span(at instant: Instant) -> OffsetSpan {
        let seconds = instant.secondsSinceEpoch
        let index = changes.partitioningIndex { $0 > seconds }
        if index == changes.count, let rule {
            let floor = changes.last.map(Instant.init(secondsSinceEpoch:)) ?? .distantPast
            return rule.span(at: instant).clamped(from: floor)
        }
        return OffsetSpan(
            start: index == 0 ? .distantPast : Instant(secondsSinceEpoch: changes[index - 1]),
            end: index == changes.count ? .distantFuture : Instant(secondsSinceEpoch: changes[index]),
            offsetSeconds: offsets[index])
    }
}

/// A stretch of time, from `start` up to but without `end`, with one offset from UTC.
package struct OffsetSpan: Hashable, Sendable {
    package let start: Instant
    package let end: Instant
    /// Seconds east of UTC.
    package let offsetSeconds: Int

    /// The same stretch without what lies before a moment.
    package func clamped(from floor: Instant) -> OffsetSpan {
        OffsetSpan(start: max(start, floor), end: end, offsetSeconds: offsetSeconds)
    }
}

extension Instant {
    /// Before everything that a zone describes.
    package static let distantPast = Instant(secondsSinceEpoch: .min)
    /// After everything that a zone describes.
    package static let distantFuture = Instant(secondsSinceEpoch: .max)

    /// What the local clock shows, in seconds since 1970-01-01T00:00 local.
    func localSeconds(offset: Int) -> Int64 {
        (self + Int64(offset)).secondsSinceEpoch
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index whose element satisfies a condition that holds from some element on; the count if none does.
    @inlinable
    package func partitioningIndex(where isInSecondPart: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
