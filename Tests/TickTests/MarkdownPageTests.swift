import Testing
import TicketModel
import TicketText

@testable import tick

struct MarkdownPageTests {
    @Test("Blocks are set as a person expects them on a terminal, without colours with their marks")
    func blocks() {
        let text = """
            # Printer

            Some **bold** and *emphasis*, `code`, ~~gone~~.
            [manual](https://example.org/a) <https://bare.example> ![tray](tray.jpg)
            hard\u{20}\u{20}
            break

            - one
              - two
            - [x] done
            - [ ] open

            3. three
            4. four

            > quoted
            > > twice

            ```swift
            let x = 1
            ```
            """
        #expect(
            lines(text, width: 60) == [
                "# Printer", "",
                "Some **bold** and *emphasis*, `code`, ~~gone~~. manual",
                "<https://example.org/a> https://bare.example [image: tray]",
                "<tray.jpg> hard", "break", "",
                "• one", "  • two", "[x] done", "[ ] open", "",
                "3. three", "4. four", "",
                "> quoted", ">", "> > twice", "",
                "    let x = 1",
            ])
    }

    @Test("A table's columns are aligned, and cells wrap where they do not fit")
    func tables() {
        let text = """
            | Name | Value | Long |
            |:-----|:-----:|-----:|
            | привет | 日本 | wrapped because it is long |
            """
        #expect(
            lines(text, width: 32) == [
                "Name    Value               Long",
                "──────  ─────  ─────────────────",
                "привет  日本     wrapped because",
                "                      it is long",
            ])
        #expect(
            lines(text, width: 10) == [
                "Name", "Value", "Long", "", "привет", "日本", "wrapped", "because it", "is long",
            ])
    }

    @Test("Wide characters break anywhere but before closing marks; what has no break stays whole")
    func breaking() {
        #expect(lines("日本語の文章。空白がない", width: 12) == ["日本語の文", "章。空白がな", "い"])
        #expect(
            lines("see https://example.org/a/very/long/link now", width: 12) == [
                "see", "https://example.org/a/very/long/link", "now",
            ])
    }

    @Test("Where a link leads is always shown, and shown once")
    func links() {
        #expect(
            lines("[https://bank.example](https://evil.example)", width: 80)
                == ["https://bank.example <https://evil.example>"])
        #expect(lines("www.example.org, a@b.example", width: 80) == ["www.example.org, a@b.example"])
        #expect(lines("[a](<x y>)", width: 80) == ["a <x%20y>"])
    }

    @Test(
        "Every word of the source is in the rendering, no control character is, and no line is too wide",
        arguments: 0..<300)
    func properties(seed: Int) throws {
        var random = RenderingRandom(seed: UInt64(seed))
        let source = MarkdownSource.make(&random)
        let width = Int.random(in: 24...100, using: &random)
        let palette = Bool.random(using: &random) ? Palette.colored : .plain
        let document = try #require(MarkdownDocument(source))
        let page = MarkdownPage(palette: palette).lines(source, width: width)
        let squeezed = squeeze(page.map(\.plain).joined())
        for text in document.blocks.flatMap(\.texts) {
            for word in text.split(whereSeparator: \.isWhitespace) {
                #expect(squeezed.contains(squeeze(PrintableText.make(String(word)))), "\(word) of \(source)")
            }
        }
        for line in page {
            #expect(PrintableText.make(line.plain) == line.plain)
            let isCode = line.plain.contains("code")
            let content = line.plain.drop { " >•[]x0123456789.".contains($0) }
            #expect(
                line.columns <= width || isCode || !content.contains(" "), "\(width): \(line.plain) of \(source)")
        }
    }

    /// Without what may stand between the two halves of a word that a line's end parts.
    private func squeeze(_ text: String) -> String { text.filter { !" >".contains($0) } }

    private func lines(_ text: String, width: Int) -> [String] {
        MarkdownPage(palette: .plain).lines(text, width: width).map(\.plain)
    }
}

