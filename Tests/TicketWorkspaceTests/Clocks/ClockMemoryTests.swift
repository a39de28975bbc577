import Foundation
import ServiceLevels
import Testing
import TicketIndex
import TicketModel
import TicketText

@testable import TicketWorkspace

@Suite("The cache of clocks")
struct ClockMemoryTests {
    private static let ticketCount = 90

    /// A desk of tickets in one commit, its caches written.
    private func desk(_ dice: inout Dice) async throws -> HistoryDesk {
        let desk = try HistoryDesk()
        let workflow = try String(contentsOfFile: desk.root + "/.tick/workflow.yml", encoding: .utf8)
        try desk.write(
            ".tick/workflow.yml", workflow.replacing("{phase: waiting}", with: "{phase: waiting, limit: 2h}"))
        for number in 0..<Self.ticketCount { try write(number, desk, &dice) }
        try desk.commit("tickets")
        for _ in 0..<2 { _ = try await standings(desk) }
        return desk
    }

    private func path(_ number: Int) -> String { "tickets/HD-\(100 + number).md" }

    private func write(_ number: Int, _ desk: HistoryDesk, _ dice: inout Dice) throws {
        func moment() -> String {
            Instant(secondsSinceEpoch: Int64(desk.now - Int.random(in: -600..<40_000, using: &dice))).formatted()
        }
        let entries = (0..<Int.random(in: 0..<3, using: &dice)).map { index in
            let (verb, person) = [("replied", "ivan"), ("wrote", "maria@acme.example")][index % 2]
            return "## \(Int.random(in: 0..<9, using: &dice) == 0 ? "" : moment() + " ")\(person) \(verb)\n\nWord."
        }
        let fields = [
            "status": ["new", "open", "waiting", "closed"].randomElement(using: &dice) ?? "",
            "priority": ["low", "high"].randomElement(using: &dice) ?? "", "created": moment(),
        ]
        try desk.write(path(number), HistoryDesk.ticket("HD-\(100 + number)", fields, entries: entries))
    }

    /// How every ticket stands, with the caches that are there; they are written as a command does it.
    private func standings(_ desk: HistoryDesk) async throws -> [String: TicketStanding] {
        let workspace = try desk.open()
        let view = try await workspace.view(needs: [.serviceLevels, .history])
        var found: [String: TicketStanding] = [:]
        for ticket in view.snapshot.tickets { found[ticket.id.key] = view.clocks?.standing(of: ticket) }
        await workspace.keepCaches()
        return found
    }

    private func cachePath(_ desk: HistoryDesk) -> String { desk.root + "/.git/tick/cache/clocks" }

    /// How many tickets' clocks need not be computed.
    private func rememberedCount(_ desk: HistoryDesk) async throws -> Int {
        let workspace = try desk.open()
        let view = try await workspace.view(needs: [.serviceLevels, .history])
        let memory = try #require(workspace.loadedClocks)
        return view.snapshot.tickets.count { memory.standing(of: $0) != nil }
    }

