import ServiceLevels
import TicketModel

/// The next clock of a ticket in a few words, so that no colour is needed to read it.
enum ClockText {
    static func next(_ standing: TicketStanding?) -> StyledText {
        let next = standing?.clocks.next
        if let limit = standing?.limit, limit.state.isActive, next.map({ limit.urgency < $0.urgency }) ?? true {
            let text = state(limit.state, remainingSeconds: limit.remainingSeconds)
            return StyledText("\(limit.status) \(text)", style(limit.state))
        }
        guard let next else { return StyledText(standing?.clocks.state?.rawValue ?? "", .dim) }
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
