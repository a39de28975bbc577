import Testing
import TicketModel
import Workflow

@Suite struct TicketChangeTests {
    let desk = Desk(workflow: nil)

    func change(_ before: Ticket?, _ after: Ticket?) -> TicketChange {
        TicketChange(before: before, after: after, actor: desk.actor("ivan"), at: Desk.now)
    }

    @Test func `an entry whose text is mended is not new`() {
        let mended = "\n## 2026-11-21T10:15:00Z ivan replied\n\nWhich paper tray?\n"
        #expect(change(desk.ticket("", reply), desk.ticket("", mended)).newEntries.isEmpty)
    }

    @Test func `an entry that got its missing instant and person is not new`() {
        let short = desk.ticket("", "\n## replied\n\nWhich tray?\n")
        #expect(change(short, desk.ticket("", reply)).newEntries.isEmpty)
        #expect(change(short, desk.ticket("", reply + answer)).newEntries.map(\.verb) == [.wrote])
    }

    @Test func `a second short entry is new`() {
        let one = desk.ticket("", "\n## replied\n\nWhich tray?\n")
        let two = desk.ticket("", "\n## replied\n\nWhich tray?\n\n## replied\n\nStill there?\n")
        #expect(change(one, two).newEntries.map(\.index) == [1])
    }

    @Test func `a verb that changes makes a new entry`() {
        let noted = "\n## 2026-11-21T10:15:00Z ivan noted\n\nWhich tray?\n"
        #expect(change(desk.ticket("", noted), desk.ticket("", reply)).newEntries.map(\.verb) == [.replied])
    }

    @Test func `all entries of a new ticket are new, none of a removed one`() {
        #expect(change(nil, desk.ticket("", reply + answer)).newEntries.count == 2)
        #expect(change(desk.ticket("", reply), nil).newEntries.isEmpty)
    }

    @Test func `an empty field is no field, and an instant is a moment`() {
        let before = desk.ticket("assignee:\ndue: 2026-11-21T10:00:00Z\ntags: [a]")
        let after = desk.ticket("due: 2026-11-21T13:00:00+03:00\ntags: [a, b]\nqueue: it")
        #expect(change(before, after).changedFields == [.tags, .queue])
        #expect(change(before, before).changedFields.isEmpty)
    }

    @Test func `a move is from one status to another`() {
        let move = change(desk.ticket("status: open"), desk.ticket("status: done")).statusMove
        #expect(move == TicketChange.StatusMove(from: "open", to: "done"))
        #expect(change(desk.ticket("status: open"), desk.ticket("status: OPEN")).statusMove == nil)
        #expect(change(nil, desk.ticket("status: open")).statusMove == nil)
    }
}
