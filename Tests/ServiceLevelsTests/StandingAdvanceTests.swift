import ServiceLevels
import Testing
import TicketModel

/// Standings that are moved on in time, held against those that are computed anew.
struct StandingAdvanceTests {
    private static let limits: [String: WorkDuration] = [
        "open": .seconds(7_200), "waiting": .workingDays(2), "resolved": .endOfDay(0),
    ]
    private static let start: Int64 = 1_772_409_600

    /// Grid moments, so that changes, dues and the two moments that are compared often fall on each other.
    private static func moment(_ hours: Int, _ random: inout SeededGenerator) -> Instant {
        Instant(secondsSinceEpoch: start + 900 * Int64(Int.random(in: 0...hours * 4, using: &random)))
    }

    private static func policies() throws -> [ResolvedPolicy] {
        let night = try calendar("Europe/Berlin", ["mon-sat": ["20:00-24:00"]])
        return [
            try policy(
                [
                    .firstReply: ["*": "4h"], .nextReply: ["high": "30m", "*": "2h"], .update: ["*": "1d"],
                    .resolve: ["high": "6h", "low": "2d", "*": "20h"], .take: ["*": "1h"],
                ], in: try office()),
            try policy(
                [.firstReply: ["*": "eod"], .resolve: ["*": "3d"], .nextReply: ["*": "0m"]], in: try office(),
                atRisk: .seconds(5_400), newCycle: true),
            try policy([.resolve: ["high": "2h"], .update: ["*": "3h"]], in: night, atRisk: .share(perMille: 500)),
            try policy([.resolve: ["*": "1h"], .take: ["*": "1d"]], in: try calendar("UTC", [:])),
            try policy([:]),
        ]
    }

    private static func timeline(_ random: inout SeededGenerator) -> Timeline {
        let phases: [Phase] = [.open, .open, .waiting, .resolved, .closed]
        let moments = (0...Int.random(in: 0...6, using: &random)).map { _ in moment(150, &random) }.sorted()
        let states = moments.enumerated().map { index, from in
            let phase = phases[Int.random(in: 0..<(index == 0 ? 3 : 5), using: &random)]
            return TimelineState(
                from: from, source: index == 0 ? .creation : .commit(id: "c\(index)"), phase: phase,
                status: phase.rawValue, priority: ["high", "low", nil].randomElement(using: &random) ?? nil,
                assignee: ["ivan", nil].randomElement(using: &random) ?? nil,
                policyIndex: [0, 0, 1, 2, 3, 4, nil].randomElement(using: &random) ?? nil)
        }
        let entries = (0..<Int.random(in: 0...5, using: &random)).map { index in
            let verb = EntryVerb.allCases.randomElement(using: &random) ?? .replied
            return TimelineEntry(
                at: moment(150, &random), verb: verb, byAgent: verb != .wrote, source: .entry(index: index))
        }
        let missing = Int.random(in: 0..<10, using: &random) == 0 ? moment(60, &random) : nil
        return Timeline(states: states, entries: entries, missingBefore: missing)
    }

    private static func standing(
        _ timeline: Timeline, _ policies: [ResolvedPolicy], _ otherwise: WorkingCalendar, _ now: Instant
    ) -> TicketStanding {
        let limit = ServiceLevels.statusLimits(
            of: timeline, limits: limits, policies: policies, otherwise: otherwise, now: now
        ).last { $0.leftAt == nil }
        return TicketStanding(
            clocks: ServiceLevels.clocks(of: timeline, policies: policies, now: now), limit: limit)
    }

    @Test("A standing that is moved on is what is computed at the later moment", arguments: 0..<6)
    func movesLikeComputed(_ seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed))
        let policies = try Self.policies()
        let otherwise = WorkingCalendar.always(zone: .utc)
        var (moved, active): (Int, Set<ClockState>) = (0, [])
        for _ in 0..<1_500 {
            let timeline = Self.timeline(&random)
            let before = max(Self.moment(200, &random), timeline.states[0].from)
            let known = Self.standing(timeline, policies, otherwise, before)
            guard StandingAdvance.canMove(known, of: timeline, from: before) else { continue }
            for hours in [0, 1, 30, 400] {
                let later = before + 900 * Int64(Int.random(in: 0...hours * 4, using: &random))
                var standing = known
                StandingAdvance(from: before, to: later, policies: policies, otherwise: otherwise).move(&standing)
                let computed = Self.standing(timeline, policies, otherwise, later)
                try #require(standing == computed, "\(timeline) from \(before) to \(later)")
                moved += 1
                active.formUnion(computed.clocks.clocks.map(\.state))
            }
        }
        #expect(moved > 1_500)
        #expect(active == Set(ClockState.allCases))
    }

    @Test("What has yet to happen, what is not committed and a paused count of days are not moved on")
    func refuses() throws {
        let policies = [try policy([.resolve: ["*": "2d"]], in: try office())]
        var story = try Story(created: "09:00")
        func canMove(_ timeline: Timeline, _ now: String) throws -> Bool {
            let standing = Self.standing(timeline, policies, try office(), try march(now))
            return StandingAdvance.canMove(standing, of: timeline, from: try march(now))
        }
        #expect(try canMove(story.timeline, "10:00"))
        #expect(try !canMove(story.timeline, "08:00"))
        var uncommitted = story.timeline
        uncommitted.hasUncommitted = true
        #expect(try !canMove(uncommitted, "10:00"))
        try story.change("11:00", phase: .waiting)
        #expect(try !canMove(story.timeline, "10:00"))
        #expect(try !canMove(story.timeline, "12:00"))
        try story.change("12:00", phase: .open)
        try story.entry("15:00", .replied)
        #expect(try !canMove(story.timeline, "14:00"))
        #expect(try canMove(story.timeline, "15:00"))
    }
}
