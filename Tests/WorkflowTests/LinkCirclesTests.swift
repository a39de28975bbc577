import Testing
import TicketIndex
import TicketModel
import TicketText
import Workflow

@Suite struct LinkCirclesTests {
    private static func snapshot(_ links: [(String, String)]) -> IndexSnapshot {
        let sources = links.map { id, link in
            Desk.source("tickets/\(id).md", "---\nid: \(id)\ntitle: One\nstatus: new\n\(link)\n---\n")
        }
        return IndexBuilder.snapshot(of: sources, configuration: Desk().configuration)
    }

    @Test func `a circle is told once, in the order of its links, at one of them`() throws {
        let found = LinkCircles.find(
            in: Self.snapshot([
                ("HD-a", "blocked-by: [HD-x, hd-b]"), ("HD-b", "queue: it"),
                ("HD-c", "blocks: [HD-b]\nblocked-by: HD-a"),
            ]))
        #expect(found.map(\.message) == ["HD-a is blocked by HD-b, which is blocked by HD-c, which is blocked by HD-a"])
        #expect(found[0].location?.lineText == "blocked-by: [HD-x, hd-b]")
        #expect(found[0].location?.columnNumber == 20)
        #expect(found[0].hint == "tick unlink HD-a blocked-by HD-b opens it")
    }

    @Test func `parents and duplicates have circles, related tickets and problems have none`() {
        for (field, count) in [("parent", 1), ("duplicates", 1), ("related", 0), ("problem", 0)] {
            let found = LinkCircles.find(in: Self.snapshot([("HD-a", "\(field): HD-b"), ("HD-b", "\(field): HD-a")]))
            #expect(found.count == count, "\(field)")
        }
    }

    @Test func `a link to itself is no circle, since the rule for links reports it`() {
        #expect(LinkCircles.find(in: Self.snapshot([("HD-a", "blocks: HD-a\nparent: HD-a")])).isEmpty)
    }

    @Test func `only circles through certain tickets, at links of theirs`() {
        let snapshot = Self.snapshot([
            ("HD-a", "blocks: HD-b"), ("HD-b", "blocks: HD-a"), ("HD-c", "parent: HD-d"), ("HD-d", "parent: HD-c"),
        ])
        #expect(LinkCircles.find(in: snapshot).count == 2)
        let found = LinkCircles.find(in: snapshot, touching: [TicketID(known: "HD-b")])
        #expect(found.map(\.ticket?.text) == ["HD-b"])
        #expect(LinkCircles.find(in: snapshot, touching: [TicketID(known: "HD-e")]).isEmpty)
    }

    @Test func `a long circle is told by its beginning and its end`() {
        let ids = (10..<40).map { "HD-\($0)" }
        let found = LinkCircles.find(
            in: Self.snapshot(zip(ids, ids.dropFirst() + ids.prefix(1)).map { ($0, "parent: \($1)") }))
        #expect(found.count == 1 && found[0].message.count < 400)
        #expect(found[0].message.contains("… (22 more), HD-39, which has the parent HD-10"))
    }
}
