import Testing
import TicketModel

@testable import TicketText

@Suite struct EntryEditTests {
    private static let instant = Instant(secondsSinceEpoch: 1_795_000_000)
    private static let configuration = Reading.configuration
    private static let reader = ConversationReader(configuration: configuration)

    private func appended(_ file: String, _ text: String, person: String = "ivan") throws -> TicketDocument {
        let entry = NewEntry(verb: .noted, person: person, instant: Self.instant, text: text)
        return try Reading.document(file).appending(entry, configuration: Self.configuration)
    }

    @Test(arguments: [
        ("---\nid: a\n---\n", "---\nid: a\n---\n\n## H\n\nT\n"), ("---\nid: a\n---", "---\nid: a\n---\n\n## H\n\nT\n"),
        ("---\nid: a\n---\n\n", "---\nid: a\n---\n\n## H\n\nT\n"),
        ("---\nid: a\n---\nx", "---\nid: a\n---\nx\n\n## H\n\nT\n"),
        ("---\nid: a\n---\nx\n", "---\nid: a\n---\nx\n\n## H\n\nT\n"),
        ("---\nid: a\n---\nx\n\n", "---\nid: a\n---\nx\n\n## H\n\nT\n"),
        ("---\r\nid: a\r\n---\r\nx\r\n", "---\r\nid: a\r\n---\r\nx\r\n\r\n## H\r\n\r\nT\r\n"),
        ("---\r\nid: a\r\n---\r\nx\n", "---\r\nid: a\r\n---\r\nx\n\n## H\n\nT\n"),
    ])
    func anEntryStandsBehindABlankLine(_ file: String, _ expected: String) throws {
        let heading = "## \(Self.instant.formatted()) ivan noted".replacing("Z ", with: "+00:00 ")
        #expect(try appended(file, "T").text.utf8.elementsEqual(expected.replacing("## H", with: heading).utf8))
    }

    private static let lines = [
        "", " ", "\t", "text", "## ivan replied", "## 2026-11-21T10:15:00Z olga replied", "## replied", "## notd",
        "## Steps",
        "## ivan", "```", "~~~~ log", "````", "   ```", "    ```", "---", "id: x", "# a", "## \u{301}replied", "\u{A0}",
        "##  10:15 called ##", "##\u{A0}replied", "## ответ", "🙂", "trail  ", " ## replied", "<!--", "## replied\u{85}",
    ]

    @Test(arguments: 0..<3) func hostileTextIsOneEntryAndReadsBack(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(100 + seed))
        for _ in 0..<1_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                text += random.pick(Self.lines) + random.pick(["\n", "\n", "\r\n", "\r", ""])
            }
            let file = random.pick(Samples.all)
            let before = try Reading.document(file)
            let after = try appended(file, text)
            #expect(after.bytes.starts(with: before.bytes))
            let (old, new) = (Self.reader.read(before), Self.reader.read(after))
            #expect(new.entries.count == old.entries.count + 1, "\(text)")
            let last = try #require(new.entries.last)
            #expect(last.verb == .noted && last.person == "ivan" && last.instant == Self.instant)
            expect(after.source.string(last.textRange), reads: text)
            #expect(new.diagnostics.count == old.diagnostics.count, "\(text)")
        }
    }

    /// Expects the lines of `text`, but for blank ones at both ends, indented headings and a fence's end.
    private func expect(_ read: String, reads text: String) {
        func lines(_ text: String) -> [String] {
            var lines: [[UInt8]] = [[]]
            for byte in Array(text.replacing("\r\n", with: "\n").utf8) {
                if byte == 0x0A || byte == 0x0D { lines.append([]) } else { lines[lines.count - 1].append(byte) }
            }
            var texts = lines.map { String(decoding: $0, as: UTF8.self) }
            while texts.last?.allSatisfy(\.isWhitespace) == true { texts.removeLast() }
            while texts.first?.allSatisfy(\.isWhitespace) == true { texts.removeFirst() }
            while let last = texts.last?.unicodeScalars.last, last == " " || last == "\t" {
                texts[texts.count - 1].unicodeScalars.removeLast()
            }
            return texts
        }
        let (mine, its) = (lines(read), lines(text))
        #expect(mine.count == its.count || mine.count == its.count + 1, "\(text)\n=>\n\(read)")
        for (line, original) in zip(mine, its) {
            let isKept = line == original || line == " " + original
            // The last line's trailing blanks stay only where a fence's end follows.
            #expect(
                isKept || line.trimmingSuffix { $0 == " " || $0 == "\t" } == original
                    || line.trimmingSuffix { $0 == " " || $0 == "\t" } == " " + original, "\(text)\n=>\n\(read)")
        }
        if mine.count > its.count { #expect(mine.last?.allSatisfy { $0 == "`" || $0 == "~" } == true) }
    }

    @Test(arguments: ["", " ", "ivan\nreplied", "ivan\r\n## olga", "a\u{0}b", "## x\n", "ivan\rolga"])
    func aPersonThatTheHeadingWouldNotGiveBackIsRefused(_ person: String) {
        #expect(throws: DocumentError.self) { try appended("---\nid: a\n---\n", "T", person: person) }
    }

    @Test func missingPartsOfHeadingsAreWrittenIn() throws {
        let file =
            "---\nid: a\n---\nx\n\n## replied\nA\n\n## ivan ответ ##\nB\n## 2026-11-21T10:15:00Z olga noted\n## 10:15 called\n"
        let document = try Reading.document(file)
        let entries = Self.reader.read(document).entries
        let completed = try document.completingHeadings(of: entries, zone: .utc) { ($0.person ?? "olga", Self.instant) }
        let time = Self.instant.formatted(in: .utc)
        #expect(
            completed.text
                == "---\nid: a\n---\nx\n\n## \(time) olga replied\nA\n\n## \(time) ivan ответ\nB\n## 2026-11-21T10:15:00Z olga noted\n## \(time) olga called\n"
        )
        #expect(Self.reader.read(completed).entries.allSatisfy { $0.isComplete })
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Unicode.Scalar) -> Bool) -> String {
        var scalars = unicodeScalars
        while let last = scalars.last, isTrimmed(last) { scalars.removeLast() }
        return String(scalars)
    }
}
