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
        clocks(
            of: [TimelineEdition(from: .distantPast, timeline: timeline, policies: policies)], now: now,
            includeSegments: includeSegments)
    }

    /// Returns every clock of a ticket, each judged by the policies that were in force when it started.
    ///
    /// - Parameter editions: The ticket's timeline under each set of policies, in order of time; the first set holds for what
    ///   came before it, too.
    package static func clocks(
        of editions: [TimelineEdition], now: Instant, includeSegments: Bool = false
    ) -> TicketClocks {
        let lives = editions.compactMap { edition -> TicketLife? in
            guard let first = edition.timeline.states.first else { return nil }
            return TicketLife(
                edition.timeline.truncated(at: now), policies: edition.policies, now: max(now, first.from))
        }
        guard lives.count == editions.count, let last = lives.last else {
            return TicketClocks(policyName: nil, clocks: [])
        }
        func life(at moment: Instant) -> TicketLife {
            lives[max(0, editions.partitioningIndex { $0.from > moment } - 1)]
        }
        let spans = last.spans { life(at: $0).policy(at: $0)?.policy.startsNewCycle == true }
        let clocks = spans.compactMap { span -> ServiceClock? in
            let life = life(at: span.start)
            guard life.asksFor(span.target) else { return nil }
            return ClockJudge(life: life, span: span)?.clock(includeSegments: includeSegments)
        }
        return TicketClocks(policyName: life(at: last.now).policy(at: last.now)?.policy.name, clocks: clocks)
    }
}

/// A ticket's timeline under one set of policies.
package struct TimelineEdition: Sendable {
    /// From when on the policies are in force.
    package var from: Instant
    /// Its states name policies of this set.
    package var timeline: Timeline
    package var policies: [ResolvedPolicy]

    package init(from: Instant, timeline: Timeline, policies: [ResolvedPolicy]) {
        self.from = from
        self.timeline = timeline
        self.policies = policies
    }
}
