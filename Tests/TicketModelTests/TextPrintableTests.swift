import Testing

@testable import TicketModel

@Suite struct TextPrintableTests {
    @Test(arguments: [
        ("plain ✓ Ёж 日本 👍🏽", "plain ✓ Ёж 日本 👍🏽"), ("\u{1B}[2J", "␛[2J"), ("a\u{0}b", "a␀b"), ("a\u{7F}", "a␡"),
        ("\u{9B}31m", "\\u{9B}31m"), ("user\u{202E}txt", "user\\u{202E}txt"), ("a\r\nb\tc", "a␍␊b␉c"),
        ("\u{61C}", "\\u{61C}"),
        ("— “quoted” …", "— “quoted” …"), ("\u{2028}", "\\u{2028}"),
    ])
    func `what a terminal would obey is shown instead`(text: String, shown: String) {
        #expect(PrintableText.make(text) == shown)
    }

    @Test func `tabs and line ends stay where the layout has them`() {
        #expect(PrintableText.make("a\tb\nc", .lineWithTabs) == "a\tb␊c")
        #expect(PrintableText.make("a\tb\r\nc\rd\n", .lines) == "a\tb\nc␍d\n")
    }

    @Test func `bytes that are no UTF-8 become the replacement character`() {
        #expect(PrintableText.make(utf8: [0x61, 0xC3, 0x28, 0xFF]) == "a\u{FFFD}(\u{FFFD}")
        #expect(PrintableText.make(utf8: [0x9B]) == "\u{FFFD}")
    }

    @Test(arguments: [PrintableText.Layout.line, .lineWithTabs, .lines])
    func `no control and no direction gets through, all else does`(layout: PrintableText.Layout) {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isTextLayout = (layout != .line && value == 0x09) || (layout == .lines && value == 0x0A)
            let isDangerous =
                (scalar.properties.generalCategory == .control && !isTextLayout) || scalar.properties.isBidiControl
                || (0x206A...0x206F).contains(value) || value == 0x2028 || value == 0x2029
            let isKept = PrintableText.make(String(scalar), layout).unicodeScalars.elementsEqual([scalar])
            if isKept == isDangerous { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test func `printable text is printable already`() {
        var random = TextRandom(seed: 7)
        for _ in 0..<2_000 {
            let shown = PrintableText.make(random.text(of: awkwardScalars, maximumCount: 20), .lines)
            #expect(PrintableText.make(shown, .lines) == shown)
        }
    }
}
