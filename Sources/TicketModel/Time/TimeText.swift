/// Times and durations for people.
package enum TimeText {
    /// `2026-11-21 10:03` in the desk's zone.
    package static func local(_ instant: Instant, in zone: Zone) -> String {
        let text = instant.formatted(in: zone)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }

    /// `3d 4h`, `2h 5m`, `12m`, `40s`: the two largest units. Days have 24 hours.
    package static func duration(_ seconds: Int64) -> String {
        let seconds = abs(seconds)
        let (days, hours, minutes) = (seconds / 86_400, seconds % 86_400 / 3_600, seconds % 3_600 / 60)
        if days > 0 { return hours > 0 ? "\(days)d \(hours)h" : "\(days)d" }
        if hours > 0 { return minutes > 0 ? "\(hours)h \(minutes)m" : "\(hours)h" }
        return minutes > 0 ? "\(minutes)m" : "\(seconds)s"
    }

    /// `45h`, `2h 5m`, `12m`, `40s`: a clock's time, never in days, since a working day is none of 24 hours.
    package static func clock(_ seconds: Int64) -> String {
        let (hours, minutes) = (abs(seconds) / 3_600, abs(seconds) % 3_600 / 60)
        if hours > 0 { return minutes > 0 ? "\(hours)h \(minutes)m" : "\(hours)h" }
        return duration(seconds)
    }

    /// `1:23:45`, to the second, for explanations.
    package static func exact(_ seconds: Int64) -> String {
        let magnitude = abs(seconds)
        let parts = [magnitude / 3_600, magnitude % 3_600 / 60, magnitude % 60]
        let digits = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return seconds < 0 ? "-" + digits : digits
    }
}
