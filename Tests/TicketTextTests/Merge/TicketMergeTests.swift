import Testing
import TicketModel

@testable import TicketText

/// Stories of two people at one ticket, each with what should come of it.
@Suite struct TicketMergeTests {
    private func merge(
        _ base: String?, _ ours: String, _ theirs: String, resolve: @escaping TicketMerge.Resolve = { _ in .markers }
    ) -> MergeResult {
        TicketMerge(configuration: Reading.configuration).merge(
            base: base.map { Array($0.utf8) }, ours: Array(ours.utf8), theirs: Array(theirs.utf8),
            path: "tickets/HD-1.md", resolve: resolve)
    }

    private func ticket(_ fields: String, _ text: String = "Text.\n") -> String {
        "---\nid: HD-1\n\(fields)\n---\n\n\(text)"
    }

    private func text(_ result: MergeResult) -> String { String(decoding: result.bytes, as: UTF8.self) }

    @Test func `tags of both sides come together in ours' brackets`() {
        let result = merge(
            ticket("tags: [vpn, old]"), ticket("tags: [vpn, old, dns] # c"), ticket("tags: [urgent, vpn]"))
        #expect(text(result) == ticket("tags: [vpn, dns, urgent] # c"))
        #expect(result.conflicts.isEmpty)
    }

    @Test func `a value that one side changed is taken with its comment and its quotes`() {
        let result = merge(
            ticket("status: new\nversion: 1"), ticket("status: open\nversion: 1"),
            ticket("status: new\nversion: '1.10'   # seen by olga"))
        #expect(text(result) == ticket("status: open\nversion: '1.10'   # seen by olga"))
    }

    @Test func `a value that both changed is a conflict of that field alone`() {
        let result = merge(
            ticket("status: new\nqueue: it\ntags: [a]"), ticket("status: open\nqueue: it\ntags: [a, b]"),
            ticket("status: waiting\nqueue: billing\ntags: [a]"))
        #expect(
            text(result)
                == ticket(
                    "<<<<<<< ours\nstatus: open\n=======\nstatus: waiting\n>>>>>>> theirs\nqueue: billing\ntags: [a, b]"
                ))
        #expect(
            result.conflicts == [
                MergeConflict(place: .field(["status"]), base: "new", ours: "open", theirs: "waiting")
            ])
    }

    @Test func `the caller may settle a conflict, and hears what lost`() {
        let result = merge(ticket("status: new"), ticket("status: open"), ticket("status: waiting")) { _ in .theirs }
        #expect(text(result) == ticket("status: waiting"))
        #expect(result.settled.map(\.conflict.ours) == ["open"])
    }

    @Test func `a field removed here and changed there is a conflict`() {
        let result = merge(ticket("due: 2026-11-30"), ticket("queue: it"), ticket("due: 2026-12-01"))
        #expect(
            text(result)
                == ticket("<<<<<<< ours\n=======\ndue: 2026-12-01\n>>>>>>> theirs\nqueue: it"))
    }

    @Test func `mappings come together key by key`() {
        let result = merge(
            ticket("rating:\n  speed: 4\n  tone: 1"), ticket("rating:\n  speed: 5\n  tone: 1"),
            ticket("rating:\n  speed: 4\n  tone: 2 # better"))
        #expect(text(result) == ticket("rating:\n  speed: 5\n  tone: 2 # better"))
    }

    @Test func `replies of both sides stand in the order of time`() {
        let (first, second) = (
            "## 2026-11-21T10:15:00+03:00 ivan replied\n\nWhich tray?\n",
            "## 2026-11-21T10:10:00+03:00 olga noted\n\nSeen it.\n"
        )
        let result = merge(ticket("a: 1"), ticket("a: 1", "Text.\n\n" + first), ticket("a: 1", "Text.\n\n" + second))
        #expect(text(result) == ticket("a: 1", "Text.\n\n" + second + "\n" + first))
        #expect(result.notes == [.addedEntry("2026-11-21T10:10:00+03:00 olga noted")])
    }

    @Test func `an entry removed here and mended there stays mended`() {
        let heading = "Text.\n\n## 2026-11-21T10:15:00+03:00 ivan replied\n\n"
        let result = merge(
            ticket("a: 1", heading + "Which tay?\n"), ticket("a: 2", "Text.\n"),
            ticket("a: 1", heading + "Which tray?\n"))
        #expect(text(result) == ticket("a: 2", heading + "Which tray?\n"))
        #expect(result.notes.contains(.keptMended("2026-11-21T10:15:00+03:00 ivan replied")))
    }

    @Test func `an entry that both mended differently has the markers inside`() {
        let heading = "Text.\n\n## 2026-11-21T10:15:00+03:00 ivan replied\n\n"
        let result = merge(
            ticket("a: 1", heading + "Which tay?\n"), ticket("a: 1", heading + "Which tray?\n"),
            ticket("a: 1", heading + "What tray?\n"))
        #expect(
            text(result)
                == ticket(
                    "a: 1", heading + "<<<<<<< ours\nWhich tray?\n=======\nWhat tray?\n>>>>>>> theirs\n"))
    }

    @Test func `a short heading that one side completed is the same entry`() {
        let result = merge(
            ticket("a: 1", "Text.\n\n## replied\n\nYes.\n"), ticket("a: 2", "Text.\n\n## replied\n\nYes.\n"),
            ticket("a: 1", "Text.\n\n## 2026-11-21T10:15:00+03:00 ivan replied\n\nYes.\n"))
        #expect(text(result) == ticket("a: 2", "Text.\n\n## 2026-11-21T10:15:00+03:00 ivan replied\n\nYes.\n"))
    }

    @Test func `CR LF that only one side has does not make every line a change`() {
        let windows = ticket("status: open\nqueue: it").replacing("\n", with: "\r\n")
        let result = merge(ticket("status: new\nqueue: it"), windows, ticket("status: new\nqueue: billing"))
        #expect(text(result) == ticket("status: open\nqueue: billing").replacing("\n", with: "\r\n"))
    }

    @Test func `files that both sides added come together, and differ where they do`() {
        let result = merge(nil, ticket("status: open\ntags: [a]"), ticket("status: open\ntags: [b]\nqueue: it"))
        #expect(text(result) == ticket("status: open\ntags: [a, b]\nqueue: it"))
        #expect(result.conflicts.isEmpty)
    }

    @Test func `a side that is no ticket makes it a merge of lines, and says so`() {
        let result = merge(ticket("a: 1\nb: 1"), ticket("a: 1\nb: [", "Text.\n\nMore.\n"), ticket("a: 2\nb: 1"))
        #expect(result.notes.count == 1)
        #expect(result.conflicts.map(\.place) == [.lines])
    }

    @Test func `a base with a conflict in it takes no side`() {
        let base = ticket("<<<<<<< ours\nstatus: open\n=======\nstatus: waiting\n>>>>>>> theirs\nqueue: it")
        let result = merge(base, ticket("status: open\nqueue: it"), ticket("status: waiting\nqueue: billing"))
        #expect(result.conflicts.map(\.place) == [.field(["status"])])
        #expect(text(result).contains("queue: billing"))
    }

    @Test func `large texts without a common line take no quadratic time`() {
        let lines = { (word: String) in (0..<20_000).map { "\(word) \($0)" }.joined(separator: "\n") + "\n" }
        let clock = ContinuousClock()
        let time = clock.measure {
            _ = merge(ticket("a: 1", lines("b")), ticket("a: 1", lines("o")), ticket("a: 1", lines("t")))
        }
        #expect(time < .seconds(20))
    }
}
