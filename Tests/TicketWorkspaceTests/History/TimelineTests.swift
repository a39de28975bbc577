import Foundation
import ServiceLevels
import Testing
import TicketIndex
import TicketModel

@testable import TicketWorkspace

@Suite("Timelines from history")
struct TimelineTests {
    private let path = "tickets/HD-a.md"
    private let id = TicketID("HD-a")!

    private func timeline(_ desk: HistoryDesk) async throws -> Timeline {
        let workspace = try desk.open()
        let ticket = try #require(await workspace.snapshot().ticket(id))
        return try workspace.clocks().timeline(of: ticket)
    }

    private func text(_ seconds: Int) -> String { Instant(secondsSinceEpoch: Int64(seconds)).formatted() }

    private func entry(_ seconds: Int, _ rest: String) -> String { "## \(text(seconds)) \(rest)\n\nA word." }

    @Test("The first version's state holds from created, each change from its commit's author date")
    func statesFromCommits() async throws {
        let desk = try HistoryDesk()
        let created = text(desk.now - 500)
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "new", "created": created]))
        try desk.commit()
        let authored = desk.now + 30
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "open", "created": created]))
        try desk.commit(after: 100, authored: authored)
        let states = try await timeline(desk).states
        #expect(states.map(\.status) == ["new", "open"])
        #expect(states[0].from == Instant.parse(created)?.resolved(in: .utc))
        #expect(states[1].from.secondsSinceEpoch == Int64(authored))
    }

    @Test("An author date before the change that it follows, or after its recording, is moved and flagged")
    func movedInstants() async throws {
        let desk = try HistoryDesk()
        for (status, authored) in [("new", 0), ("open", -5000), ("waiting", 5000)] {
            try desk.write(path, HistoryDesk.ticket("HD-a", ["status": status]))
            try desk.commit(after: 100, authored: desk.now + 100 + authored)
        }
        let events = try desk.open().history().events(of: id)
        #expect(events.map(\.moved) == [nil, .beforePrevious, .afterRecorded])
        #expect(events[1].at == events[0].at)
        #expect(events[2].at == events[2].recordedAt)
    }

    @Test("Entries count as first committed: mended, moved and removed ones keep their instant")
    func entriesAsFirstCommitted() async throws {
        let desk = try HistoryDesk()
        let (first, second) = (desk.now + 10, desk.now + 20)
        let fields = ["status": "new", "created": text(desk.now)]
        try desk.write(
            path,
            HistoryDesk.ticket("HD-a", fields, entries: [entry(first, "ivan replied"), entry(second, "ivan noted")]))
        try desk.commit()
        // The text is mended and the instant changed; the second entry is removed.
        try desk.write(
            path, HistoryDesk.ticket("HD-a", fields, entries: [entry(first - 900, "ivan replied") + " Mended."]))
        try desk.commit()
        let entries = try await timeline(desk).entries
        #expect(entries.map(\.at.secondsSinceEpoch) == [Int64(first), Int64(second)])
        #expect(entries[0].source == .entry(index: 0, flag: .changed))
    }

    @Test("A short heading counts as of the commit that added it, also when it was completed later")
    func completedHeadings() async throws {
        let desk = try HistoryDesk()
        let fields = ["status": "new", "created": text(desk.now)]
        try desk.write(path, HistoryDesk.ticket("HD-a", fields, entries: ["## ivan replied\n\nA word."]))
        try desk.commit()
        let added = desk.now
        try desk.write(path, HistoryDesk.ticket("HD-a", fields, entries: [entry(added - 400, "ivan replied")]))
        try desk.commit()
        let entries = try await timeline(desk).entries
        #expect(entries.map(\.at.secondsSinceEpoch) == [Int64(added)])
        #expect(entries[0].source == .entry(index: 0, flag: nil))
    }

    @Test("A rename is no new life, and a ticket that was removed and came back has one life")
    func renamesAndReturns() async throws {
        let desk = try HistoryDesk()
        let fields = ["status": "new", "created": text(desk.now)]
        let words = [entry(desk.now + 5, "ivan replied")]
        try desk.write(path, HistoryDesk.ticket("HD-a", fields, entries: words))
        try desk.commit()
        try desk.git("mv", path, "tickets/HD-a-renamed.md")
        try desk.commit()
        try desk.remove("tickets/HD-a-renamed.md")
        try desk.commit()
        try desk.write(path, HistoryDesk.ticket("HD-a", fields.merging(["status": "open"]) { $1 }, entries: words))
        try desk.commit()
        let events = try desk.open().history().events(of: id)
        #expect(events.map(\.kind) == [.created, .changed, .removed, .created])
        #expect(events[1].changes.isEmpty)
        let timeline = try await timeline(desk)
        #expect(timeline.states.map(\.status) == ["new", "open"])
        #expect(timeline.entries.count == 1)
    }

    @Test("A ticket that gets another id keeps its life", arguments: ["tickets/HD-b.md", "tickets/HD-a.md"])
    func anotherID(path new: String) async throws {
        let desk = try HistoryDesk()
        let fields = ["status": "new", "created": text(desk.now)]
        let words = [entry(desk.now + 5, "ivan replied")]
        try desk.write(new, HistoryDesk.ticket("HD-b", fields, entries: words))
        try desk.commit()
        try desk.write(new, HistoryDesk.ticket("HD-b", fields.merging(["status": "open"]) { $1 }, entries: words))
        try desk.commit()
        try desk.renumber(new, "HD-b", "HD-a")
        try desk.commit()
        let history = try desk.open().history()
        #expect(history.events(of: id).map(\.kind) == [.created, .changed, .changed])
        #expect(history.events(of: id).last?.changes.map(\.field) == [.id])
        #expect(try await timeline(desk).states.map(\.status) == ["new", "open"])
        let all = history.events.map { "\($0.ticket) \($0.kind)" }
        #expect(all == ["HD-b created", "HD-b changed", "HD-a changed", "HD-b removed"])
    }

    @Test("Of two tickets that got the same id on two branches, each keeps its own life")
    func anotherIDOfTwo() async throws {
        let desk = try HistoryDesk()
        let (one, other) = ("tickets/HD-b-one.md", "tickets/HD-b-other.md")
        let fields = ["status": "new", "created": text(desk.now)]
        try desk.git("checkout", "-q", "-b", "side")
        try desk.write(other, HistoryDesk.ticket("HD-b", fields))
        try desk.commit()
        try desk.write(other, HistoryDesk.ticket("HD-b", fields.merging(["status": "waiting"]) { $1 }))
        try desk.commit()
        try desk.git("checkout", "-q", "main")
        try desk.write(one, HistoryDesk.ticket("HD-b", fields.merging(["status": "open"]) { $1 }))
        try desk.commit()
        try desk.git("merge", "-q", "--no-ff", "--no-edit", "side")
        try desk.renumber(other, "HD-b", "HD-a")
        try desk.commit()
        #expect(try await timeline(desk).states.map(\.status) == ["new", "waiting"])
        let workspace = try desk.open()
        let kept = try #require(await workspace.snapshot().ticket(TicketID("HD-b")!))
        #expect(try workspace.clocks().timeline(of: kept).states.map(\.status) == ["open"])
    }

    @Test("Of two files with one id the first by path is the ticket")
    func twoFilesWithOneID() async throws {
        let desk = try HistoryDesk()
        try desk.write("tickets/b.md", HistoryDesk.ticket("HD-a", ["status": "new"]))
        try desk.commit()
        try desk.write("tickets/c.md", HistoryDesk.ticket("HD-a", ["status": "closed"]))
        try desk.commit()
        try desk.write("tickets/a.md", HistoryDesk.ticket("HD-a", ["status": "waiting"]))
        try desk.commit()
        try desk.remove("tickets/a.md")
        try desk.remove("tickets/b.md")
        try desk.commit()
        #expect(try await timeline(desk).states.map(\.status) == ["new", "waiting", "closed"])
    }

    @Test("Both sides of a merge count in time order, then what the merge made of them")
    func merges() async throws {
        let desk = try HistoryDesk()
        let fields = ["status": "new", "priority": "low"]
        try desk.write(path, HistoryDesk.ticket("HD-a", fields))
        try desk.commit()
        let start = desk.now
        try desk.git("checkout", "-q", "-b", "side")
        try desk.write(path, HistoryDesk.ticket("HD-a", fields.merging(["status": "waiting"]) { $1 }))
        try desk.commit(authored: start + 20)
        try desk.git("checkout", "-q", "main")
        try desk.write(path, HistoryDesk.ticket("HD-a", fields.merging(["status": "open", "priority": "high"]) { $1 }))
        try desk.commit(authored: start + 5)
        desk.pass(60)
        // The merge keeps main's file as it is, though the side's status came later.
        try desk.git("merge", "-q", "-s", "ours", "--no-edit", "side")
        let timeline = try await timeline(desk)
        #expect(timeline.states.map(\.status) == ["new", "open", "waiting", "open"])
        let moments = [start, start + 5, start + 20, desk.now].map(Int64.init)
        #expect(timeline.states.map(\.from.secondsSinceEpoch) == moments)
        #expect(timeline.states.last?.priority == "high")
        let told = try await desk.toldBothWays()
        #expect(told.cached == told.anew)
    }

    @Test("Another spelling on one side of a merge does not take back what the other side did")
    func respellingOnOneSide() async throws {
        let desk = try HistoryDesk()
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "Open", "queue": "Учёт"]))
        try desk.commit()
        let start = desk.now
        try desk.git("checkout", "-q", "-b", "side")
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "open", "queue": "учет"]))
        try desk.commit(authored: start + 20)
        try desk.git("checkout", "-q", "main")
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "closed", "queue": "Учёт"]))
        try desk.commit(authored: start + 5)
        desk.pass(60)
        try desk.git("merge", "-q", "-s", "ours", "--no-edit", "side")
        let timeline = try await timeline(desk)
        #expect(timeline.states.map(\.status) == ["Open", "closed"])
        let told = try await desk.toldBothWays()
        #expect(told.cached == told.anew)
    }

    @Test("A merge that drops what only the other side changed takes it back", arguments: [false, true])
    func mergesThatDropAChange(isOnMain: Bool) async throws {
        let desk = try HistoryDesk()
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "open"]))
        try desk.write("tickets/b.md", HistoryDesk.ticket("HD-b", ["status": "open"]))
        try desk.commit()
        let start = desk.now
        try desk.git("checkout", "-q", "-b", "side")
        try desk.write(
            isOnMain ? "tickets/b.md" : path, HistoryDesk.ticket("HD-\(isOnMain ? "b" : "a")", ["status": "closed"]))
        try desk.commit(authored: start + 20)
        try desk.git("checkout", "-q", "main")
        try desk.write(
            isOnMain ? path : "tickets/b.md", HistoryDesk.ticket("HD-\(isOnMain ? "a" : "b")", ["status": "closed"]))
        try desk.commit(authored: start + 30)
        desk.pass(60)
        // The ticket changed on one side only, and the merge has the other side's files.
        try desk.git("merge", "-q", "-s", "ours", "--no-commit", "side")
        if isOnMain { try desk.git("checkout", "-q", "side", "--", ".") }
        try desk.git("commit", "-q", "-m", "merged")
        let states = try await timeline(desk).states
        #expect(states.map(\.status) == ["open", "closed", "open"])
        #expect(states.last?.from.secondsSinceEpoch == Int64(desk.now))
        let told = try await desk.toldBothWays()
        #expect(told.cached == told.anew)
    }

    @Test("What is not committed happens now")
    func uncommitted() async throws {
        let desk = try HistoryDesk()
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "new"]))
        try desk.commit()
        desk.pass(300)
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "open"], entries: ["## ivan replied\n\nA word."]))
        let timeline = try await timeline(desk)
        #expect(timeline.states.last?.source == .uncommitted)
        #expect(timeline.states.last?.from.secondsSinceEpoch == Int64(desk.now))
        #expect(timeline.entries.map(\.at.secondsSinceEpoch) == [Int64(desk.now)])
    }

    @Test("A version that cannot be read changes nothing, and the one that mends it is compared with what was before")
    func brokenVersions() async throws {
        let desk = try HistoryDesk()
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "new"]))
        try desk.commit()
        try desk.write(path, "---\nstatus: [\n---\n")
        try desk.commit()
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "open"]))
        try desk.commit()
        let events = try desk.open().history().events(of: id)
        #expect(events.map(\.kind) == [.created, .changed])
        #expect(events[1].changes.map(\.field) == [.status])
    }

    @Test("A file that is deleted while it is broken takes its ticket with it", arguments: [false, true])
    func brokenThenDeleted(isKnownBefore: Bool) throws {
        let desk = try HistoryDesk()
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "new"]))
        try desk.commit()
        try desk.write(path, "---\nid: [broken\n---\n")
        try desk.commit()
        if isKnownBefore { #expect(try desk.open().history().events(of: id).map(\.kind) == [.created]) }
        try desk.remove(path)
        try desk.commit()
        #expect(try desk.open().history().events(of: id).map(\.kind) == [.created, .removed])
    }

    @Test("A ticket that comes back has the fields of its new file alone, at any moment")
    func fieldsOfAFileThatCameBack() async throws {
        let desk = try HistoryDesk()
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "open", "priority": "high", "assignee": "ivan"]))
        try desk.commit()
        try desk.remove(path)
        try desk.commit()
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "new"]))
        try desk.commit()
        desk.pass(60)
        let view = try await desk.open().view(needs: [.text], at: Instant(secondsSinceEpoch: Int64(desk.now)))
        let ticket = try #require(view.snapshot.ticket(id))
        #expect(ticket.status == "new" && ticket.priority == nil && ticket.assignee == nil)
        let pasts = try await desk.open().past().tickets
        let past = try #require(pasts.first)
        #expect(past.states.map(\.phase) == [.open, nil, .open])
        #expect(past.states.map(\.assignee) == ["ivan", nil, nil])
    }

    @Test("Clocks judged by the policies of their time, which a merge brings into force")
    func policiesOfTheirTime() async throws {
        let desk = try HistoryDesk()
        try desk.git("checkout", "-q", "-b", "stricter")
        try desk.write(
            ".tick/sla.yml", "policies: [{name: strict, calendar: always, targets: {resolve: 1h, take: 1h}}]\n")
        try desk.commit()
        try desk.git("checkout", "-q", "main")
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "new", "created": text(desk.now + 100)]))
        try desk.commit(after: 100)
        desk.pass(100)
        try desk.git("merge", "-q", "--no-ff", "-m", "stricter", "stricter")
        try desk.write(path, HistoryDesk.ticket("HD-a", ["status": "new", "created": text(desk.now - 100)]))
        try desk.write(
            "tickets/HD-b.md", HistoryDesk.ticket("HD-b", ["status": "new", "created": text(desk.now + 50)]))
        try desk.commit()
        let workspace = try desk.open()
        let snapshot = await workspace.snapshot()
        func names(_ time: PolicyTime, _ ticket: String) throws -> Set<String> {
            let ticket = try #require(TicketID(ticket).flatMap(snapshot.ticket))
            return Set(try workspace.clocks(time).clocks(of: ticket).clocks.map(\.policyName))
        }
        #expect(try names(.now, "HD-a") == ["strict"] && names(.then, "HD-a") == ["standard"])
        #expect(try names(.now, "HD-b") == ["strict"] && names(.then, "HD-b") == ["strict"])
    }
}
