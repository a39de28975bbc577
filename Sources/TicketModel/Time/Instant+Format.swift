extension Instant {
    /// The RFC 3339 text in UTC: `2026-11-23T11:00:00Z`.
    package func formatted() -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        appendFormatted(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the RFC 3339 text in UTC.
    package func appendFormatted(to bytes: inout [UInt8]) {
        appendCivil(offsetSeconds: 0, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(25)
        appendCivil(offsetSeconds: minutes * 60, to: &bytes)
        bytes.append(UInt8(ascii: minutes < 0 ? "-" : "+"))
        Self.append(abs(minutes) / 60, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(abs(minutes) % 60, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func appendCivil(offsetSeconds: Int, to bytes: inout [UInt8]) {
        let local = localSeconds(offset: offsetSeconds)
        let day = local.flooredDividing(by: 86_400)
        let (date, second) = (CivilDate(daysSinceEpoch: Int(day)), Int(local - day * 86_400))
        if (0...9_999).contains(date.year) {
            Self.append(date.year / 100, to: &bytes)
            Self.append(date.year % 100, to: &bytes)
            bytes.append(UInt8(ascii: "-"))
            Self.append(date.month, to: &bytes)
            bytes.append(UInt8(ascii: "-"))
            Self.append(date.day, to: &bytes)
        } else {
            bytes.append(contentsOf: date.description.utf8)
        }
        bytes.append(UInt8(ascii: "T"))
        Self.append(second / 3_600, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(second / 60 % 60, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(second % 60, to: &bytes)
    }

    /// Appends a number below 100 as two digits.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}
