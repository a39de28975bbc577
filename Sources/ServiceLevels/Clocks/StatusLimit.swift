package import TicketModel

/// A stay in a status that may last only so long.
package struct StatusLimit: Hashable, Sendable {
    package var status: String
    package var limit: WorkDuration
    package var enteredAt: Instant
    /// Nil while it lasts.
    package var leftAt: Instant?
    /// Nil if the calendar never gets there.
    package var due: Instant?
    /// `met` or `missed` once left.
    package var state: ClockState
    /// Working time in the status.
    package var elapsedSeconds: Int64
    /// Working time left when it ended or now, negative past the due; nil without a due.
    package var remainingSeconds: Int64?
    /// When the limit ran out during the stay; nil if it did not.
    package var brokenAt: Instant?
    /// Who had the ticket when the limit ran out, else at the end of the stay or now.
    package var assignee: String?
    /// Which of the policies gives it its calendar; nil if none does.
    package var policyIndex: Int?

    package init(
        status: String, limit: WorkDuration, enteredAt: Instant, leftAt: Instant? = nil, due: Instant?,
        state: ClockState = .running, elapsedSeconds: Int64, remainingSeconds: Int64? = nil, brokenAt: Instant?,
        assignee: String?, policyIndex: Int?
    ) {
        self.status = status
        self.limit = limit
        self.enteredAt = enteredAt
        self.leftAt = leftAt
        self.due = due
        self.state = state
        self.elapsedSeconds = elapsedSeconds
        self.remainingSeconds = remainingSeconds
        self.brokenAt = brokenAt
        self.assignee = assignee
        self.policyIndex = policyIndex
    }
}

extension StatusLimit {
    /// Smaller is more urgent, on the scale of `ServiceClock.urgency`.
    package var urgency: (Int, Int64) {
        switch state {
        case .breached: (0, (brokenAt ?? due ?? .distantPast).secondsSinceEpoch)
        default: (1, (due ?? .distantFuture).secondsSinceEpoch)
        }
    }

    /// The state that follows from all the rest.
    func currentState(atRisk: AtRisk) -> ClockState {
        if leftAt != nil { return brokenAt == nil ? .met : .missed }
        if brokenAt != nil { return .breached }
        guard let remainingSeconds else { return .running }
        return atRisk.holds(remaining: remainingSeconds, of: elapsedSeconds + remainingSeconds) ? .atRisk : .running
    }
}

extension ServiceLevels {
    /// Returns every stay of a ticket in a status with a limit, in order of time; one that lasts comes last.
    ///
    /// A limit counts in the calendar of the ticket's policy at the end of the stay, or in `otherwise` without one, and
    /// pauses for nothing: a limit on a waiting status is about the waiting.
    package static func statusLimits(
        of timeline: Timeline, limits: [String: WorkDuration], policies: [ResolvedPolicy], otherwise: WorkingCalendar,
        now: Instant
    ) -> [StatusLimit] {
        guard !limits.isEmpty, let first = timeline.states.first else { return [] }
        let life = TicketLife(timeline.truncated(at: now), policies: policies, now: max(now, first.from))
        return life.stays.compactMap { stay in
            limits[stay.first.status].map { limit($0, stay, life, otherwise) }
        }
    }

    private static func limit(
        _ limit: WorkDuration, _ stay: TicketLife.Stay, _ life: TicketLife, _ otherwise: WorkingCalendar
    ) -> StatusLimit {
        let policy = life.policy(of: stay.last)
        let calendar = policy?.calendar ?? otherwise
        let end = stay.leftAt ?? life.now
        let due = calendar.due(from: stay.first.from, within: limit)
        let broken = due.flatMap { $0 < end ? $0 : nil }
        let elapsed = calendar.elapsedSeconds(from: stay.first.from, to: end)
        var result = StatusLimit(
            status: stay.first.status, limit: limit, enteredAt: stay.first.from, leftAt: stay.leftAt, due: due,
            elapsedSeconds: elapsed, brokenAt: broken,
            assignee: broken.map { life.state(at: $0).assignee } ?? stay.last.assignee,
            policyIndex: stay.last.policyIndex)
        result.remainingSeconds = due.map {
            $0 >= end ? calendar.elapsedSeconds(from: end, to: $0) : -calendar.elapsedSeconds(from: $0, to: end)
        }
        result.state = result.currentState(atRisk: policy?.policy.atRisk ?? .standard)
        guard let missing = life.missingBefore, stay.first.from < missing else { return result }
        // Never a wrong number: when it began is not known.
        (result.state, result.due, result.remainingSeconds, result.brokenAt) = (.unknown, nil, nil, nil)
        return result
    }
}

extension AtRisk {
    /// Whether less than the share or time is left.
    func holds(remaining: Int64, of total: Int64) -> Bool {
        switch self {
        case .seconds(let seconds): remaining < seconds
        case .share(let perMille): remaining * 1_000 < total * Int64(perMille)
        }
    }
}

extension TicketLife {
    /// Neighbouring states with one status.
    struct Stay {
        let first: TimelineState
        var last: TimelineState
        var leftAt: Instant?
    }

    var stays: [Stay] {
        var stays: [Stay] = []
        for state in states {
            if let stay = stays.last, stay.last.status == state.status {
                stays[stays.count - 1].last = state
            } else {
                if !stays.isEmpty { stays[stays.count - 1].leftAt = state.from }
                stays.append(Stay(first: state, last: state))
            }
        }
        return stays
    }
}
