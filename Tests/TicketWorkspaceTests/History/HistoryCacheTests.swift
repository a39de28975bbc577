import Foundation
import GitStore
import ServiceLevels
import Testing
import TicketIndex
import TicketModel

@testable import TicketWorkspace

@Suite("The cache of timelines")
struct HistoryCacheTests {
    /// A desk with some work on a few tickets, its cache written.
    private func desk(seed: UInt64, steps: Int = 12) async throws -> (HistoryDesk, Dice) {
        let desk = try HistoryDesk()
        var dice = Dice(state: seed)
        for _ in 0..<steps { try step(desk, &dice) }
        _ = try await Told(try desk.open())
        return (desk, dice)
    }

    /// One commit: a ticket filed, answered, moved, renamed, removed or broken.
    private func step(_ desk: HistoryDesk, _ dice: inout Dice, tickets: Int = 5) throws {
        let id = "HD-\(Int.random(in: 0..<tickets, using: &dice))"
        let names = ["tickets/\(id).md", "tickets/old/\(id)-x.md"]
        let path = names[Int.random(in: 0..<10, using: &dice) == 0 ? 1 : 0]
        let other = path == names[0] ? names[1] : names[0]
        let entries = (0..<Int.random(in: 0..<4, using: &dice)).map { index -> String in
            let at = Instant(secondsSinceEpoch: Int64(desk.now + index * 100)).formatted()
            let verb = ["replied", "wrote", "noted"][Int.random(in: 0..<3, using: &dice)]
            let person = verb == "wrote" ? "maria@acme.example" : "ivan"
            let isShort = Int.random(in: 0..<4, using: &dice) == 0
            return "## \(isShort ? "" : at + " ")\(person) \(verb)\n\nWord \(Int.random(in: 0..<3, using: &dice))."
        }
        switch Int.random(in: 0..<20, using: &dice) {
        case 0: try? desk.remove(path)
        case 1: try desk.write(path, "---\nstatus: [\n---\n")
        case 2, 3: try? desk.renumber(path, id, "HD-\(Int.random(in: 0..<tickets * 2, using: &dice))")
        default:
            if Int.random(in: 0..<12, using: &dice) > 0 { try? desk.remove(other) }
            let status = ["new", "open", "waiting", "closed"][Int.random(in: 0..<4, using: &dice)]
            let priority = ["low", "high"][Int.random(in: 0..<2, using: &dice)]
            let fields = ["status": status, "priority": priority, "created": "2027-01-15T08:00:00Z"]
            try desk.write(path, HistoryDesk.ticket(id, fields, entries: entries))
        }
        let shift = [0, 0, 0, -500, 500][Int.random(in: 0..<5, using: &dice)]
        let named = "HD-\(Int.random(in: 0..<tickets, using: &dice))"
        let message = ["work", "\(id) and \(named)", "work\n\nCloses: \(named)"][Int.random(in: 0..<3, using: &dice)]
        try desk.commit(message, after: Int.random(in: 0..<90, using: &dice), authored: desk.now + shift)
    }

    private func mergeStep(_ desk: HistoryDesk, _ dice: inout Dice) throws {
        try desk.git("checkout", "-q", "-b", "side")
        for _ in 0..<Int.random(in: 1..<4, using: &dice) { try step(desk, &dice) }
        try desk.git("checkout", "-q", "main")
        for _ in 0..<Int.random(in: 0..<3, using: &dice) { try step(desk, &dice) }
        let strategy = ["ours", "theirs"][Int.random(in: 0..<2, using: &dice)]
        desk.pass(30)
        if (try? desk.git("merge", "-q", "--no-ff", "--no-edit", "-X", strategy, "side")) == nil {
            try desk.commit("merged by hand")
        }
        try desk.git("branch", "-q", "-D", "side")
    }

    private func expectSame(_ desk: HistoryDesk, _ comment: Comment) async throws {
        let told = try await desk.toldBothWays()
        #expect(told.cached.events == told.anew.events, comment)
        #expect(told.cached == told.anew, comment)
    }

    @Test("New commits on top of a cache give what reading all gives", arguments: 1..<9)
    func incremental(seed: Int) async throws {
        var (desk, dice) = try await desk(seed: UInt64(seed))
        for round in 0..<3 {
            for _ in 0..<4 { try step(desk, &dice) }
            try mergeStep(desk, &dice)
            let cached = try await Told(try desk.open())
            let kept = FileManager.default.contents(atPath: desk.cachePath)
            desk.dropCache()
            let anew = try await Told(try desk.open())
            #expect(cached.events == anew.events, "seed \(seed), round \(round)")
            #expect(cached == anew, "seed \(seed), round \(round)")
            if let kept, round == 0 { try kept.write(to: URL(fileURLWithPath: desk.cachePath)) }
        }
    }

