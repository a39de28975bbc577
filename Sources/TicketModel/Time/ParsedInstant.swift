/// What a text says about a moment, before a zone or a day supplies what is missing.
package struct ParsedInstant: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A date and a time of day.
        case dateTime
        /// A date alone.
        case date
        /// A time of day alone: `on(_:)` gives it a date.
        case timeOnly
    }

    package let kind: Kind
    /// The date as written; 1970-01-01 where only a time was.
    package let date: CivilDate
    /// Seconds since midnight as written: 0 for a date alone, 86400 for the leap second of a midnight.
    package let secondsOfDay: Int
    /// Seconds east of UTC as written; nil where the text has no offset.
    package let offsetSeconds: Int?

    package init(kind: Kind, date: CivilDate, secondsOfDay: Int, offsetSeconds: Int?) {
        self.kind = kind
        self.date = date
        self.secondsOfDay = secondsOfDay
        self.offsetSeconds = offsetSeconds
    }

    package var hasOffset: Bool { offsetSeconds != nil }

    /// The same time on another date: for a time without one.
    package func on(_ date: CivilDate) -> ParsedInstant {
        ParsedInstant(kind: .dateTime, date: date, secondsOfDay: secondsOfDay, offsetSeconds: offsetSeconds)
    }

    /// The moment that is meant; without an offset, in the zone given.
    ///
    /// A bare date is the first moment of that local day, or with `endOfDay` its last second. A local time that the zone
    /// skips is the moment of the change; one that comes twice is the first.
    package func resolved(in zone: Zone, endOfDay: Bool = false) -> Instant {
        if let offsetSeconds {
            return Zone.fixed(offsetSeconds: offsetSeconds).instant(of: date, secondsOfDay: secondsOfDay)
        }
        if kind == .date && endOfDay {
            return zone.instant(of: date, secondsOfDay: 86_400) - 1
        }
        return zone.instant(of: date, secondsOfDay: secondsOfDay)
    }

    /// Whether the moment can be written again: `0001-01-01T00:00:00+03:00` lies in the year 0.
    var isRepresentable: Bool {
        (Instant.earliest...Instant.latest).contains(resolved(in: .utc))
    }
}
