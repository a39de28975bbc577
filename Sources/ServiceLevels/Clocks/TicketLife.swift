import TicketModel

/// A timeline up to now, sorted and cut as the clocks need it.
struct TicketLife {
    let states: [TimelineState]
    /// In order of time, of one instant in the file's.
    let entries: [TimelineEntry]
    let replies: [TimelineEntry]
    let missingBefore: Instant?
    let now: Instant
    private let becameDone: [TimelineState]
    private let policies: [ResolvedPolicy]

    /// The timeline has a state at least.
    init(_ timeline: Timeline, policies: [ResolvedPolicy], now: Instant) {
        states = timeline.states
        entries = timeline.entries.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
        replies = entries.filter(\.isReply)
        becameDone = timeline.states.indices.filter { index in
            let phase = timeline.states[index].phase
            return phase.isDone && (index == 0 || timeline.states[index - 1].phase != phase)
        }.map { timeline.states[$0] }
        missingBefore = timeline.missingBefore
        self.policies = policies
        self.now = now
    }

    var created: Instant { states[0].from }

    /// The first state, not before a moment, with which the ticket became resolved or closed, or went from one to the
    /// other.
    func firstDone(notBefore instant: Instant) -> TimelineState? {
        let index = becameDone.partitioningIndex { $0.from >= instant }
        return index < becameDone.count ? becameDone[index] : nil
    }

    /// Whether a policy that the ticket had asks for a target.
    func asksFor(_ target: TargetKind) -> Bool {
        states.contains { policy(of: $0)?.policy.targets[target] != nil }
    }

    /// The state in force at a moment; the first before the creation.
    func state(at instant: Instant) -> TimelineState {
        states[stateIndex(at: instant)]
    }

    func stateIndex(at instant: Instant) -> Int {
        max(0, states.partitioningIndex { $0.from > instant } - 1)
    }

    func policy(of state: TimelineState) -> ResolvedPolicy? { state.policyIndex.flatMap { policy($0) } }

    func policy(_ index: Int) -> ResolvedPolicy? { policies.indices.contains(index) ? policies[index] : nil }

    func policy(at instant: Instant) -> ResolvedPolicy? { policy(of: state(at: instant)) }

    /// The stretches in the phase `waiting`, disjoint; the last has no end if it still lasts.
    ///
    /// With `endedByWords` each ends at the first word of the requester in it, whatever the status says.
    func waitingStretches(endedByWords: Bool) -> [Range<Instant>] {
        let stretches = states.indices.filter { states[$0].phase == .waiting }.map { index in
            states[index].from..<(index + 1 < states.count ? states[index + 1].from : .distantFuture)
        }.mergedRanges()
        guard endedByWords else { return stretches }
        return stretches.map { stretch in
            let word = entries.first { $0.isWord && $0.at > stretch.lowerBound && $0.at < stretch.upperBound }
            return stretch.lowerBound..<(word?.at ?? stretch.upperBound)
        }
    }
}
