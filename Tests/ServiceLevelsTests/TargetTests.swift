import ServiceLevels
import Testing
import TicketModel

/// A test for each row of the targets.
struct TargetTests {
    @Test("first-reply runs from the creation to the first reply of an agent")
    func firstReply() throws {
        var story = try Story(created: "09:00")
        try story.entry("09:10", .noted)
        try story.entry("09:20", .replied, byDesk: true)
        try story.entry("09:30", .replied, byAgent: false)
        try story.entry("09:40", .called)
        let policies = [try policy([.firstReply: ["*": "4h"]])]
        let running = try #require(try story.clock(.firstReply, policies, now: "10:00"))
        #expect(running.state == .running && running.stoppedAt == nil && running.elapsedSeconds == 3_600)
        #expect(try running.due == march("13:00") && running.remainingSeconds == 10_800)
        try story.entry("10:30", .replied)
        try story.entry("11:30", .replied)
        let met = try #require(try story.clock(.firstReply, policies, now: "20:00"))
        #expect(met.state == .met && met.elapsedSeconds == 5_400 && met.targetSeconds == 14_400)
        #expect(try met.startedAt == march("09:00") && met.stoppedAt == march("10:30"))
        #expect(met.startSource == .creation && met.stopSource == .entry(index: 4))
    }

    @Test("The time of a priority is found in any case, with ё for е and in any Unicode form")
    func timeOfPriority() throws {
        let hour = try #require(WorkDuration.parse("1h"))
        let day = try #require(WorkDuration.parse("8h"))
        let policy = ServicePolicy(
            name: "a", match: nil, calendarName: "always",
            targets: [.resolve: ["high": hour, "Тёплый": hour, "*": day]])
        for name in ["high", "High", "HIGH", "теплый", "ТЕ\u{308}ПЛЫЙ"] {
            #expect(policy.time(for: .resolve, priority: name) == hour, "\(name)")
        }
        for name in ["hig", "highest", "low", "*", nil] { #expect(policy.time(for: .resolve, priority: name) == day) }
        #expect(policy.time(for: .firstReply, priority: "high") == nil)
    }

    @Test("The opening word of a ticket made on someone's behalf is no reply")
    func openingWord() throws {
        var story = try Story(created: "09:00")
        try story.entry("09:00", .replied, isOpening: true)
        try story.entry("09:30", .wrote)
        let policies = [try policy([.firstReply: ["*": "4h"], .nextReply: ["*": "1h"], .update: ["*": "1h"]])]
        #expect(try story.clock(.firstReply, policies, now: "10:00")?.state == .running)
        #expect(try story.clock(.nextReply, policies, now: "10:00")?.elapsedSeconds == 1_800)
        #expect(try story.clock(.update, policies, now: "10:00") == nil)
    }

    @Test("first-reply pauses while the ticket waits")
    func firstReplyPauses() throws {
        var story = try Story(created: "09:00")
        try story.change("09:30", phase: .waiting)
        let policies = [try policy([.firstReply: ["*": "1h"]])]
        let paused = try #require(try story.clock(.firstReply, policies, now: "12:00"))
        #expect(paused.state == .paused && paused.due == nil && paused.remainingSeconds == 1_800)
        #expect(paused.elapsedSeconds == 1_800)
        try story.change("12:00", phase: .open)
        #expect(try story.clock(.firstReply, policies, now: "12:10")?.due == march("12:30"))
    }

    @Test("next-reply runs from the oldest word that no reply followed")
    func nextReply() throws {
        var story = try Story(created: "09:00")
        try story.entry("10:00", .wrote)
        try story.entry("10:30", .wrote)
        try story.entry("11:00", .wrote, byDesk: true)
        try story.entry("11:30", .replied)
        try story.entry("12:00", .replied)
        try story.entry("13:00", .wrote)
        let clocks = try story.clocks([policy([.nextReply: ["*": "1h"]])], now: "13:30").clocks
        #expect(clocks.map(\.state) == [.missed, .running])
        #expect(try clocks.map(\.startedAt) == [march("10:00"), march("13:00")])
        #expect(clocks.map(\.elapsedSeconds) == [5_400, 1_800])
        #expect(try clocks.map(\.breachedAt) == [march("11:00"), nil])
    }

    @Test("A word ends the waiting for next-reply, whatever the status says")
    func wordEndsWaiting() throws {
        var story = try Story(created: "09:00")
        try story.entry("10:00", .wrote)
        try story.change("10:10", phase: .waiting)
        let policies = [try policy([.nextReply: ["*": "1h"], .resolve: ["*": "1h"]])]
        #expect(try story.clock(.nextReply, policies, now: "10:50")?.state == .paused)
        try story.entry("11:00", .wrote)
        let clock = try #require(try story.clock(.nextReply, policies, now: "11:20"))
        #expect(clock.elapsedSeconds == 1_800)
        #expect(try clock.due == march("11:50") && clock.startedAt == march("10:00"))
        #expect(try story.clock(.resolve, policies, now: "11:20")?.state == .breached)
    }

    @Test("update runs from each reply while open to the next")
    func update() throws {
        var story = try Story(created: "09:00")
        try story.entry("10:00", .replied)
        try story.entry("11:00", .replied)
        try story.change("12:00", phase: .waiting)
        try story.entry("12:30", .replied)
        try story.change("14:00", phase: .open)
        let clocks = try story.clocks([policy([.update: ["*": "2h"]])], now: "15:00").clocks
        #expect(clocks.map(\.state) == [.met, .met])
        #expect(clocks.map(\.elapsedSeconds) == [3_600, 3_600])
    }

    @Test("resolve runs from the creation until it is resolved or closed", arguments: [Phase.resolved, .closed])
    func resolve(phase: Phase) throws {
        var story = try Story(created: "09:00")
        try story.change("10:00", phase: .waiting)
        try story.change("11:00", phase: .open)
        try story.change("12:00", phase: phase)
        try story.change("13:00", phase: .closed, status: "archived")
        let clock = try #require(try story.clock(.resolve, [policy([.resolve: ["*": "2h"]])], now: "20:00"))
        #expect(clock.state == .met && clock.elapsedSeconds == 7_200 && clock.firstStoppedAt == nil)
        #expect(try clock.stoppedAt == march("12:00") && clock.due == march("12:00"))
    }

    @Test("take runs until somebody has it, waiting or not")
    func take() throws {
        var story = try Story(created: "09:00")
        try story.change("09:10", phase: .waiting)
        let policies = [try policy([.take: ["*": "1h"]])]
        #expect(try story.clock(.take, policies, now: "09:30")?.elapsedSeconds == 1_800)
        try story.change("10:30", assignee: "ivan")
        let clock = try #require(try story.clock(.take, policies, now: "20:00"))
        #expect(try clock.state == .missed && clock.breachedAt == march("10:00"))
        #expect(clock.elapsedSeconds == 5_400 && clock.remainingSeconds == -1_800)
    }

    @Test("A ticket that somebody has from the beginning was taken at once")
    func takenAtOnce() throws {
        var story = try Story(created: "09:00")
        story.timeline.states[0].assignee = "ivan"
        let clock = try #require(try story.clock(.take, [policy([.take: ["*": "0m"]])], now: "20:00"))
        #expect(clock.state == .met && clock.elapsedSeconds == 0)
    }
}
