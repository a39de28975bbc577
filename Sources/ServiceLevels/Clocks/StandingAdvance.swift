package import TicketModel

/// Moves how tickets stood at one moment on to a later one, between which nothing happened to them but time.
///
/// What ended stays as it ended, and of what runs only the time that is used up changes, by the same working time for all
/// clocks of one calendar: a property test holds this to what `ServiceLevels.clocks` says at the later moment.
package struct StandingAdvance: Sendable {
    private let now: Instant
    private let policies: [ResolvedPolicy]
    /// Working seconds between the moments, in each policy's calendar.
    private let worked: [Int64]
    private let workedOtherwise: Int64

    /// - Parameters:
    ///   - policies: those that the standings were computed with.
    ///   - otherwise: the calendar of limits without a policy.
    package init(
        from start: Instant, to now: Instant, policies: [ResolvedPolicy], otherwise: WorkingCalendar
    ) {
        self.now = now
        self.policies = policies
        worked = policies.map { $0.calendar.elapsedSeconds(from: start, to: now) }
        workedOtherwise = otherwise.elapsedSeconds(from: start, to: now)
    }

    /// Whether a standing can be moved on from `now` at which it was computed.
    ///
    /// Not where something has yet to happen, where what is not committed counts as now, or where a clock that counts days
    /// pauses: what it has left depends on the hour.
    package static func canMove(_ standing: TicketStanding, of timeline: Timeline, from now: Instant) -> Bool {
        guard !timeline.hasUncommitted, timeline.states.allSatisfy({ $0.from <= now }),
            timeline.entries.allSatisfy({ $0.at <= now })
        else { return false }
        return standing.clocks.clocks.allSatisfy { $0.pace?.isPaused != true || $0.targetSeconds != nil }
    }

    package func move(_ standing: inout TicketStanding) {
        for index in standing.clocks.clocks.indices { move(&standing.clocks.clocks[index]) }
        if var limit = standing.limit {
            move(&limit)
            standing.limit = limit
        }
    }

    private func move(_ clock: inout ServiceClock) {
        guard let pace = clock.pace, policies.indices.contains(pace.policyIndex) else { return }
        if !pace.isPaused {
            clock.elapsedSeconds = clock.elapsedSeconds.map { $0 + worked[pace.policyIndex] }
            clock.remainingSeconds = clock.remainingSeconds.map { $0 - worked[pace.policyIndex] }
        }
        guard clock.breachedAt == nil else { return }
        if let due = clock.due, due < now {
            (clock.breachedAt, clock.state) = (due, .breached)
        } else if !pace.isPaused, let remaining = clock.remainingSeconds {
            let total = clock.targetSeconds ?? (clock.elapsedSeconds ?? 0) + remaining
            let isAtRisk = policies[pace.policyIndex].policy.atRisk.holds(remaining: remaining, of: total)
            clock.state = isAtRisk ? .atRisk : .running
        }
    }

    private func move(_ limit: inout StatusLimit) {
        guard limit.leftAt == nil else { return }
        let policy = limit.policyIndex.flatMap { policies.indices.contains($0) ? $0 : nil }
        let seconds = policy.map { worked[$0] } ?? workedOtherwise
        limit.elapsedSeconds += seconds
        limit.remainingSeconds = limit.remainingSeconds.map { $0 - seconds }
        guard limit.state != .unknown, limit.brokenAt == nil else { return }
        if let due = limit.due, due < now { limit.brokenAt = due }
        limit.state = limit.currentState(atRisk: policy.map { policies[$0].policy.atRisk } ?? .standard)
    }
}
