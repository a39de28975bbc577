import Testing

@testable import TicketText

struct MarkdownDocumentTests {
    @Test("Blocks and inlines become values")
    func values() throws {
        let document = try #require(
            MarkdownDocument("## Tray *2*\n\n1. [x] ~~a~~ `b`\n2. <b>c</b>\n\n|x|y|\n|-|-:|\n|1|\n"))
        #expect(
            document.blocks == [
                .heading(level: 2, [.text("Tray "), .emphasis([.text("2")])]),
                .list(
                    MarkdownList(
                        start: 1, isTight: true,
                        items: [
                            .init(
                                isDone: true,
                                blocks: [.paragraph([.strikethrough([.text("a")]), .text(" "), .code("b")])]),
                            .init(blocks: [.paragraph([.html("<b>"), .text("c"), .html("</b>")])]),
                        ])),
                .table(
                    MarkdownTable(
                        alignments: [.left, .right], header: [[.text("x")], [.text("y")]], rows: [[[.text("1")], []]])),
            ])
    }

    @Test("What takes the library the square of its length is left as it is written")
    func refused() {
        let hostile = [
            String(repeating: "- ", count: 16_000) + "x" + String(repeating: "\n", count: 32_000),
            String(repeating: ">", count: 16_000) + "x\n" + String(repeating: "y\n", count: 16_000),
            "http://a" + String(repeating: ")", count: 60_000),
            String(repeating: "1. ", count: 40), String(repeating: "> - ", count: 20),
            String(repeating: "a ", count: 40_000),
            "[a]: <" + String(repeating: "x ", count: 16_000) + ">\n\n" + String(repeating: "[a] ", count: 8_000),
            "text\n\n> [a\nb]: u '" + String(repeating: "x\n> ", count: 8_000) + "'\n\n"
                + String(repeating: "[a b] ", count: 5_000),
            String(repeating: "a <?", count: 1_000), String(repeating: "a <![CDATA[ ", count: 1_000),
        ]
        for text in hostile { #expect(MarkdownDocument(text) == nil) }
        #expect(MarkdownDocument("- - - - -\n\n* * *\n\n> > >\n") != nil)
        // A log is no list of definitions.
        let log = String(repeating: "Nov 21 10:03:00 db1 sshd[4711]: [preauth] closed\n", count: 1_200)
        #expect(MarkdownDocument(log) != nil)
    }

    @Test(
        "Texts up to the limits are read at once, and never deeper than values can be walked", .timeLimit(.minutes(1)))
    func withinLimits() throws {
        let shapes = [
            "*a ", "**a *b ", "[", "![[]()", "`a``", "<a ", "a@b ", "|a|b|\n", "~~a ", "\n> - ",
            "\n\t- ", "_a __b ", "&#1 ", "\\ ", "[a](",
        ]
        for shape in shapes {
            let repeated = String(repeating: shape, count: 60_000 / shape.utf8.count)
            let text = shape.contains(where: \.isWhitespace) ? repeated : String(repeated.prefix(4_000))
            let document = try #require(MarkdownDocument(text), "\(shape)")
            #expect(document.blocks.map(\.depth).max() ?? 0 < 110, "\(shape)")
        }
        let nested = (0..<300).map { String(repeating: " ", count: 2 * $0) + "- a" }.joined(separator: "\n")
        #expect(try #require(MarkdownDocument(String(nested.prefix(60_000)))).blocks.map(\.depth).max() ?? 0 < 110)
    }

    @Test("A table that short rows would make huge is no table")
    func cells() throws {
        let columns = String(repeating: "|a", count: 400) + "|\n" + String(repeating: "|-", count: 400) + "|\n"
        let document = try #require(MarkdownDocument(columns + String(repeating: "x\n", count: 5_000)))
        #expect(document.blocks.allSatisfy { if case .table = $0 { false } else { true } })
    }

    @Test("NUL and broken characters become U+FFFD, line ends of every kind are line ends")
    func bytes() throws {
        #expect(MarkdownDocument("a\0b")?.blocks == [.paragraph([.text("a\u{FFFD}b")])])
        #expect(
            MarkdownDocument("a\r\nb\rc")?.blocks == [
                .paragraph([.text("a"), .softBreak, .text("b"), .softBreak, .text("c")])
            ])
    }
}

extension MarkdownBlock {
    fileprivate var depth: Int {
        switch self {
        case .paragraph(let inlines), .heading(_, let inlines): 1 + (inlines.map(\.depth).max() ?? 0)
        case .quote(let blocks): 1 + (blocks.map(\.depth).max() ?? 0)
        case .list(let list): 1 + (list.items.flatMap(\.blocks).map(\.depth).max() ?? 0)
        case .table, .code, .html, .rule: 1
        }
    }
}

extension MarkdownInline {
    fileprivate var depth: Int {
        switch self {
        case .text, .code, .html, .softBreak, .hardBreak: 1
        case .emphasis(let inner), .strong(let inner), .strikethrough(let inner), .link(_, let inner),
            .image(_, let inner):
            1 + (inner.map(\.depth).max() ?? 0)
        }
    }
}
