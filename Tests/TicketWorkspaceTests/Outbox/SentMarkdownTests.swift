import Testing
import TicketModel

@testable import TicketWorkspace

@Suite struct SentMarkdownTests {
    @Test(arguments: [
        ("See [the guide](../../kb/vpn.md).", "See the guide."),
        ("[guide](kb.md \"see (1) below\") ok", "guide ok"), ("[a](<a b.md>), [b](c.md)", "a, b"),
        ("![The tray](../tray.png) is here", "The tray is here"),
        ("[site](https://acme.example/a)", "[site](https://acme.example/a)"),
        ("[up](#top) [mail](mailto:a@b.example)", "[up](#top) [mail](mailto:a@b.example)"),
        ("call `handlers[name](event)` or [x](y.md)", "call `handlers[name](event)` or x"),
        ("``a ` [b](c.md)`` [d](e.md)", "``a ` [b](c.md)`` d"),
        ("```\n[a](b.md)\n```\n[c](d.md)\n~~~\n[e](f.md)", "```\n[a](b.md)\n```\nc\n~~~\n[e](f.md)"), ("", ""),
        ("[guide](kb.md don't) rest (of) it", "guide rest (of) it"), ("[guide](kb.md 'it (1)' ) ok", "guide ok"),
        ("[кабель](кабель.md), [a](b.md", "кабель, [a](b.md"),
    ])
    func `links to files become their words, and nothing else does`(text: String, sent: String) {
        #expect(SentMarkdown.withoutFiles(text, from: "tickets/2026/11/a.md") == sent)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["](a ", "`a` [b](c.md) ", "[](a)", "``](a) ", "[[[](", "```\n[a](b)\n"])
    func `a text made to be slow is not`(part: String) {
        let text = String(repeating: part, count: 60_000 / part.utf8.count) + "\nend"
        #expect(SentMarkdown.withoutFiles(text, from: "tickets/a.md").hasSuffix("end"))
    }
}
