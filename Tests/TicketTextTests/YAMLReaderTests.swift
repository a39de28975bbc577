import Testing
import TicketModel

@testable import TicketText

@Suite struct YAMLReaderTests {
    @Test(arguments: [
        ("a: b", "b"), ("a:   b  ", "b"), ("a: b # c", "b"), ("a: 'b''c'", "'b''c'"), ("a: \"\\u0041\"", "\"\\u0041\""),
        ("ключ: значение", "значение"), ("🙂: 👩‍👩‍👧 x", "👩‍👩‍👧 x"), ("a: 🙂 # я", "🙂"), ("a:\tb", "b"),
        ("a: [b,\r\n  c]", "[b,\r\n  c]"), ("a: {b: c}", "{b: c}"), ("a: b\r\nc: d", "b"), ("a: b\u{85}c: d", "b"),
        ("a: b\n  c", "b\n  c"), ("a: |\n  x\n  y\nb: c", "|\n  x\n  y"), ("a: |+\n  x\n\n\nb: c", "|+\n  x\n\n"),
        ("a: >-\r\n  x\r\n\r\nb: c", ">-\r\n  x"), ("a: |\n  x\n   \nb: c", "|\n  x\n   "), ("a: |\n\nb: c", "|"),
        ("\"a\": b", "b"), ("a:\n- b\n- c\nd: e", "- b\n- c"), ("a:\n  b: c\nd: e", "b: c"), ("a : b", "b"),
    ])
    func aValuesRangeHoldsItsBytesAndNoOthers(_ yaml: String, _ expected: String) throws {
        let node = try #require(try Reading.yaml(yaml)?.pairs?.first?.value)
        #expect(Array(Reading.source(yaml).string(node.range).utf8) == Array(expected.utf8))
    }

    @Test(arguments: ["a:", "a: ", "a:\nb: c", "a: # comment\nb: c", "a:\n# comment\nb: c", "\"a\":", "{a: , b: c}"])
    func anAbsentValueStandsBehindItsColon(_ yaml: String) throws {
        let pair = try #require(try Reading.yaml(yaml)?.pairs?.first)
        #expect(pair.value.range == SourceRange(pair.colonEnd, pair.colonEnd))
        #expect(pair.value.isNull)
    }

    @Test func nothingButCommentsIsNoDocument() throws {
        for yaml in ["", "\n", "# a\n", "  # a\r\n\r\n", "\u{FEFF}"] { #expect(try Reading.yaml(yaml) == nil) }
    }

    @Test func typesAreNotGuessed() throws {
        let yaml = "a: no\nb: 1.10\nc: 010\nd: 1e3\ne: 12:30:45\nf: 2026-11-21\ng: =\nh: .inf\ni: 0x1F\n"
        #expect(
            try Reading.yaml(yaml)?.pairs?.map(\.value.scalar) == [
                "no", "1.10", "010", "1e3", "12:30:45", "2026-11-21", "=", ".inf", "0x1F",
            ])
    }

    @Test func frontMatterEndsAtTheFirstLineThatIsExactlyDashes() throws {
        let document = try Reading.document("---\nid: a\nlog: |\n  ---\n  --- x\n----: y\n---\nid: b\n---\n")
        #expect(document.pairs.map(\.key) == ["id", "log", "----"])
        #expect(String(decoding: document.bytes[document.bodyStart...], as: UTF8.self) == "id: b\n---\n")
    }

    @Test(arguments: ["", "id: a\n", "\n---\nid: a\n---\n", " ---\nid: a\n---\n", "--- \nid: a\n---\n", "---\nid: a\n"])
    func aFileWithoutFrontMatterIsRefused(_ text: String) {
        #expect(throws: DocumentError.self) { try Reading.document(text) }
    }
}
