import Testing
import TicketModel

@testable import TicketText

@Suite struct ConversationTests {
    static let reader = ConversationReader(configuration: Reading.configuration)

    private func read(_ body: String) throws -> (TicketDocument, Conversation) {
        let document = try Reading.document("---\nid: HD-1\n---\n" + body)
        return (document, Self.reader.read(document))
    }

    /// `verb person instant` of each entry, `?` for what is missing.
    private func headings(_ body: String) throws -> [String] {
        try read(body).1.entries.map {
            "\($0.verb) \($0.person ?? "?") \($0.instant?.formatted() ?? $0.secondsOfDay.map { "\($0)s" } ?? "?")"
        }
    }

    @Test(arguments: [
        ("## 2026-11-21T10:15:00+03:00 ivan replied", "replied ivan 2026-11-21T07:15:00Z"),
        ("## 2026-11-21T10:15:00Z maria@acme.example wrote", "wrote maria@acme.example 2026-11-21T10:15:00Z"),
        ("## 2026-11-21 10:15 ivan noted", "noted ivan 2026-11-21T10:15:00Z"),
        ("## 10:15 replied", "replied ? 36900s"), ("## ivan replied", "replied ivan ?"), ("## replied", "replied ? ?"),
        ("## Ivan Replied", "replied Ivan ?"), ("## olga called ##", "called olga ?"),
        ("##   ivan   noted  ", "noted ivan ?"),
        ("## maria wrote", "wrote maria ?"), ("## acme called", "called acme ?"),
        ("## tel:+74950000000 called", "called tel:+74950000000 ?"),
        ("## tg:someone wrote", "wrote tg:someone ?"), ("## ivan ответ", "replied ivan ?"), ("## Клиент", "wrote ? ?"),
        ("## 2026-11-21T10:15:00Z Ivan Petrov replied", "replied Ivan Petrov 2026-11-21T10:15:00Z"),
        ("## 2026-11-21T10:15:00Z replied", "replied ? 2026-11-21T10:15:00Z"), ("## ivan replied\r", "replied ivan ?"),
    ])
    func headingsStartEntries(_ heading: String, _ expected: String) throws {
        #expect(try headings("Text.\n\n\(heading)\n\nMore.\n") == [expected])
        // At the end of a file, a CR alone ends no line.
        if heading.utf8.last != 0x0D { #expect(try headings(heading) == [expected]) }
        #expect(try read("\(heading)\n").1.diagnostics.isEmpty)
    }

    @Test(arguments: [
        "## Who called", "## Steps", "## How to reproduce", "## What the client wrote",
        "### 2026-11-21T10:15:00Z ivan replied",
        "##ivan replied", "# ivan replied", " ## ivan replied", "\t## ivan replied", "> ## ivan replied", "## ", "##",
        "## Result",
        "## Nobody replied", "## 3 printers", "## Ответ клиента", "ivan replied\n---", "## C#",
    ])
    func otherHeadingsStayText(_ heading: String) throws {
        let (_, conversation) = try read("Text.\n\n\(heading)\n\nMore.\n")
        #expect(conversation.entries.isEmpty && conversation.diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("## ivan notd", "notd", "notd is no verb of an entry", "did you mean noted?"),
        ("## repleid ##", "repleid", "repleid is no verb of an entry", "did you mean replied?"),
        ("## 2026-11-21T10:15:00Z ivan", "## 2026-11-21T10:15:00Z ivan", "an entry of ivan without a verb", ""),
        (
            "## 2026-11-21T10:15:00Z", "## 2026-11-21T10:15:00Z", "an instant without a verb",
            "end the heading with one of"
        ),
        ("## 2026-11-21T10:15:00Z ivan answered", "answered", "answered is no verb of an entry", ""),
        ("## ivna replied", "ivna", "nobody is called ivna, so this heading starts no entry", "did you mean ivan?"),
        ("## ivan", "## ivan", "an entry of ivan without a verb", ""),
        ("## ivan отвт", "отвт", "отвт is no verb of an entry", "did you mean ответ?"),
    ])
    func nearMissesAreErrors(_ heading: String, _ place: String, _ message: String, _ hint: String) throws {
        let (_, conversation) = try read("Text.\n\n\(heading)\nSecret.\n")
        #expect(conversation.entries.isEmpty)
        let diagnostic = try #require(conversation.diagnostics.first)
        #expect(diagnostic.severity == .error && diagnostic.message == message)
        #expect(diagnostic.hint?.contains(hint) == true)
        let location = try #require(diagnostic.location)
        #expect(location.lineNumber == 6)
        #expect(location.lineText.dropFirst(location.columnNumber - 1).prefix(location.length) == place)
    }

    @Test func manyNearMissesTakeNoTimeToShow() throws {
        let text = String(repeating: "## 10:15 x\n", count: 20_000)
        let clock = ContinuousClock()
        var conversation: Conversation?
        let time = try clock.measure { conversation = try read(text).1 }
        #expect(conversation?.diagnostics.count == 100)
        #expect(time < .seconds(10))
    }

    @Test func textsAreTrimmedAndFollowEachOther() throws {
        let (document, conversation) = try read(
            "\n \n  Indented.\nEnd.  \n\n## replied\n\n\n A\n\n\n## ivan noted\n## olga called\nB")
        #expect(document.source.string(conversation.descriptionRange) == "  Indented.\nEnd.")
        #expect(conversation.entries.map { document.source.string($0.textRange) } == [" A", "", "B"])
        #expect(
            conversation.entries.map { document.source.string($0.headingRange) } == [
                "## replied", "## ivan noted", "## olga called",
            ])
    }

    @Test func carriageReturnsBelongToNoHeadingAndNoText() throws {
        let document = try Reading.document(
            "---\r\nid: HD-1\r\n---\r\n\r\nText.\r\n\r\n## ivan replied\r\n\r\nA\r\nB\r\n\r\n")
        let conversation = Self.reader.read(document)
        #expect(document.source.string(conversation.descriptionRange) == "Text.")
        #expect(
            conversation.entries.map { Array(document.source.string($0.headingRange).utf8) } == [
                Array("## ivan replied".utf8)
            ])
        #expect(conversation.entries.map { Array(document.source.string($0.textRange).utf8) } == [Array("A\r\nB".utf8)])
    }

    @Test(arguments: [
        ("```", "```", 0), ("```sh", "````", 0), ("~~~ a `b`", "~~~~", 0), ("   ```", "  ```  ", 0),
        ("````", "```\n````", 0),
        ("~~~", "```\n~~~", 0), ("    ```", "", 1), ("``` a`b", "", 1), ("``", "", 1),
    ])
    func headingsByHandInsideAFenceAreText(_ open: String, _ close: String, _ entries: Int) throws {
        let (_, conversation) = try read("\(open)\n## ivan replied\n\(close)\n")
        #expect(conversation.entries.count == entries)
        #expect(conversation.diagnostics.isEmpty)
    }

    @Test func aFullHeadingStartsAnEntryInsideAFenceThatIsWarnedOf() throws {
        let (_, conversation) = try read(
            "```\n## ivan notd\n## 2026-11-21T10:15:00Z ivan replied\n## ivan noted\n~~~~\n## olga called\n")
        #expect(conversation.entries.map(\.verb) == [.replied, .noted])
        #expect(conversation.diagnostics.map(\.severity) == [.warning, .warning])
        #expect(conversation.diagnostics.map { $0.location?.lineNumber } == [4, 8])
    }
}
