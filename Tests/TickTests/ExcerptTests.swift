import Testing

@testable import tick

@Suite struct ExcerptTests {
    private func lines(_ source: String, _ column: Int, _ length: Int, width: Int? = nil) -> [String] {
        let place = Excerpt.Place(path: "a.md", lineNumber: 5, columnNumber: column, length: length, lineText: source)
        return Excerpt(message: "it is wrong", rule: "front-matter", hint: "mend it", place: place)
            .lines(width: width, palette: .plain)
    }

    @Test func `a finding reads as a compiler's`() {
        #expect(
            lines("status: proposed", 9, 8) == [
                "a.md:5:9: error: it is wrong [front-matter]",
                "  5 | status: proposed",
                "    |         ^^^^^^^^",
                "Hint: mend it",
            ])
    }

    @Test(arguments: [
        ("имя: Ёж", 6, 2, "    |      ^^"), ("題: 日本", 4, 2, "    |     ^^^^"), ("a\tb: c", 3, 1, "    |     ^"),
        ("ab", 3, 0, "    |   ^"),
        ("ab", 99, 4, "    |   ^"), ("ab", 1, 99, "    | ^^"), ("👨‍👩‍👧x", 2, 1, "    |   ^"), ("", 1, 0, "    | ^"),
        ("e\u{301}x", 2, 1, "    |  ^"),
        ("\u{1B}x", 2, 1, "    |  ^"), ("ab", -3, -1, "    | ^"),
    ])
    func `the marks lie under the place`(source: String, column: Int, length: Int, marks: String) {
        #expect(lines(source, column, length)[2] == marks)
    }

    @Test func `a long line is cut around the place`() {
        let source = String(repeating: "left ", count: 40) + "HERE" + String(repeating: " right", count: 40)
        #expect(
            lines(source, 201, 4, width: 46)[1...2] == [
                "  5 | …t left left HERE right right right rig…",
                "    |              ^^^^",
            ])
    }

    @Test func `whatever the line and the place, the excerpt fits, and marks what was meant`() {
        var random = RenderingRandom(seed: 10)
        for _ in 0..<5_000 {
            let source = random.text(maximumCount: 60)
            let column = Int.random(in: 1...62, using: &random)
            let length = Int.random(in: 0...20, using: &random)
            let width = Int.random(in: 10...50, using: &random)
            let view = ExcerptLine(source).view(column: column, length: length, width: width)
            #expect(TerminalWidth.columns(view.text) <= width)
            #expect(
                view.columnsBefore + view.markColumns <= width,
                "\(source.debugDescription) \(column) \(length) \(width)")
            #expect(!view.text.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }

    @Test func `the marked text is the text that was meant`() {
        var random = RenderingRandom(seed: 11)
        for _ in 0..<500 {
            let before = String(repeating: "日é", count: Int.random(in: 0...30, using: &random))
            let after = String(repeating: " я", count: Int.random(in: 0...30, using: &random))
            let view = ExcerptLine(before + "MEANT" + after).view(column: before.count + 1, length: 5, width: 24)
            let lead = TerminalWidth.prefix(view.text, columns: view.columnsBefore)
            #expect(view.text.dropFirst(lead.count).hasPrefix("MEANT"))
            #expect(view.markColumns == 5)
        }
    }

    @Test func `a query is shown without a gutter`() {
        let place = Excerpt.Place(columnNumber: 8, length: 4, lineText: "status:opne")
        #expect(
            Excerpt(message: "no status opne", hint: "open", place: place).lines(width: 80, palette: .plain) == [
                "error: no status opne", "  status:opne", "         ^^^^", "Hint: open",
            ])
    }

    @Test func `hostile names and messages stay text`() {
        let excerpt = Excerpt(
            severity: .warning, message: "bad \u{1B}[2Jvalue", rule: "x",
            place: .init(path: "a\nb\u{202E}.md", columnNumber: 1, length: 0))
        #expect(excerpt.lines(width: 20, palette: .plain) == ["a␊b\\u{202E}.md:1:1: warning: bad ␛[2Jvalue [x]"])
    }

    @Test func `colours change no letter`() {
        let excerpt = Excerpt(
            message: "m", rule: "r", hint: "h", place: .init(path: "p", columnNumber: 2, length: 1, lineText: "abc"))
        let plain = excerpt.lines(width: 80, palette: .colored).map(withoutStyles)
        #expect(plain == excerpt.lines(width: 80, palette: .plain))
    }
}
