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
        ("[кабель](кабель.md), [a](b.md", "кабель, [a](b.md"),
    ])
    func `links to files become their words, and nothing else does`(text: String, sent: String) {
        #expect(SentMarkdown.withoutFiles(text, from: "tickets/2026/11/a.md") == sent)
    }
}
