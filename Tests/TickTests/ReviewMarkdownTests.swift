import Testing

@testable import tick

/// Text out of tickets in a comment: whatever it holds, it stays inside its code span.
@Suite struct ReviewMarkdownTests {
    /// Reads one code span as CommonMark 0.31 § 6.1 says: what is shown, and whether the span ends where the text does.
    private func read(_ text: String) -> (shown: String, isAll: Bool)? {
        let span = Array(text.unicodeScalars)
        let fence = span.prefix { $0 == "`" }.count
        var position = fence
        while fence > 0, position < span.count {
            let run = span[position...].prefix { $0 == "`" }.count
            if run == fence {
                var shown = span[fence..<position]
                if shown.first == " ", shown.last == " ", shown.contains(where: { $0 != " " }) {
                    shown = shown.dropFirst().dropLast()
                }
                var result = String.UnicodeScalarView()
                result.append(contentsOf: shown)
                return (String(result), position + run == span.count)
            }
            position += max(run, 1)
        }
        return nil
    }

    @Test func `any text is one code span that shows just that text`() throws {
        let pieces = ["`", "``", "```", " ", "a", "@olga", "<b>", "](x)", "\\", "#12", "*", "|", "é", "\u{301}"]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let count = Int.random(in: 1...12, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined()
            let span = ReviewMarkdown.code(text)
            guard text.unicodeScalars.contains(where: { $0 != " " }) else {
                #expect(span == "–")
                continue
            }
            let found = try #require(read(span), "\(text) as \(span)")
            #expect(found.shown.utf8.elementsEqual(text.utf8), "\(span)")
            #expect(found.isAll, "\(span)")
        }
    }

    @Test func `line ends and controls never leave the line`() {
        for text in ["a\n# b", "a\r\n- b", "a\u{2028}b", "a\u{1B}[31m", "a\u{202E}b", "\n\n"] {
            #expect(!ReviewMarkdown.code(text).unicodeScalars.contains { $0.properties.isWhitespace && $0 != " " })
            #expect(!ReviewMarkdown.code(text).unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        }
    }

    @Test func `a long text is cut, its span is not`() throws {
        let found = try #require(read(ReviewMarkdown.code(String(repeating: "`x", count: 10_000))))
        #expect(found.shown.count < 400)
        #expect(found.isAll)
    }
}