    private func expectSame(_ desk: HistoryDesk, _ comment: Comment, isPutBack: Bool = false) async throws {
        let file = FileManager.default.contents(atPath: cachePath(desk))
        let remembered = try await standings(desk)
        desk.dropCache()
        let computed = try await standings(desk)
        #expect(remembered.count == computed.count, comment)
        for (id, standing) in computed { #expect(remembered[id] == standing, "\(id) \(comment)") }
        // What comes next has a cache to be wrong about.
        _ = try await standings(desk)
        if let file, isPutBack { try file.write(to: URL(fileURLWithPath: cachePath(desk))) }
    }

    private func step(_ desk: HistoryDesk, _ dice: inout Dice) throws -> String {
        let number = Int.random(in: 0..<Self.ticketCount, using: &dice)
        let seconds = Int.random(in: 0..<9_000, using: &dice)
        switch Int.random(in: 0..<15, using: &dice) {
        case 9:
            try desk.git(
                ["commit", "-q", "--amend", "--no-edit", "--allow-empty", "--date", "\(desk.now - seconds) +0000"])
            return "a commit with another date"
        case 10, 11:
            let before = try String(contentsOfFile: desk.root + "/" + path(number), encoding: .utf8)
            try write(number, desk, &dice)
            try desk.commit("there", after: seconds)
            try desk.write(path(number), before)
            try desk.commit("and back", after: seconds)
            return "a change taken back"
        case 0:
            try write(number, desk, &dice)
            desk.pass(seconds)
            return "an edit that is not committed"
        case 1:
            desk.pass(-seconds)
            return "the clock set back"
        case 2:
            desk.pass(seconds * 20)
            return "days later"
        case 3:
            let sla = try String(contentsOfFile: desk.root + "/.tick/sla.yml", encoding: .utf8)
            let hours = Int.random(in: 1..<30, using: &dice)
            try desk.write(
                ".tick/sla.yml", sla.replacing(/resolve: .*/, with: "resolve: {high: \(hours)h, '*': 2d}"))
            return "another target"
        case 4:
            try desk.commit("before an amend")
            try write(number, desk, &dice)
            try desk.git("add", "-A")
            try desk.git("commit", "-q", "--amend", "--allow-empty", "-m", "amended")
            return "an amended commit"
        case 5:
            try desk.git("add", "-A")
            try desk.git("reset", "-q", "--hard", "HEAD~1")
            return "a commit taken back"
        case 6:
            try desk.commit("before a branch")
            try desk.git("checkout", "-q", "-b", "side", "HEAD~1")
            try write(number, desk, &dice)
            try desk.commit("on a branch")
            try desk.git("checkout", "-q", "main")
            desk.pass(60)
            if (try? desk.git("merge", "-q", "--no-ff", "--no-edit", "-X", "theirs", "side")) == nil {
                try desk.commit("merged by hand")
            }
            try desk.git("branch", "-q", "-D", "side")
            return "a merge"
        case 7:
            let other = "tickets/moved/HD-\(100 + number).md"
            try desk.write(other, try String(contentsOfFile: desk.root + "/" + path(number), encoding: .utf8))
            try desk.remove(path(number))
            try desk.commit("moved")
            try desk.git("mv", other, path(number))
            return "a file moved to and fro"
        case 8:
            for number in 0..<Self.ticketCount { try write(number, desk, &dice) }
            try desk.commit("everything")
            return "everything written anew"
        default:
            try write(number, desk, &dice)
            try desk.commit("work", after: seconds)
            return "a commit"
        }
    }

    @Test("Clocks that are remembered are those that are computed, whatever happens", arguments: 1..<5)
    func remembersRight(seed: Int) async throws {
        var dice = Dice(state: UInt64(seed))
        let desk = try await desk(&dice)
        for round in 0..<14 {
            let what = try step(desk, &dice)
            try await expectSame(
                desk, "\(what), seed \(seed), round \(round)", isPutBack: Bool.random(using: &dice))
        }
    }

    @Test("Time and a few commits leave nearly all clocks known")
    func isUsed() async throws {
        var dice = Dice(state: 11)
        let desk = try await desk(&dice)
        let known = try await rememberedCount(desk)
        #expect(known > Self.ticketCount / 2)
        desk.pass(86_400)
        #expect(try await rememberedCount(desk) == known)
        for number in 0..<3 {
            try write(number, desk, &dice)
            try desk.commit()
        }
        #expect(try await (known - 3...known).contains(rememberedCount(desk)))
        desk.pass(-200_000)
        #expect(try await rememberedCount(desk) == 0)
        try await expectSame(desk, "the clock set back")
    }

    /// What happened to all tickets is another thing, while their files are the same.
    @Test("Another history of the same files is found out", arguments: [false, true])
    func otherHistory(isReadAnew: Bool) async throws {
        var dice = Dice(state: 14)
        let desk = try await desk(&dice)
        let timelines = desk.cachePath
        desk.pass(50_000)
        let before = try await standings(desk)
        try desk.git("commit", "-q", "--amend", "--no-edit", "--date", "\(desk.now) +0000")
        if isReadAnew { try FileManager.default.removeItem(atPath: timelines) }
        let redated = try await standings(desk)
        #expect(redated != before)
        try await expectSame(desk, "the tickets came later")
    }

    @Test("What commits did that are not in the cache of timelines is not kept for others")
    func laterCommits() async throws {
        var dice = Dice(state: 15)
        let desk = try await desk(&dice)
        let before = try await standings(desk)
        let files = try (0..<Self.ticketCount).map {
            try String(contentsOfFile: desk.root + "/" + path($0), encoding: .utf8)
        }
        try FileManager.default.removeItem(atPath: cachePath(desk))
        for number in files.indices { try write(number, desk, &dice) }
        try desk.commit("there", after: 0)
        for (number, file) in files.enumerated() { try desk.write(path(number), file) }
        try desk.commit("and back", after: 0)
        // The first reads the files, and makes a cache of them.
        for _ in 0..<2 { #expect(try await standings(desk) != before) }
        try desk.git("reset", "-q", "--hard", "HEAD~2")
        #expect(try await standings(desk) == before)
    }

    @Test("A policy that asks for the time, or who asks, is computed each time")
    func relative() async throws {
        var dice = Dice(state: 12)
        let desk = try await desk(&dice)
        let sla = try String(contentsOfFile: desk.root + "/.tick/sla.yml", encoding: .utf8)
        for match in ["created<-2h", "assignee:me", "replied<2030-01-01"] {
            try desk.write(
                ".tick/sla.yml",
                sla.replacing(
                    "policies:\n",
                    with:
                        "policies:\n  - {name: a, match: '\(match)', calendar: always, targets: {resolve: {'*': 1h}}}\n"
                ))
            let workspace = try desk.open()
            _ = try await workspace.view(needs: [.serviceLevels, .history])
            #expect(workspace.loadedClocks == nil, "\(match)")
        }
    }

    @Test("A damaged, cut or foreign cache is not believed")
    func damage() async throws {
        var dice = Dice(state: 13)
        let desk = try await desk(&dice)
        let good = try #require(FileManager.default.contents(atPath: cachePath(desk)))
        let right = try await standings(desk)
        let file = URL(fileURLWithPath: cachePath(desk))
        for round in 0..<60 {
            var bytes = good
            if round < 20 {
                bytes[Int.random(in: 0..<bytes.count, using: &dice)] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            } else {
                bytes = good.prefix(Int.random(in: 0..<good.count, using: &dice))
            }
            try bytes.write(to: file)
            #expect(try await standings(desk) == right)
        }
        // Wrong numbers under a right checksum may give wrong clocks, but nothing worse.
        for _ in 0..<150 {
            var bytes = Array(good)
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                bytes[Int.random(in: 16..<bytes.count, using: &dice)] =
                    [0, 0x7F, 0x80, 0xFF].randomElement(using: &dice) ?? 0
            }
            var sealed = PackedWriter()
            sealed.append(fixed: ByteDigest.digest(bytes[8...]))
            sealed.append(contentsOf: Array(bytes[8...]))
            try Data(sealed.bytes).write(to: file)
            _ = try await standings(desk)
        }
        try Data("tickclok".utf8).write(to: file)
        #expect(try await standings(desk) == right)
    }
}