/// Random Markdown.
private enum MarkdownSource {
    static func make(_ random: inout RenderingRandom) -> String {
        (0..<Int.random(in: 1...5, using: &random)).map { _ in block(&random, depth: 0) }.joined(separator: "\n\n")
    }

    private static func block(_ random: inout RenderingRandom, depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 4 ? 4 : 8), using: &random) {
        case 0: return String(repeating: "#", count: Int.random(in: 1...6, using: &random)) + " " + inline(&random)
        case 1: return "```\ncode \(words(&random))\n```"
        case 2: return table(&random)
        case 3: return "***"
        case 4: return prefixed(block(&random, depth: depth + 1), with: "> ", "> ")
        case 5: return prefixed(block(&random, depth: depth + 1), with: "- ", "  ")
        case 6: return prefixed(block(&random, depth: depth + 1), with: "7. ", "   ")
        default: return inline(&random) + "\n" + inline(&random)
        }
    }

    private static func prefixed(_ block: String, with first: String, _ others: String) -> String {
        block.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { ($0.offset == 0 ? first : others) + $0.element }.joined(separator: "\n")
    }

    private static func table(_ random: inout RenderingRandom) -> String {
        let columns = Int.random(in: 1...5, using: &random)
        func row(_ cell: (inout RenderingRandom) -> String) -> String {
            "| " + (0..<columns).map { _ in cell(&random) }.joined(separator: " | ") + " |"
        }
        let narrow: (inout RenderingRandom) -> String = { random in
            (0..<Int.random(in: 1...4, using: &random)).map { _ in
                ["tray", "принтер", "x", "a-rather-long-word-in-a-cell"].randomElement(using: &random) ?? ""
            }.joined(separator: " ")
        }
        return ([row(narrow), row { _ in "---" }] + (0..<3).map { _ in row(narrow) }).joined(separator: "\n")
    }

    private static func inline(_ random: inout RenderingRandom) -> String {
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
            switch Int.random(in: 0..<9, using: &random) {
            case 0: "*\(words(&random))*"
            case 1: "**\(words(&random))**"
            case 2: "~~\(words(&random))~~"
            case 3: "`\(words(&random))`"
            case 4: "[\(words(&random))](https://example.org/\(Int.random(in: 0..<99, using: &random)))"
            case 5: "![\(words(&random))](a/b.png)"
            default: words(&random)
            }
        }.joined(separator: " ")
    }

    private static let vocabulary = [
        "tray", "принтер", "日本語", "エラー。", "👨‍👩‍👧", "e\u{301}te\u{301}", "a\u{1B}[31mb", "x\u{202E}y", "\u{9B}2J", "don't",
        "https://example.org/some/long/path?with=query", "мария@пример.рф", "a@b.example", "&amp;", "\\*", "50%",
        "Donaudampfschifffahrtsgesellschaftskapitän",
    ]

    private static func words(_ random: inout RenderingRandom) -> String {
        (0..<Int.random(in: 1...8, using: &random)).map { _ in vocabulary.randomElement(using: &random) ?? "" }
            .joined(separator: " ")
    }
}

extension MarkdownBlock {
    /// The texts in it, code left out.
    fileprivate var texts: [String] {
        switch self {
        case .paragraph(let inlines), .heading(_, let inlines): inlines.flatMap(\.texts)
        case .quote(let blocks): blocks.flatMap(\.texts)
        case .list(let list): list.items.flatMap(\.blocks).flatMap(\.texts)
        case .table(let table): ([table.header] + table.rows).flatMap { $0.flatMap { $0.flatMap(\.texts) } }
        case .code(_, let lines), .html(let lines): lines
        case .rule: []
        }
    }
}

extension MarkdownInline {
    fileprivate var texts: [String] {
        switch self {
        case .text(let text), .code(let text), .html(let text): [text]
        case .softBreak, .hardBreak: []
        case .emphasis(let inner), .strong(let inner), .strikethrough(let inner), .link(_, let inner),
            .image(_, let inner):
            inner.flatMap(\.texts)
        }
    }
}
