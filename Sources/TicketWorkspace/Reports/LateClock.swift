internal import ServiceLevels
package import TicketModel

/// A clock of a report that was missed or broke.
package struct LateClock: Sendable {
    package let ticket: TicketID
    package let title: String
    package let target: TargetKind
    package let policyName: String
    /// Who had the ticket then: the handle, where `people.yml` knows the person.
    package let agent: String?
    /// Whether it ended late; else it still ran at the end of the period.
    package let isMissed: Bool
    /// When it ended, or broke.
    package let at: Instant
    package let due: Instant?
    /// Working time past the due, at its end or at that of the period; nil where it is not known.
    package let lateSeconds: Int64?

    /// Nil for a clock that was met or cancelled.
    init?(_ clock: ReportedClock) {
        switch clock.outcome {
        case .met, .cancelled: return nil
        case .missed: isMissed = true
        case .breached: isMissed = false
        }
        ticket = clock.past.ticket.id
        title = clock.past.ticket.title
        target = clock.clock.target
        policyName = clock.clock.policyName
        agent = clock.state.assignee
        at = clock.at
        due = clock.clock.due
        lateSeconds = clock.clock.remainingSeconds.map { max(0, -$0) }
    }

    /// The latest first; ties by id and target.
    static func isBefore(_ left: LateClock, _ right: LateClock) -> Bool {
        let (one, other) = (left.lateSeconds ?? -1, right.lateSeconds ?? -1)
        if one != other { return one > other }
        return (left.ticket, left.target.rawValue, left.at) < (right.ticket, right.target.rawValue, right.at)
    }
}
