import TicketModel

/// Holds one clock's span against the targets that were in force while it ran.
struct ClockJudge {
    /// A stretch under one target and calendar.
    struct Term {
        let from: Instant
        /// The next term's beginning; the last has no end.
        let to: Instant
        /// Nil where no policy asks for this target.
        let goal: WorkDuration?
        let policy: ResolvedPolicy?
        let calendar: WorkingCalendar
        /// Which of the policies the calendar is of.
        let calendarOwner: Int
    }

    let life: TicketLife
    let span: ClockSpan
    /// When it stopped, or now.
    let end: Instant
    let terms: [Term]
    /// Disjoint and ascending. One that lasts has no end, unless the clock was stopped in it.
    let pauses: [Range<Instant>]

    /// Nil if no policy with a calendar held while the clock ran.
    init?(life: TicketLife, span: ClockSpan) {
        self.life = life
        self.span = span
        end = span.end?.at ?? max(life.now, span.start)
        let terms = ClockJudge.terms(life, span, end)
        guard !terms.isEmpty else { return nil }
        self.terms = terms
        pauses = ClockJudge.pauses(life, span, end)
    }

    func clock(includeSegments: Bool) -> ServiceClock? {
        let breach = breach()
        guard let index = terms.lastIndex(where: { $0.goal != nil }), let goal = terms[index].goal,
            let policy = terms[index].policy, index == terms.count - 1 || breach != nil
        else { return nil }
        var clock = ServiceClock(
            target: span.target, state: .unknown, cycle: span.cycle, policyName: policy.policy.name,
            startedAt: span.start, stoppedAt: span.end?.at, firstStoppedAt: span.firstStop, goal: goal,
            startSource: span.startSource, stopSource: span.end?.source)
        if let missing = life.missingBefore, span.start < missing {
            // Even when it stopped may be wrong.
            (clock.stoppedAt, clock.stopSource, clock.firstStoppedAt) = (nil, nil, nil)
            return clock
        }
        clock.due = due(goal, through: index)
        clock.elapsedSeconds = elapsedSeconds(to: end)
        clock.breachedAt = breach
        clock.remainingSeconds = remainingSeconds(clock)
        clock.state = state(clock, atRisk: policy.policy.atRisk)
        if span.end == nil, let owner = terms.last?.calendarOwner {
            clock.pace = ClockPace(policyIndex: owner, isPaused: isPaused)
        }
        if includeSegments { clock.segments = segments() }
        return clock
    }

    private func state(_ clock: ServiceClock, atRisk: AtRisk) -> ClockState {
        if let end = span.end {
            if clock.breachedAt != nil { return .missed }
            return end.ending == .stopped ? .met : .cancelled
        }
        if clock.breachedAt != nil { return .breached }
        if isPaused { return .paused }
        guard let remaining = clock.remainingSeconds else { return .running }
        let total = clock.targetSeconds ?? (clock.elapsedSeconds ?? 0) + remaining
        return atRisk.holds(remaining: remaining, of: total) ? .atRisk : .running
    }

    private var isPaused: Bool { pauses.contains { $0.contains(end) } }

    /// What is left at the end, negative past the due.
    private func remainingSeconds(_ clock: ServiceClock) -> Int64? {
        if let target = clock.targetSeconds { return clock.elapsedSeconds.map { target - $0 } }
        guard let term = terms.last else { return nil }
        // While it pauses: what would be left if it went on now.
        let past = pauses.map { $0.lowerBound..<max($0.lowerBound, min($0.upperBound, end)) }
        guard let due = clock.due ?? term.calendar.due(from: span.start, within: clock.goal, pauses: past) else {
            return nil
        }
        return due >= end
            ? term.calendar.elapsedSeconds(from: end, to: due, pauses: past)
            : -term.calendar.elapsedSeconds(from: due, to: end, pauses: past)
    }

    // MARK: Working time

    /// Working time from the start to a moment, each term's by its own calendar.
    private func elapsedSeconds(to moment: Instant) -> Int64 {
        terms.reduce(0) {
            $0 + $1.calendar.elapsedSeconds(from: $1.from, to: min($1.to, moment), pauses: pauses)
        }
    }

