import Testing
import TicketModel
import Workflow

@Suite struct RuleTests {
    let desk = Desk(
        config: """
            queues: [it, billing]
            names: {created: created}
            fields:
              count: {integer: true}
              price: {decimal: true}
              urgent: {boolean: true}
              spent: {duration: true}
              page: {url: true}
              order: {text: true, like: '??-*'}
              seen: {date: true}
              engineer: {person: true}
              cause: {ticket: true}
              sizes: {choice: [one, many], list: true}
            """)

    @Test func `a ticket in order has no findings`() {
        let ticket = desk.ticket(
            """
            status: waiting
            queue: IT
            requester: maria@acme.example
            assignee: ivan
            count: -3
            price: 12.50
            urgent: yes
            spent: 1h30m
            page: https://example.com/a?b=c#d
            order: AB-17
            seen: 2026-11-20
            engineer: olga@helpdesk.example
            cause: HD-1
            sizes: [one, many]
            reason: why not
            """, "It jams.\n" + reply)
        #expect(desk.findings(ticket).isEmpty)
    }

    @Test(arguments: [
        "count: 1.5", "count: x", "count: ''", "price: 1e5", "price: 1.", "price: inf", "urgent: maybe", "spent: long",
        "page: example.com", "page: 'http://'", "order: A-17",
    ])
    func `a value of another type is found, an empty one is not`(field: String) {
        let found = desk.findings(desk.ticket("status: new\n" + field))
        #expect(found.rules == (field.hasSuffix("''") ? [] : ["custom-field"]))
    }

    @Test func `an item of a list is found at its own place`() {
        let found = desk.findings(desk.ticket("status: new\nsizes: [one, onee]"))
        #expect(found.rules == ["choice"])
        #expect(found.first?.hint == "did you mean one?")
        #expect(found.first?.location?.columnNumber == 14)
        #expect(found.first?.location?.length == 4)
    }

