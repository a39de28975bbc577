import Foundation
import Testing

@testable import tick

@Suite struct TerminalWidthTests {
    @Test func `widths are those that wcwidth measures`() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "Fixtures/widths/widths.tsv")
        var count = 0
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            var scalars = String.UnicodeScalarView()
            for code in parts[1].split(separator: " ") {
                scalars.append(try #require(UInt32(code, radix: 16).flatMap(Unicode.Scalar.init)))
            }
            #expect(TerminalWidth.columns(String(scalars)) == Int(parts[0]), "\(String(scalars)) (\(parts[1]))")
            count += 1
        }
        #expect(count > 300)
    }

    @Test func `cut text never exceeds, and is a beginning of the whole`() {
        var random = RenderingRandom(seed: 1)
        for _ in 0..<5_000 {
            let text = random.text()
            let columns = Int.random(in: 0...14, using: &random)
            let cut = TerminalWidth.truncated(text, to: columns)
            #expect(TerminalWidth.columns(cut) <= columns, "\(text.debugDescription) to \(columns)")
            if TerminalWidth.columns(text) <= columns {
                #expect(cut == text)
            } else if columns > 0 {
                #expect(cut.hasSuffix("…"))
                #expect(text.hasPrefix(cut.dropLast()))
            }
        }
    }

    @Test(arguments: [
        ("Принтер сломан", 9, "Принтер…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 6, "日本語"), ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"),
        ("abc", 1, "…"), ("abc", 0, ""), ("", 0, ""), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func `a cut lies between characters`(text: String, columns: Int, cut: String) {
        #expect(TerminalWidth.truncated(text, to: columns) == cut)
    }
}
