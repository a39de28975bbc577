package import TicketModel

/// A policy with its calendar.
package struct ResolvedPolicy: Sendable {
    package var policy: ServicePolicy
    package var calendar: WorkingCalendar

    package init(policy: ServicePolicy, calendar: WorkingCalendar) {
        self.policy = policy
        self.calendar = calendar
    }
}

/// The clocks of tickets: pure functions from what happened to where the clocks stand.
package enum ServiceLevels {
    /// Returns every clock of a ticket as it stands at `now`; what happened later is not looked at.
    ///
    /// A ticket has a clock of a target for each time that its policies ask for one, or asked for one that was broken.
    package static func clocks(
        of timeline: Timeline, policies: [ResolvedPolicy], now: Instant, includeSegments: Bool = false
    ) -> TicketClocks {
        guard let first = timeline.states.first else { return TicketClocks(policyName: nil, clocks: []) }
        let life = TicketLife(timeline.truncated(at: now), policies: policies, now: max(now, first.from))
        let clocks = life.spans().compactMap { span in
            ClockJudge(life: life, span: span)?.clock(includeSegments: includeSegments)
        }
        return TicketClocks(policyName: life.policy(at: life.now)?.policy.name, clocks: clocks)
    }
}
