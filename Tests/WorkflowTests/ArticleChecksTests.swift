import Testing
import TicketModel
import TicketText
import Workflow

@Suite struct ArticleChecksTests {
    private func article(_ path: String, _ text: String) -> Article? {
        ArticleFile.read(Desk.source(path, text), in: "kb", Configuration()).article
    }

    private func findings(_ files: [String: String], present: Set<String> = []) -> [Diagnostic] {
        let articles = files.sorted { $0.key < $1.key }.compactMap { article($0.key, $0.value) }
        return ArticleChecks(articles) { present.contains($0.description) }.findings()
    }

    @Test(arguments: [
        ("[a](b.md)", false), ("[a](gone.md)", true), ("[a](../kb/b.md)", false), ("[a](kb/b.md)", true),
        ("[a](/kb/b.md)", false),
        ("![p](img/p.png)", false), ("![p](img/q.png)", true), ("[u](https://example.org/kb/x.md)", false),
        ("[m](mailto:a@b.c)", false),
        ("[s](#steps)", false), ("[s](#Steps)", false), ("[s](#gone)", true), ("[s](b.md#the-first-one)", false),
        ("[s](b.md#the-second-one)", true), ("[o](../../x.md)", false), ("[a](<c d.md>)", false),
        ("[a](c%20d.md)", false),
        ("[s](#steps-1)", false), ("[f](img/)", false), ("[e]()", false),
    ])
    func `a link in an article has to lead somewhere`(link: String, isBroken: Bool) {
        let files = [
            "kb/a.md": "---\ntitle: A\n---\n\n## Steps\n\n\(link)\n",
            "kb/b.md": "---\ntitle: B\n---\n# The *first* one!\n",
            "kb/c d.md": "---\ntitle: C\n---\n",
        ]
        let found = findings(files, present: ["kb/img/p.png", "kb/img"])
        #expect(found.map(\.rule) == (isBroken ? ["article-link"] : []))
        #expect(found.allSatisfy { $0.location?.lineNumber == 7 && $0.hint != nil && $0.severity == .warning })
    }

    @Test func `the hint knows where the file is`() {
        let files = [
            "kb/net/a.md": "---\ntitle: A\n---\n[b](kb/b.md) [c](c.md)\n", "kb/b.md": "---\ntitle: B\n---\n",
            "kb/x/c.md": "---\ntitle: C\n---\n",
        ]
        #expect(findings(files).map(\.hint) == ["seen from here it is ../b.md", "seen from here it is ../x/c.md"])
    }

    @Test func `a title that two articles have is found at the second, in any case`() {
        let found = findings([
            "kb/a.md": "---\ntitle: The VPN\n---\n", "kb/b.md": "---\ntags: [x]\ntitle: the  vpn\n---\n",
        ])
        #expect(found.map(\.rule) == ["article-title"])
        #expect((found.first?.location?.path, found.first?.location?.lineNumber) == ("kb/b.md", 3))
    }

    @Test(arguments: [
        ("[a](../kb/gone.md)", true), ("[a](kb/gone.md)", true), ("[a](/kb/gone.md)", true),
        ("[a](../kb/there.md)", false),
        ("kb/gone.md", false), ("[a](https://example.org/kb/gone.md)", false), ("[a](../docs/gone.md)", false),
        ("[a](../kb/x.png)", false),
    ])
    func `a ticket's link to an article has to lead to one`(text: String, isFound: Bool) {
        let desk = Desk()
        let found = desk.findings(
            desk.ticket("status: new", text), attachmentExists: { $0 == RepositoryPath("kb/there.md") })
        #expect(found.rules == (isFound ? ["article-link"] : []))
    }
}