    @Test func `a ticket that leads to itself is found in any case`() {
        #expect(
            desk.findings(desk.ticket("status: new\nblocks: hd-K7QF3M")).first?.message == "the ticket leads to itself")
        #expect(desk.findings(desk.ticket("status: new\nparent: a b")).rules == ["link"])
    }

    @Test func `an @ in front of a handle leads to the handle`() {
        #expect(desk.findings(desk.ticket("status: new\nassignee: '@ivan'")).first?.hint == "did you mean ivan?")
    }

    @Test func `an absent assignee is a warning once`() {
        let ticket = desk.ticket("status: new\nassignee: root")
        #expect(desk.findings(ticket).map(\.severity) == [.warning])
        #expect(desk.findings(ticket, base: ticket).isEmpty)
        #expect(desk.findings(ticket, base: desk.ticket("status: new\nassignee: ivan")).rules == ["person"])
    }

    @Test func `unknown fields are one finding`() {
        let found = desk.findings(desk.ticket("status: new\nasignee: ivan\nfoo: 1\nbar: 2"))
        #expect(found.map(\.message) == ["asignee, foo and bar are no fields of this desk"])
        #expect(found.first?.hint == "did you mean assignee?")
    }

    @Test func `a title of several lines, and a long one`() {
        var ticket = desk.ticket("status: new")
        ticket.values[.title] = .text("one\ntwo")
        #expect(desk.findings(ticket).errors == ["title"])
        ticket.values[.title] = .text(String(repeating: "я", count: 501))
        #expect(desk.findings(ticket).map(\.severity) == [.warning])
        ticket.values[.title] = .text(String(repeating: "я", count: 500))
        #expect(desk.findings(ticket).isEmpty)
    }

    @Test func `an instant within a minute is not the future`() {
        let near = "\n## 2026-11-21T12:01:00Z ivan noted\n\nx\n"
        let far = "\n## 2026-11-21T12:01:01Z ivan noted\n\nx\n"
        #expect(desk.findings(desk.ticket("status: new", near)).isEmpty)
        #expect(desk.findings(desk.ticket("status: new", far)).rules == ["entry-future"])
    }

    @Test func `a committed entry may be mended in its text, not in its heading`() {
        let base = desk.ticket("status: new", "a\n" + reply + answer)
        let mended = "a\n" + reply.replacing("Which", with: "What") + answer
        #expect(desk.findings(desk.ticket("status: new", mended), base: base).isEmpty)
        let gone = desk.findings(desk.ticket("status: new", "a\n" + reply), base: base)
        #expect(gone.rules == ["entry-changed"])
        #expect(gone.first?.message.contains("maria@acme.example wrote") == true)
        let verb = desk.findings(
            desk.ticket("status: new", "a\n" + reply.replacing("replied", with: "noted") + answer), base: base)
        #expect(verb.map(\.hint) == ["put it back: ## 2026-11-21T10:15:00Z ivan replied"])
    }

    @Test func `filling in a short heading is no change of it`() {
        let base = desk.ticket("status: new", "a\n\n## replied\n\nWhich tray?\n")
        #expect(desk.findings(desk.ticket("status: new", "a\n" + reply), base: base).isEmpty)
    }

    @Test(arguments: [
        ("![a](/attachments/HD-1/a.jpg)", true), ("[a](../attachments/HD-1/a.jpg)", true),
        ("[a](<../attachments/HD-1/a b.jpg>)", true), ("[a](../attachments/HD-1/a%20b.jpg \"t\")", true),
        ("[a](../attachments/HD-1/a(1).jpg)", true), ("[a](/attachments/x.jpg#page=2)", true),
        ("[a](https://example.com/attachments/a.jpg)", false), ("[a](../../attachments/a.jpg)", false),
        ("[a](../docs/a.md)", false), ("[a]()", false), ("](", false), ("[a](../attachments/there.jpg)", false),
    ])
    func `a link below attachments has to lead to a file`(text: String, isFound: Bool) {
        let found = desk.findings(
            desk.ticket("status: new", text), attachmentExists: { $0 == RepositoryPath("attachments/there.jpg") })
        #expect(found.rules == (isFound ? ["attachment-link"] : []))
    }

    @Test func `a link with an escaped space names the file with the space`() {
        let found = desk.findings(
            desk.ticket("status: new", "[a](../attachments/a%20b.jpg)"),
            attachmentExists: { $0 == RepositoryPath("attachments/a b.jpg") })
        #expect(found.isEmpty)
    }

    @Test(arguments: [
        ("<<<<<<< HEAD", true), ("<<<<<<<", true), ("<<<<<<<< HEAD", false), (" <<<<<<< HEAD", false),
        ("<<<<<<<x", false), ("Title\n=======", false), (">>>>>>> the seventh quote", false),
    ])
    func `the beginning of a conflict is found`(text: String, isFound: Bool) {
        #expect(desk.findings(desk.ticket("status: new", text)).rules == (isFound ? ["conflict-markers"] : []))
    }

    @Test func `a conflict in the front matter is found in a file that is no ticket`() {
        let text = "---\n<<<<<<< HEAD\nstatus: open\n=======\nstatus: new\n>>>>>>> theirs\n---\n"
        let found = ConflictMarkersRule.findings(in: Desk.source("tickets/a.md", text))
        #expect(found.map(\.location?.lineNumber) == [2])
    }

    @Test(arguments: [
        ("{usefulness: 5, speed: 1, comment: none at all}", 0), ("", 0), ("5", 1), ("{usefulness: 0, speed: 6}", 2),
        ("{sped: 5}", 1), ("{speed: [4, 5]}", 1), ("{speed: }", 1),
    ])
    func `a rating has marks from one to five`(rating: String, count: Int) {
        #expect(
            desk.findings(desk.ticket("status: new\nrating: \(rating)")).rules
                == Array(repeating: "rating", count: count))
    }

    @Test func `every entry that is earlier than one above it is found`() {
        func entry(_ minute: String) -> String { "\n## 2026-11-21T10:\(minute):00Z ivan noted\n\nx\n" }
        let found = desk.findings(desk.ticket("status: new", ["10", "30", "20", "25", "30"].map(entry).joined()))
        #expect(found.rules == ["entry-order", "entry-order"])
        #expect(found.map { $0.location?.lineText.contains("T10:20") } == [true, false])
    }
}