    /// When a goal runs out, if the term of that index had no end; what passed before counts.
    private func due(_ goal: WorkDuration, through index: Int) -> Instant? {
        guard case .seconds(var remaining) = goal else {
            return terms[index].calendar.due(from: span.start, within: goal, pauses: pauses).map(afterPause)
        }
        for term in terms[..<index] {
            let due = term.calendar.due(from: term.from, within: .seconds(remaining), pauses: pauses)
            if let due, remaining > 0 ? due <= term.to : due < term.to { return due }
            remaining -= term.calendar.elapsedSeconds(from: term.from, to: term.to, pauses: pauses)
        }
        return terms[index].calendar.due(from: terms[index].from, within: .seconds(remaining), pauses: pauses)
    }

    /// The end of the pause that a moment lies in, or the moment itself.
    ///
    /// A due that counts days and had no working time left when a pause began would lie in the pause: moved by its
    /// working time, it comes to its last closing.
    private func afterPause(_ due: Instant) -> Instant {
        pauses.first { $0.lowerBound < due && due < $0.upperBound }?.upperBound ?? due
    }

    /// When a target first ran out while the clock ran; nil if none did.
    ///
    /// A target that a change of priority or policy made run out in the past ran out at the change.
    private func breach() -> Instant? {
        for (index, term) in terms.enumerated() {
            guard let goal = term.goal, let due = due(goal, through: index) else { continue }
            var moment = max(due, term.from)
            // While the ticket is done nothing is late: a change made then tells when it is reopened.
            if let done = span.doneStretches.first(where: { $0.contains(moment) }), due < moment {
                moment = done.upperBound
            }
            let isPast = moment < end || (span.end == nil && moment == end && due < moment)
            if isPast, moment < term.to { return moment }
        }
        return nil
    }

    // MARK: Making

    private static func terms(_ life: TicketLife, _ span: ClockSpan, _ end: Instant) -> [Term] {
        let first = life.stateIndex(at: span.start)
        let last = max(first, life.states.partitioningIndex { $0.from >= end && $0.from > span.start } - 1)
        let states = life.states[first...(span.end == nil ? life.states.count - 1 : last)]
        // A time without a policy is measured by the calendar of the next one, or of the one before.
        var owners = states.map { life.policy(of: $0) == nil ? nil : $0.policyIndex }
        for index in owners.indices.dropLast().reversed() where owners[index] == nil {
            owners[index] = owners[index + 1]
        }
        for index in owners.indices.dropFirst() where owners[index] == nil {
            owners[index] = owners[index - 1]
        }
        var terms: [Term] = []
        var lastKey: (Int?, WorkDuration?)?
        for (state, owner) in zip(states, owners) {
            guard let owner, let calendar = life.policy(owner)?.calendar else { return [] }
            let policy = life.policy(of: state)
            let goal = policy?.policy.time(for: span.target, priority: state.priority)
            if let lastKey, lastKey == (state.policyIndex, goal) { continue }
            lastKey = (state.policyIndex, goal)
            let from = terms.isEmpty ? span.start : state.from
            if let before = terms.popLast() {
                terms.append(
                    Term(
                        from: before.from, to: from, goal: before.goal, policy: before.policy,
                        calendar: before.calendar, calendarOwner: before.calendarOwner))
            }
            terms.append(
                Term(
                    from: from, to: .distantFuture, goal: goal, policy: policy, calendar: calendar,
                    calendarOwner: owner))
        }
        return terms
    }

    private static func pauses(_ life: TicketLife, _ span: ClockSpan, _ end: Instant) -> [Range<Instant>] {
        let waiting =
            span.target.isPausedByWaiting
            ? life.waitingStretches(endedByWords: span.target.isResumedByWords) : []
        return (waiting + span.doneStretches)
            .filter { $0.upperBound > span.start && $0.lowerBound < end || $0.contains(end) && span.end == nil }
            .map { span.end == nil ? $0 : $0.lowerBound..<min($0.upperBound, end) }
            .mergedRanges()
    }
}

extension TargetKind {
    /// Whether the clock rests while the ticket is `waiting`.
    var isPausedByWaiting: Bool { self != .take }

    /// Whether a word of the requester ends that rest, even if the status stays.
    var isResumedByWords: Bool { self == .nextReply }
}
