import ServiceLevels
package import TicketModel

/// How the clocks of a period went.
///
/// Counted are clocks that ended in the period, and clocks that broke in it and still ran at its end, each once, as they
/// stood at the end of the period: a report on last month says the same next year. A clock that breaks in one month
/// and stops in the next is `breached` in the first and `missed` in the second.
package struct SLAReport: Sendable {
    /// What clocks are grouped by. A ticket's queue, priority and assignee are those of the moment at which the clock
    /// ended or broke; the month is that moment's, in the desk's zone.
    package enum Dimension: String, CaseIterable, Sendable {
        case policy, queue, priority, agent, month
    }

    /// One line of the report.
    package struct Group: Sendable {
        /// The policy, queue, priority, agent or month (`2026-11`); nil for tickets without.
        package let name: String?
        /// Nil unless grouped by policy and target.
        package let target: TargetKind?
        package let counts: ClockCounts
        /// Working time of the first and next replies.
        package let replyTime: TimeStatistics
        /// Working time until tickets were solved.
        package let resolutionTime: TimeStatistics
    }

    package let period: ReportPeriod
    /// Nil for policy and target.
    package let dimension: Dimension?
    /// In the order of the desk's configuration, then by name; those without a name last.
    package let groups: [Group]
    package let total: Group
    /// The clocks that `missed` and `breached` count, the latest first.
    package let late: [LateClock]
    /// Instants that were moved or are odd, oldest first.
    package let flagged: [FlaggedInstant]
    /// How many clocks cannot be judged because history is missing in this clone.
    package let unknownClocks: Int

    /// - Parameter dimension: Nil groups by policy and target.
    package init(_ past: DeskPast, period: ReportPeriod, by dimension: Dimension? = nil) {
        let (clocks, unknownCount) = past.reportedClocks(in: period)
        let keys = GroupKeys(past: past, dimension: dimension)
        self.period = period
        self.dimension = dimension
        groups = Dictionary(grouping: clocks, by: keys.key).sorted { $0.key < $1.key }
            .map { Group(name: $0.key.name, target: $0.key.target, $0.value) }
        total = Group(name: nil, target: nil, clocks)
        late = clocks.compactMap { LateClock($0) }.sorted(by: LateClock.isBefore)
        flagged = past.flaggedInstants(in: period)
        unknownClocks = unknownCount
    }
}

extension SLAReport.Group {
    fileprivate init(name: String?, target: TargetKind?, _ clocks: [ReportedClock]) {
        self.init(
            name: name, target: target, counts: ClockCounts(clocks),
            replyTime: TimeStatistics(clocks.compactMap(\.replySeconds)),
            resolutionTime: TimeStatistics(clocks.compactMap(\.resolutionSeconds)))
    }
}

/// What a clock is counted under.
private struct GroupKey: Hashable, Comparable {
    /// The place in the configuration; what it does not name comes after, what has no name last.
    var rank: Int
    var name: String?
    var target: TargetKind?

    static func < (left: GroupKey, right: GroupKey) -> Bool {
        let targets = [left, right].map { key in key.target.flatMap(TargetKind.allCases.firstIndex) ?? 0 }
        return (left.rank, left.name ?? "", targets[0]) < (right.rank, right.name ?? "", targets[1])
    }
}

private struct GroupKeys {
    let past: DeskPast
    let dimension: SLAReport.Dimension?

    func key(_ clock: ReportedClock) -> GroupKey {
        switch dimension {
        case nil: policyKey(clock, target: clock.clock.target)
        case .policy: policyKey(clock, target: nil)
        case .queue: choiceKey(clock.state.queue, .queue)
        case .priority: choiceKey(clock.state.priority, .priority)
        case .agent: GroupKey(rank: clock.state.assignee == nil ? .max : 0, name: clock.state.assignee)
        case .month: GroupKey(rank: 0, name: String(past.zone.civil(at: clock.at).date.description.prefix(7)))
        }
    }

    private func policyKey(_ clock: ReportedClock, target: TargetKind?) -> GroupKey {
        let name = clock.clock.policyName
        let rank = past.policies.firstIndex { $0.policy.name == name }
        return GroupKey(rank: rank ?? .max - 1, name: name, target: target)
    }

    private func choiceKey(_ name: String?, _ field: FieldName) -> GroupKey {
        guard let name else { return GroupKey(rank: .max) }
        return GroupKey(rank: past.configuration.rank(of: name, in: field) ?? .max - 1, name: name)
    }
}
