extension Instant {
    /// The RFC 3339 text in UTC: `2026-11-23T11:00:00Z`.
    package func formatted() -> String {
        civilText(offsetSeconds: 0) + "Z"
    }

    /// The RFC 3339 text with the zone's offset at that moment: `2026-11-21T10:03:00+03:00`.
    package func formatted(in zone: Zone) -> String {
        formatted(offsetSeconds: zone.offsetSeconds(at: self))
    }

    /// The RFC 3339 text with an offset in seconds east of UTC.
    ///
    /// RFC 3339 has offsets in whole minutes: seconds (local mean times before 1900) are dropped towards zero, and the
    /// civil time is that of the offset written, so that the text names this very moment. An offset of a day or more, which
    /// zone files may have (RFC 8536 § 3.2) and RFC 3339 has not, gives the text in UTC.
    package func formatted(offsetSeconds: Int) -> String {
        let minutes = offsetSeconds / 60
        guard abs(minutes) < 1_440 else { return formatted() }
        let sign = minutes < 0 ? "-" : "+"
        let magnitude = abs(minutes)
        return civilText(offsetSeconds: minutes * 60) + sign + padded(magnitude / 60, to: 2) + ":"
            + padded(magnitude % 60, to: 2)
    }

    private func civilText(offsetSeconds: Int) -> String {
        let (date, second) = Zone.fixed(offsetSeconds: offsetSeconds).civil(at: self)
        let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, to: 2) }
        return date.description + "T" + time.joined(separator: ":")
    }
}