    @Test("Rewritten history is found out", arguments: ["amend", "rebase", "reset", "gc", "branch", "rename"])
    func rewritten(_ how: String) async throws {
        var (desk, dice) = try await desk(seed: 77)
        switch how {
        case "amend":
            try desk.write("tickets/HD-0.md", HistoryDesk.ticket("HD-0", ["status": "closed"]))
            try desk.git("add", "-A")
            try desk.git("commit", "-q", "--amend", "-m", "amended")
        case "rebase":
            try desk.git("checkout", "-q", "-b", "side", "HEAD~4")
            try desk.write("tickets/HD-99.md", HistoryDesk.ticket("HD-99", ["status": "new"]))
            try desk.commit()
            _ = try await Told(try desk.open())
            try desk.git("rebase", "-q", "main")
        case "reset": try desk.git("reset", "-q", "--hard", "HEAD~5")
        case "gc":
            try desk.git("reset", "-q", "--hard", "HEAD~3")
            for _ in 0..<2 { try step(desk, &dice) }
            try desk.git("reflog", "expire", "--expire=now", "--all")
            try desk.git("gc", "-q", "--prune=now")
        case "branch": try desk.git("checkout", "-q", "-b", "other", "HEAD~6")
        default:
            try desk.git("mv", "tickets", "moved")
            try desk.write(".tick/config.yml", "name: Test\nkey: HD\nzone: UTC\ntickets: [moved/**/*.md]\n")
            try desk.commit()
        }
        try await expectSame(desk, "\(how)")
    }

    @Test("A long way back makes a new cache without what is lost")
    func rewrittenCache() async throws {
        let desk = try HistoryDesk()
        let start = try desk.commit("start")
        for number in 0..<70 {
            try desk.write(
                "tickets/HD-\(number % 7).md", HistoryDesk.ticket("HD-\(number % 7)", ["status": "s\(number)"]))
            try desk.commit()
        }
        _ = try await Told(try desk.open())
        try desk.git("reset", "-q", "--hard", start)
        try desk.write("tickets/HD-3.md", HistoryDesk.ticket("HD-3", ["status": "open"]))
        try desk.commit()
        _ = try await Told(try desk.open())
        let bytes = try #require(FileManager.default.contents(atPath: desk.cachePath))
        #expect(bytes.range(of: Data("s69".utf8)) == nil)
        try await expectSame(desk, "after the reset")
    }

    @Test("A shallow clone says unknown for what began before it, and nothing wrong")
    func shallow() async throws {
        let (desk, _) = try await desk(seed: 5, steps: 8)
        try desk.write("tickets/HD-new.md", HistoryDesk.ticket("HD-old", ["status": "new"]))
        try desk.commit()
        let clone = desk.sibling("clone")
        try desk.git("clone", "-q", "--depth", "2", "file://" + desk.root, clone)
        let workspace = try desk.open(clone)
        let clocks = try workspace.clocks()
        let whole = try desk.open().clocks()
        for ticket in await workspace.snapshot().tickets {
            let (cut, full) = (clocks.clocks(of: ticket).clocks, whole.clocks(of: ticket).clocks)
            for clock in cut where clock.state != .unknown {
                #expect(full.contains { $0.target == clock.target && $0.state == clock.state && $0.due == clock.due })
            }
        }
        try desk.git("-C", clone, "fetch", "-q", "--unshallow")
        let deep = try desk.open(clone)
        #expect(try deep.history().events == desk.open().history().events)
    }

    @Test("A damaged, cut or foreign cache is not believed")
    func damage() async throws {
        var (desk, dice) = try await desk(seed: 9)
        let good = try #require(FileManager.default.contents(atPath: desk.cachePath))
        let events = try desk.open().history().events
        func expectSame(_ bytes: Data) throws {
            try bytes.write(to: URL(fileURLWithPath: desk.cachePath))
            #expect(try desk.open().history().events == events)
        }
        for _ in 0..<100 { try expectSame(good.prefix(Int.random(in: 0..<good.count, using: &dice))) }
        for _ in 0..<60 {
            var bytes = good
            bytes[Int.random(in: 0..<bytes.count, using: &dice)] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            try expectSame(bytes)
        }
        var other = good
        other[16] &+= 1
        try expectSame(other)
        try expectSame(Data("tickline".utf8))
        try desk.write("other.txt", "x")
    }

    @Test("Without a place for the cache everything works")
    func unwritable() async throws {
        let (desk, _) = try await desk(seed: 3)
        let events = try desk.open().history().events
        desk.dropCache()
        try Data("no folder".utf8).write(to: URL(fileURLWithPath: desk.root + "/.git/tick/cache"))
        #expect(try desk.open().history().events == events)
    }

    @Test("What the configuration reads otherwise is read again")
    func configuration() async throws {
        let desk = try HistoryDesk()
        try desk.write("tickets/HD-a.md", HistoryDesk.ticket("HD-a", ["state": "open"]))
        try desk.commit()
        _ = try desk.open().history()
        try desk.write(".tick/config.yml", "name: Test\nkey: HD\nzone: UTC\nnames: {status: state}\n")
        let events = try desk.open().history().events(of: TicketID("HD-a")!)
        #expect(events.first?.changes.contains { $0.field == .status } == true)
    }
}
