import ServiceLevels
import TicketModel

/// Times and durations for people.
enum TimeText {
    /// `2026-11-21 10:03` in the desk's zone.
    static func local(_ instant: Instant, in zone: Zone) -> String {
        let text = instant.formatted(in: zone)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }

    /// `3d 4h`, `2h 5m`, `12m`, `40s`: the two largest units. Days have 24 hours.
    static func duration(_ seconds: Int64) -> String {
        let seconds = abs(seconds)
        let (days, hours, minutes) = (seconds / 86_400, seconds % 86_400 / 3_600, seconds % 3_600 / 60)
        if days > 0 { return hours > 0 ? "\(days)d \(hours)h" : "\(days)d" }
        if hours > 0 { return minutes > 0 ? "\(hours)h \(minutes)m" : "\(hours)h" }
        return minutes > 0 ? "\(minutes)m" : "\(seconds)s"
    }

    /// `45h`, `2h 5m`, `12m`, `40s`: a clock's time, never in days, since a working day is none of 24 hours.
    static func clock(_ seconds: Int64) -> String {
        let (hours, minutes) = (abs(seconds) / 3_600, abs(seconds) % 3_600 / 60)
        if hours > 0 { return minutes > 0 ? "\(hours)h \(minutes)m" : "\(hours)h" }
        return duration(seconds)
    }

    /// `1:23:45`, to the second, for explanations.
    static func exact(_ seconds: Int64) -> String {
        let magnitude = abs(seconds)
        let parts = [magnitude / 3_600, magnitude % 3_600 / 60, magnitude % 60]
        let digits = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return seconds < 0 ? "-" + digits : digits
    }
}

/// The next clock of a ticket in a few words, so that no colour is needed to read it.
enum ClockText {
    static func next(_ clocks: TicketClocks?, limit: StatusLimit?) -> StyledText {
        let next = clocks?.next
        if let limit, limit.state.isActive, next.map({ limit.urgency < $0.urgency }) ?? true {
            let text = state(limit.state, remainingSeconds: limit.remainingSeconds)
            return StyledText("\(limit.status) \(text)", style(limit.state))
        }
        guard let next else { return StyledText(clocks?.state?.rawValue ?? "", .dim) }
        return StyledText("\(next.target.rawValue) \(state(next))", style(next.state))
    }

    /// `in 2h 5m`, `1d 3h late`, `paused, 4h left`.
    static func state(_ clock: ServiceClock) -> String {
        state(clock.state, remainingSeconds: clock.remainingSeconds)
    }

    static func state(_ state: ClockState, remainingSeconds: Int64?) -> String {
        let left = remainingSeconds.map(TimeText.clock) ?? ""
        switch state {
        case .running: return left.isEmpty ? "running" : "in \(left)"
        case .atRisk: return left.isEmpty ? "at risk" : "at risk, \(left) left"
        case .paused: return left.isEmpty ? "paused" : "paused, \(left) left"
        case .breached: return left.isEmpty ? "late" : "\(left) late"
        case .met, .missed, .cancelled, .unknown: return state.rawValue
        }
    }

    static func style(_ state: ClockState) -> Style {
        switch state {
        case .breached, .missed: .bold.and(.red)
        case .atRisk: .yellow
        case .paused, .cancelled, .unknown: .dim
        case .running: .plain
        case .met: .green
        }
    }
}
