import Testing
import TicketModel

@testable import TicketText

/// What people get to read for YAML that is none. Lines count from the file's first, which is `---`.
@Suite struct YAMLMessageTests {
    private static let complaints: [(yaml: String, expected: String)] = [
        ("assignee: @ivan", "2:11: a value cannot begin with @ | leave out the @, or quote the value: '@…'"),
        ("title: `ls` fails", "2:8: a value cannot begin with ` | quote the value: '`…'"),
        ("title: 50\ntags: %x", "3:7: a value cannot begin with % | quote the value: '%…'"),
        ("id: a\n\ttitle: b", "3:1: a tab cannot indent YAML | use spaces"),
        ("title: &a b", "2:8: a value cannot begin with & or *, which YAML has for anchors and aliases"),
        ("title: *urgent", "2:8: a value cannot begin with & or *, which YAML has for anchors and aliases"),
        ("title: **urgent**", "2:9: a value cannot begin with & or *, which YAML has for anchors and aliases"),
        ("title: !now", "2:8: a value cannot begin with !, which YAML has for tags"),
        ("title: !!str x", "2:8: a value cannot begin with !, which YAML has for tags"),
        ("title: !<x", "2:11: a value cannot begin with !, which YAML has for tags"),
        ("title: Re: printer", "2:10: a colon followed by a space is not allowed here | quote the value: 'a: b'"),
        ("title: a\ntags\nid: b", "3:1: a line without a colon"),
        ("title:a\nid: b", "a colon followed by a space is not allowed here"),
        ("just text", "2:1: the front matter is no mapping"),
        ("- a\n- b", "2:1: the front matter is no mapping"),
        ("title: 'it's broken'", "2:12: text behind the closing ' | a ' within '…' is written twice: 'it''s'"),
        ("title: \"a\" b", "2:12: text behind the closing \""),
        ("title: [urgent] printer", "2:17: text behind the closing ]"),
        ("title: 'a\nid: b", "2:8: a quote or bracket is opened and never closed"),
        ("title: \"a\nid: b", "2:8: a quote or bracket is opened and never closed"),
        ("title: 'a\n...\nid: b", "a quote is opened and never closed"),
        ("tags: [a, b\nid: c", "2:7: a list in brackets lacks a comma or its closing ]"),
        ("tags: [a, b", "2:7: a list in brackets lacks a comma or its closing ]"),
        ("rating: {a: 1, b: 2\nid: c", "2:9: a mapping in braces lacks a comma or its closing }"),
        ("tags: [a,, b]", "a value is missing here"),
        ("tags:\n  - a\n - b", "4:2: "),
        ("title: > text", "text behind | or >"),
        ("title: |0\n  a", "a block of text cannot be indented by 0"),
        ("title: \"C:\\dir\"", "2:11: an unknown escape behind \\"),
        ("title: \"\\xZZ\"", "\\x, \\u and \\U take 2, 4 and 8 hexadecimal digits"),
        ("title: \"\\uD800\"", "no character has this number"),
        ("title: - a", "2:8: a list cannot begin on this line"),
        ("title: ? a", "2:8: a value cannot begin with a question mark and a space"),
        ("? title\n: a", "2:3: the key title has no colon behind it | write title: VALUE"),
        ("id: a\n? x", "3:3: the key x has no colon behind it"),
        ("rating: {speed, b: 1}", "2:10: the key speed has no colon behind it"),
        ("[a]: b", "2:1: a key must be a word"),
        ("{a: b}: c", "2:1: a key must be a word"),
        ("id: a\nid: b", "3:1: the key id stands here a second time | keep one of them"),
        ("rating: {a: 1, a: 2}", "2:16: the key a stands here a second time"),
        ("%x", "a line cannot begin with %"),
        ("id: a\n...\nid: b", "this line belongs to no mapping"),
        ("id: a\n--- b", "3:1: a second document begins here | keep one mapping in the file"),
        ("title: a\u{1}b", "2:9: a control character | remove it"),
        ("ключ: 🙂🙂\nназвание: @я", "3:11: a value cannot begin with @"),
    ]

    @Test(arguments: complaints.indices) func whatIsWrongIsSaidInPlainWords(_ index: Int) {
        let (yaml, expected) = Self.complaints[index]
        let complaint = Reading.complaint(yaml)
        #expect(complaint.contains(expected), "\(yaml)")
        for word in ["token", "flow", "scalar", "block mapping", "stream", "context"] {
            #expect(!complaint.contains(word), "\(complaint)")
        }
    }

    @Test func noProblemOfLibyamlIsShownInItsOwnWords() {
        var random = SplitMix64(seed: 7)
        var seen: [String: String] = [:]
        let samples = Self.complaints.map { Array($0.yaml.utf8) }
        for _ in 0..<10_000 {
            let yaml = String(decoding: random.mutate(random.pick(samples)), as: UTF8.self)
            let complaint = Reading.complaint(yaml)
            if complaint.contains("this is no YAML") { seen[String(complaint.drop { $0 != " " })] = yaml }
        }
        #expect(seen.isEmpty, "\(seen)")
    }
}
