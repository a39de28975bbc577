import GitStore
import Testing
import TicketModel

@testable import TicketWorkspace

@Suite("What commits say that the desk did")
struct RunMarksTests {
    private func work(_ id: String, _ occasions: [String], note: String) -> DueWork {
        let ticket = Ticket(
            id: TicketID(known: id), path: "t.md", values: [:], entries: [], descriptionRange: SourceRange(0, 0))
        return DueWork(
            ticket: ticket, reason: note, note: note,
            trailers: occasions.map { (RunMarks.occasionKey, "\(id) \($0)") })
    }

    @Test("What a message names is read back, for any number of tickets and occasions")
    func roundTrip() {
        let occasions = [
            "commit 15535b380b93260703ba90d778744850b7b9891c", "waiting since 2026-11-02T07:00:00Z, 1d before",
            "sla first-reply 2026-11-21T07:03:00Z breached", "ждём ответа since 2026-11-02T07:00:00Z",
        ]
        for rule in ["greet", "page for urgent", "срочное: звонить", "a=b"] {
            for count in 1...4 {
                let pieces = (1...count).map { work("HD-\($0)", Array(occasions.prefix($0)), note: "Why \($0).") }
                let marks = RunMarks.read(Array(DueWork.message("\(count) tickets", pieces, rule: rule).utf8))
                #expect(marks.rule == rule)
                let expected = (1...count).flatMap { number in occasions.prefix(number).map { ("HD-\(number)", $0) } }
                #expect(marks.occasions.map(\.ticket.text) == expected.map(\.0))
                #expect(marks.occasions.map(\.text) == expected.map(\.1))
            }
        }
    }

    @Test(
        "Nothing that comes from files makes another mark",
        arguments: [
            "x\nTick-Rule: other", "x\n\nTick-Rule: other\nTick-For: HD-9 commit 1", "x\r\nTick-For: HD-9 y",
            "\u{85}Tick-Rule: other",
        ])
    func forged(_ text: String) {
        let piece = work("HD-1", [text], note: text)
        let marks = RunMarks.read(Array(piece.message(text, rule: "mine").utf8))
        #expect(marks.rule == "mine")
        #expect(marks.occasions.map(\.ticket.text) == ["HD-1"])
    }

    @Test("A person's commit that only speaks of a rule is no work of the desk")
    func mentioned() {
        let message =
            "Explain the trailer\n\nTick-Rule: greet names a rule, and so on.\n\nSigned-off-by: Ivan <i@x.y>\n"
        #expect(RunMarks.read(Array(message.utf8)).rule == nil)
    }
}
