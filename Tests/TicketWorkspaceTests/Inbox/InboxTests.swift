import GitStore
import Testing
import TicketIndex
import TicketModel

@testable import TicketWorkspace

@Suite("Inboxes")
struct InboxTests {
    private func desk() throws -> HistoryDesk {
        let desk = try HistoryDesk()
        try desk.git("config", "user.name", "Ivan")
        try desk.git("config", "user.email", "ivan@desk.example")
        try desk.write(
            ".tick/people.yml",
            "ivan: {email: [ivan@desk.example], roles: [agent]}\nolga: {email: [olga@desk.example], roles: [agent]}\n")
        for id in ["HD-1", "HD-2"] {
            try desk.write(
                "tickets/\(id).md",
                HistoryDesk.ticket(id, ["status": "new", "assignee": id == "HD-1" ? "ivan" : "olga"]))
        }
        try desk.commit("filed")
        return desk
    }

    /// Commits a new text for a ticket as Olga; `day` sets how many days earlier she says that it was.
    private func olga(_ desk: HistoryDesk, _ id: String, _ text: String, daysEarlier: Int = 0) throws {
        let path = "tickets/\(id).md"
        let entry = "## 2026-11-20T10:00:00Z olga noted\n\n\(text)\n"
        try desk.write(path, HistoryDesk.ticket(id, ["status": "new", "assignee": "ivan"], entries: [entry]))
        desk.pass(60)
        try desk.git("add", "-A")
        try desk.git(
            ["commit", "-q", "--author=Olga <olga@desk.example>", "-m", text], authored: desk.now - daysEarlier * 86_400
        )
    }

    private func inbox(
        _ desk: HistoryDesk, _ range: Workspace.InboxRange = .unread, marksRead: Bool = false
    ) async throws -> Inbox {
        let workspace = try desk.open()
        let view = try await workspace.view(needs: [.text, .conversation, .history])
        let inbox = try workspace.inbox(range, in: view)
        if marksRead { try workspace.markRead(inbox) }
        return inbox
    }

    @Test("Whatever the dates and branches, each change of another is new once", arguments: 0..<8)
    func onceEach(seed: Int) async throws {
        var random = SeededNumbers(seed: UInt64(seed) + 1)
        let desk = try desk()
        var shown: [ObjectID] = []
        func read() async throws {
            shown += try await inbox(desk, marksRead: true).items.map(\.event.commit)
        }
        try await read()
        var branches = 0
        for step in 0..<14 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                // Made elsewhere in the days before, and merged now.
                branches += 1
                try desk.git("switch", "-q", "-c", "side\(branches)")
                try desk.write("tickets/HD-\(step + 10).md", HistoryDesk.ticket("HD-\(step + 10)", ["status": "new"]))
                try olga(desk, "HD-\(step + 20)", "side \(step)", daysEarlier: Int.random(in: 0...30, using: &random))
                try desk.git("switch", "-q", "main")
                try desk.write("notes\(step)", "x")
                try desk.commit()
                try desk.git("merge", "-q", "--no-edit", "side\(branches)")
            case 1: try await read()
            case 2:
                try desk.write("own\(step)", "x")
                try desk.commit("own")
            default: try olga(desk, "HD-1", "step \(step)", daysEarlier: Int.random(in: 0...3, using: &random))
            }
        }
        try await read()
        let everything = try await inbox(desk, .everything).items.map(\.event.commit)
        #expect(shown.sorted() == everything.sorted())
        #expect(try await inbox(desk).items.isEmpty)
    }

    @Test("A mark whose commits are gone shows the last week again, and a broken one, too")
    func lostMarks() async throws {
        let desk = try desk()
        try olga(desk, "HD-1", "seen", daysEarlier: 2)
        try olga(desk, "HD-2", "old", daysEarlier: 2)
        _ = try await inbox(desk, marksRead: true)
        #expect(try await inbox(desk).items.isEmpty)
        for text in [
            "tick-inbox 1\nread 2027-01-15T08:00:00Z\nhead \(String(repeating: "0", count: 40))\nend\n", "",
            "tick-inbox 2",
        ] {
            try desk.write(".git/tick/state/inbox/of-ivan", text)
            let inbox = try await inbox(desk)
            #expect(inbox.items.count == 2)
            guard case .firstTime = inbox.beginning else {
                Issue.record("\(inbox.beginning)")
                continue
            }
        }
    }

    @Test("The events of some commits are those of all history that have them", arguments: [false, true])
    func eventsOfCommits(isCached: Bool) throws {
        let desk = try desk()
        for step in 0..<6 { try olga(desk, "HD-\(1 + step % 2)", "\(step)") }
        if isCached { _ = try desk.open().history() }
        try olga(desk, "HD-1", "behind the cache")
        if !isCached { desk.dropCache() }
        let history = try desk.open().history()
        let commits = Array(Set(history.events.map(\.commit))).sorted()
        for first in commits.indices {
            let some = Set(commits[first...].prefix(3))
            #expect(history.events(of: some) == history.events.filter { some.contains($0.commit) })
        }
        #expect(history.events(of: []).isEmpty)
    }

    @Test("A mark is read as it is written; its file has a plain name whoever it is")
    func marks() throws {
        let heads = (0..<3).map { ObjectID(bigEndian: $0, 1, 2) }
        let mark = InboxMark(readAt: Instant(secondsSinceEpoch: 1_800_000_000), heads: heads)
        #expect(InboxMark(bytes: mark.bytes) == mark)
        for cut in [0, 5, mark.bytes.count - 5] { #expect(InboxMark(bytes: Array(mark.bytes.prefix(cut))) == nil) }
        let next = mark.reading(heads[2], at: mark.readAt - 60) { $0 == heads[0] }
        #expect(next.heads == [heads[2], heads[1]] && next.readAt == mark.readAt)
        for person in ["ivan", "../../x", "петя", "a@b.example", "\u{0}", String(repeating: "ж", count: 200)] {
            let name = InboxMark.fileName(of: person)
            #expect(name.hasPrefix("of-") && name.utf8.count <= 200 && !name.contains("/"))
        }
        #expect(InboxMark.fileName(of: "Ivan") == InboxMark.fileName(of: "ivan"))
    }
}

/// The same random numbers in every run (SplitMix64, Steele et al. 2014).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
