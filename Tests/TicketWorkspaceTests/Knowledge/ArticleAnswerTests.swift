import Testing
import TicketIndex
import TicketModel
import TicketText

@testable import TicketWorkspace

@Suite struct ArticleAnswerTests {
    private func ticket(_ entries: String, at path: String = "tickets/2026/11/HD-1.md") -> Ticket? {
        let text = "---\nid: HD-1\ntitle: A\n---\n\nSee kb/description.md.\n\n\(entries)\n"
        return IndexBuilder.snapshot(
            of: [SourceText(path: RepositoryPath(path), bytes: Array(text.utf8))], configuration: Configuration()
        ).tickets.first
    }

    private func answers(_ text: String, verb: String = "replied") throws -> [String] {
        let entry = "## 2026-11-21T10:00:00Z ivan@a.example \(verb)\n\n\(text)\n"
        return ArticleUses.answers(in: try #require(ticket(entry)), "kb").keys.map(\.description).sorted()
    }

    @Test(arguments: [
        ("[VPN](../../../kb/vpn.md)", ["kb/vpn.md"]), ("see kb/vpn.md.", ["kb/vpn.md"]),
        ("[a](/kb/n/vpn.md#x)", ["kb/n/vpn.md"]),
        ("[a](kb/vpn.md) [b](../../../kb/b.md)", ["kb/b.md", "kb/vpn.md"]), ("<../../../kb/a%20b.md>", ["kb/a b.md"]),
        ("[r]: ../../../kb/vpn.md", ["kb/vpn.md"]), ("https://example.org/kb/vpn.md", []), ("../../kb/vpn.md", []),
        ("kb/README.md, kb/vpn, kb/", []), ("wkb/vpn.md", []), ("", []),
    ])
    func `a reply that links to an article is its answer`(text: String, expected: [String]) throws {
        #expect(try answers(text) == expected)
    }

    @Test(arguments: ["noted", "wrote", "called"])
    func `only replies are answers`(verb: String) throws {
        #expect(try answers("kb/vpn.md", verb: verb).isEmpty)
    }

    @Test func `the last answer counts, once a ticket`() async throws {
        let text = """
            ## 2026-11-20T10:00:00Z i@a.example replied

            kb/vpn.md kb/vpn.md

            ## 2026-11-21T10:00:00Z i@a.example replied

            kb/vpn.md
            """
        let snapshot = IndexSnapshot(
            configuration: Configuration(), tickets: [try #require(ticket(text))], diagnostics: [])
        let article = Article(
            name: "vpn", title: "VPN", source: SourceText(path: "kb/vpn.md", bytes: []), textRange: SourceRange(0, 0))
        let use = await ArticleUses(snapshot).use(of: article)
        #expect(use.tickets == [TicketID("HD-1")])
        #expect(use.last == Instant.parse("2026-11-21T10:00:00Z")?.resolved(in: .utc))
    }

    // MARK: Links that move along

    private func moved(_ text: String) -> String {
        let article = Article(
            name: "net/vpn", title: "VPN", source: SourceText(path: "kb/net/vpn.md", bytes: []),
            textRange: SourceRange(0, 0))
        return ArticleLinks(article, folder: "kb").moved(text, to: "tickets/2026/11/HD-1.md")
    }

    @Test(arguments: [
        ("![w](img/w.png)", "![w](../../../kb/net/img/w.png)"), ("[b](../b.md) c", "b c"),
        ("[b [c]](b.md#x \"t\"), d", "b [c], d"),
        ("[u](https://a.example/x)", "[u](https://a.example/x)"), ("[s](#steps)", "[s](#steps)"),
        ("[m](mailto:a@b)", "[m](mailto:a@b)"),
        ("[f](../../files/a.pdf#page=2)", "[f](../../../files/a.pdf#page=2)"),
        ("![p](b.md)", "![p](../../../kb/net/b.md)"),
        ("no links", "no links"), ("[out](../../../../x.txt)", "[out](../../../../x.txt)"),
        ("[a](b.md)[c](d.md)", "ac"),
        ("[s](<a b.pdf>)", "[s](<../../../kb/net/a%20b.pdf>)"), ("[](b.md)", ""),
    ])
    func `links lead from the ticket where they led from the article`(text: String, expected: String) {
        #expect(moved(text) == expected)
    }

    @Test func `a reply never counts for articles that its article links to`() throws {
        let quoted = moved("[b](../b.md), ![c](img/c.png), [d](/kb/d.md)")
        #expect(try answers(quoted).isEmpty)
    }
}
