import Testing
import TicketModel

@testable import TicketText

/// The quick reader of plain mappings beside libyaml.
@Suite struct PlainMappingTests {
    private static let keys = [
        "id", "title", "status", "tags", "blocked-by", "x_1", "Created", "type", "A", "y", "null",
    ]
    private static let values = [
        "HD-k7qf3m", "Printer on floor 3 jams", "Принтер «на 3-м» этаже", "2026-11-21T10:03:00+03:00", "", "~", "null",
        "[a, b]", "[]", "[ ]", "[a,b , c d ]", "[a, ]", "[ёлка, it/vpn, a@b.example]", "[1.10, -x]", "[a: b]", "[[a]]",
        "[a",
        "\"quoted: text\"", "'single # text'", "'it''s'", "\"esc\\n\"", "\"open", "a: b", "a:", "a #comment", "a#b",
        "a:b",
        "https://x.example/a?b=c#d", "tel:+7495", "+7 495", "*alias", "&anchor", "!tag", "| ", "> ", "|", "- a", "-a",
        "? a",
        "@ivan", "`tick`", "%x", "{a: b}", "{", "a, b", "a [b] {c}", "1.10", "no", "😀 emoji ❤️", "a\u{85}b",
        "a\u{2028}b",
        "a\u{2029}b", "a\u{FEFF}b", "a\tb", "a\r", "  padded  ", "\u{7F}", "\u{1}", "日本語", "...", "---", "a\u{A0}b",
        "\"\"",
        "''", "\"a\" b", "'a' #c", "a\u{FFFD}", "(x)", "$5", "/path", "_", "<b>", "=1", ";", "^", "a'b", "a\"b",
    ]
    private static let separators = [
        ": ", ": ", ": ", ": ", ": ", ": ", ": ", ": ", ":", ":  ", " : ", ":\t", "=", ": \t",
    ]
    private static let lines = [
        "", "# comment", "  # indented", "- item", "  - item", "  more", "...", "---", "#", "\t", "? key", "  a: b",
        "%YAML 1.1",
        "# ё\u{2028}x: y",
    ]

    private static func text(_ random: inout some RandomNumberGenerator) -> String {
        var result = ""
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            if Int.random(in: 0..<10, using: &random) == 0 {
                result += lines.randomElement(using: &random) ?? ""
            } else {
                result += keys.randomElement(using: &random) ?? ""
                result += separators.randomElement(using: &random) ?? ""
                result += values.randomElement(using: &random) ?? ""
            }
            if Int.random(in: 0..<30, using: &random) > 0 { result += "\n" }
        }
        return result
    }

    @Test func whatItReadsIsWhatLibyamlReads() {
        var random = SystemRandomNumberGenerator()
        var accepted = 0
        for _ in 0..<60_000 {
            let bytes = Array("é\n".utf8) + Array(Self.text(&random).utf8)
            let source = SourceText(path: "a.md", bytes: bytes)
            let range = SourceRange(3, bytes.count)
            guard let quick = PlainMapping.read(source, in: range) else { continue }
            accepted += 1
            let slow = try? YAMLReader.readByEvents(source, in: range)
            #expect(
                slow.map { String(describing: $0) } == String(describing: quick),
                "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 2_000)
    }

    @Test func everyValueAloneIsReadAsLibyamlReadsItOrLeftToIt() {
        var accepted = 0
        for value in Self.values {
            for separator in Self.separators {
                let bytes = Array("a: b\nkey\(separator)\(value)\nlast: x\n".utf8)
                let source = SourceText(path: "a.md", bytes: bytes)
                let range = SourceRange(0, bytes.count)
                guard let quick = PlainMapping.read(source, in: range) else { continue }
                accepted += 1
                let slow = try? YAMLReader.readByEvents(source, in: range)
                #expect(slow.map { String(describing: $0) } == String(describing: quick), "\(value)")
            }
        }
        #expect(accepted > 150)
    }

    @Test func theFrontMatterThatTickWritesNeedsNoLibyaml() {
        let text = """
            id: HD-k7qf3m
            title: Printer on floor 3 jams
            status: open
            requester: maria@acme.example
            tags: [printer, hardware]
            created: 2026-11-21T10:03:00+03:00

            """
        let bytes = Array(text.utf8)
        #expect(PlainMapping.read(SourceText(path: "a.md", bytes: bytes), in: SourceRange(0, bytes.count)) != nil)
    }
}
