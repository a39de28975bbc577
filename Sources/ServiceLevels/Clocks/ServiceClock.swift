package import TicketModel

/// How a clock stands.
package enum ClockState: String, CaseIterable, Hashable, Sendable {
    case running
    /// Running, with less left than the policy warns at.
    case atRisk = "at-risk"
    case paused
    /// Stopped in time.
    case met
    /// Stopped late.
    case missed
    /// Runs on past its due.
    case breached
    /// Ended by resolving or closing before it was due.
    case cancelled
    /// History that it needs is missing.
    case unknown

    /// Whether the clock has not ended.
    package var isActive: Bool {
        switch self {
        case .running, .atRisk, .paused, .breached: true
        case .met, .missed, .cancelled, .unknown: false
        }
    }
}

/// One target's clock on one ticket, as it stands at a moment.
package struct ServiceClock: Hashable, Sendable {
    package var target: TargetKind
    package var state: ClockState
    /// 1, and one more for each reopening if the policy starts new cycles.
    package var cycle = 1
    /// The policy whose target it is.
    package var policyName: String
    package var startedAt: Instant
    /// Nil while it runs.
    package var stoppedAt: Instant?
    /// The first time that a reopened ticket was resolved; nil unless it was reopened.
    package var firstStoppedAt: Instant?
    /// When the target runs out; nil while paused, or if that never comes.
    package var due: Instant?
    /// What the policy asks for.
    package var goal: WorkDuration
    /// The target in seconds of working time; nil if it counts days.
    package var targetSeconds: Int64?
    /// Working time used so far; nil if unknown.
    package var elapsedSeconds: Int64?
    /// Working time left when it stopped or now, negative past the due; nil if unknown.
    package var remainingSeconds: Int64?
    /// When the target ran out while the clock ran; nil if it has not.
    package var breachedAt: Instant?
    /// What each stretch of time counted; empty unless asked for.
    package var segments: [ClockSegment] = []
    /// What started the clock, and what stopped it; nil where it is remembered, and its history was not looked at.
    package var startSource: TimelineSource?
    package var stopSource: TimelineSource?
    /// Nil where it has ended, or is unknown.
    package var pace: ClockPace?

    /// A clock of which nothing else is known yet.
    package init(
        target: TargetKind, state: ClockState, cycle: Int = 1, policyName: String, startedAt: Instant,
        stoppedAt: Instant? = nil, firstStoppedAt: Instant? = nil, goal: WorkDuration,
        startSource: TimelineSource? = nil, stopSource: TimelineSource? = nil
    ) {
        self.target = target
        self.state = state
        self.cycle = cycle
        self.policyName = policyName
        self.startedAt = startedAt
        self.stoppedAt = stoppedAt
        self.firstStoppedAt = firstStoppedAt
        self.goal = goal
        if case .seconds(let seconds) = goal { targetSeconds = seconds }
        self.startSource = startSource
        self.stopSource = stopSource
    }
}

/// By what a clock that has not ended goes on.
package struct ClockPace: Hashable, Sendable {
    /// Which of the policies counts its time, and says when it is at risk.
    package var policyIndex: Int
    package var isPaused: Bool

    package init(policyIndex: Int, isPaused: Bool) {
        self.policyIndex = policyIndex
        self.isPaused = isPaused
    }
}

/// A stretch of a clock's time and whether it counted.
package struct ClockSegment: Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable {
        case working = "working time"
        case outsideHours = "outside hours"
        /// Working time and hours between it, told as one: the clock has too many stretches to tell each.
        case summary
        case holiday
        case waiting
        case resolved
    }

    package var from: Instant
    package var to: Instant
    package var reason: Reason
    /// Working time from the clock's start to the end of this stretch.
    package var runningSeconds: Int64
    /// The change or entry that made the ticket what it was in this stretch.
    package var source: TimelineSource

    package var counts: Bool { reason == .working || reason == .summary }
}

/// All clocks of a ticket.
package struct TicketClocks: Hashable, Sendable {
    /// The policy that holds now; nil if none does.
    package var policyName: String?
    /// In the order of `TargetKind.allCases`, of one target in order of time.
    package var clocks: [ServiceClock]

    package init(policyName: String?, clocks: [ServiceClock]) {
        self.policyName = policyName
        self.clocks = clocks
    }

    /// The clock that needs attention first: breached before running before paused, of each the soonest.
    package var next: ServiceClock? {
        clocks.filter(\.state.isActive).min { $0.urgency < $1.urgency }
    }

    /// The state of `next`; without one the worst of the clocks that ended; nil without clocks.
    package var state: ClockState? {
        if let next { return next.state }
        return [.unknown, .missed, .met, .cancelled].first { state in clocks.contains { $0.state == state } }
    }
}

extension ServiceClock {
    /// Smaller is more urgent.
    package var urgency: (Int, Int64) {
        switch state {
        case .breached: (0, (breachedAt ?? due ?? .distantPast).secondsSinceEpoch)
        case .running, .atRisk: (1, (due ?? .distantFuture).secondsSinceEpoch)
        default: (2, remainingSeconds ?? .max)
        }
    }
}
