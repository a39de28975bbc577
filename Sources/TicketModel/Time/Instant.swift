/// A moment, in whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
package struct Instant: Hashable, Comparable, Sendable {
    package let secondsSinceEpoch: Int64

    package init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// 0001-01-01T00:00:00Z: the first moment that RFC 3339 can write, but for the year 0.
    package static let earliest = Instant(secondsSinceEpoch: -62_135_596_800)
    /// 9999-12-31T23:59:59Z: the last moment that RFC 3339 can write.
    package static let latest = Instant(secondsSinceEpoch: 253_402_300_799)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }

    /// A moment that many seconds later. Stops at the ends of `Int64`: dates in commits may be any number.
    package static func + (instant: Instant, seconds: Int64) -> Instant {
        let (sum, overflows) = instant.secondsSinceEpoch.addingReportingOverflow(seconds)
        return Instant(secondsSinceEpoch: overflows ? (seconds < 0 ? .min : .max) : sum)
    }

    /// A moment that many seconds earlier. Stops at the ends of `Int64`.
    package static func - (instant: Instant, seconds: Int64) -> Instant {
        let (sum, overflows) = instant.secondsSinceEpoch.subtractingReportingOverflow(seconds)
        return Instant(secondsSinceEpoch: overflows ? (seconds < 0 ? .max : .min) : sum)
    }

    /// The seconds from the right moment to the left one, negative if the left one is earlier.
    package static func - (left: Instant, right: Instant) -> Int64 {
        let (difference, overflows) = left.secondsSinceEpoch.subtractingReportingOverflow(right.secondsSinceEpoch)
        return overflows ? (left < right ? .min : .max) : difference
    }

    /// The nearest moment of the years 1 to 9999.
    package var clampedToCalendar: Instant { min(max(self, .earliest), .latest) }
}

extension Instant: CustomStringConvertible {
    package var description: String { formatted() }
}
