import Testing
import TicketModel

struct MentionTests {
    @Test("An @ that begins a word mentions whoever it names, in any script")
    func names() {
        #expect(
            names("@olga, please; (@ivan) @петя! @a.b. @x-y-, «@анна»\n@d_2") == [
                "olga", "ivan", "петя", "a.b", "x-y", "анна", "d_2",
            ])
    }

    @Test(
        "Addresses, paths, accounts elsewhere and lone signs mention nobody",
        arguments: [
            "olga@acme.example", "почта@acme.example", "https://chat.example/@olga", "@olga@social.example", "@",
            "@@olga", "@ olga", "@.", "a.@b",
            "x=@y",
        ])
    func others(text: String) { #expect(names(text).isEmpty) }

    @Test(
        "What is in code mentions nobody",
        arguments: [
            "`@olga`", "``a ` @olga``", "```\n@olga\n```", "~~~java\n@olga", "    @olga", "text\n\n\t@olga",
            "`a\n@olga`",
        ])
    func code(text: String) { #expect(names(text).isEmpty) }

    @Test(
        "What only looks like code does not hide a mention",
        arguments: [
            "` @olga", "`a\n\n@olga`", "- item\n\n    @olga", "text\n    @olga", "``a` @olga", "```\nx\n```\n@olga",
            "```\r\nx\r\n```\r\n@olga",
        ])
    func prose(text: String) { #expect(names(text) == ["olga"]) }

    @Test("A mention's range is that of its bytes, wherever the text lies in the file")
    func ranges() {
        let bytes = Array("--- @no --- ё @olga, @я".utf8)
        let found = Mention.find(in: bytes, SourceRange(8, bytes.count))
        #expect(found.map { String(decoding: bytes[$0.range.indices], as: UTF8.self) } == ["@olga", "@я"])
    }

    @Test("Hostile texts are read in time that grows with their length", .timeLimit(.minutes(1)))
    func hostile() {
        for shape in ["@", "@a", "`", "`@", "``a`", "@a@", "@я.", "\n@", "```\n", "- ", "    @a\n\n"] {
            let text = String(repeating: shape, count: (1 << 18) / shape.utf8.count)
            _ = names(text)
        }
        let runs = (1...700).map { String(repeating: "`", count: $0) + "a" }.joined()
        #expect(names(runs + " @olga") == ["olga"])
    }

    @Test("A mention found is never within a longer word", arguments: 0..<200)
    func property(seed: Int) {
        var random = TextRandom(seed: UInt64(seed))
        let alphabet = Array("@@ab.-_ я`\n/é日\u{301}1".unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<60 { text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)]) }
        let bytes = Array(String(text).utf8)
        for mention in Mention.find(in: bytes, SourceRange(0, bytes.count)) {
            let slice = bytes[mention.range.indices]
            #expect(slice.first == UInt8(ascii: "@") && Array(slice.dropFirst()) == Array(mention.name.utf8))
            #expect(!mention.name.contains("@") && !mention.name.hasSuffix(".") && !mention.name.isEmpty)
        }
    }

    private func names(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return Mention.find(in: bytes, SourceRange(0, bytes.count)).map(\.name)
    }
}
