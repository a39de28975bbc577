import Testing
import TicketModel

@testable import TicketIndex

@Suite("The search in bytes")
struct FoldedNeedleTests {
    @Test("A scalar that needs no tables folds as the tables fold it, alone and behind a letter")
    func simpleScalars() {
        var count = 0
        var wrong: [String] = []
        for scalar in (UInt32(1)...0x1FFFF).compactMap(Unicode.Scalar.init) {
            let bytes = Array(String(scalar).utf8)
            guard let simple = SimpleScalar(bytes.span, at: 0, end: bytes.count) else { continue }
            count += 1
            let folded = FoldedText("e" + String(scalar)).string.unicodeScalars.map(\.value)
            // No word begins behind a scalar that belongs to one.
            let isWord = !FoldedText(String(scalar) + "xyz").hasWord(startingWith: FoldedText("xyz"))
            let isRight = folded == [0x65, simple.folded] && simple.width == bytes.count && simple.isWord == isWord
            if !isRight { wrong.append(String(scalar.value, radix: 16)) }
        }
        #expect(wrong.isEmpty)
        #expect(count > 20_000)
    }

    /// Long texts are sieved, 64 bytes at a time.
    @Test("It finds what folding everything finds", arguments: [(12, 3, 20_000), (150, 4, 6_000)])
    func agreesWithFolding(length: Int, partLength: Int, count: Int) {
        var random = QueryRandom(seed: 7)
        let pieces = [
            "a", "A", "b", "é", "e\u{301}", "Ё", "е", "й", "и\u{306}", "ß", "S", " ", "\n", "\u{2116}", "😀", "-", "7",
            "中", "—", "«",
        ]
        // In a long text what is looked for is found everywhere, if it may be anything: fewer letters stand in it.
        let rare = ["x", "X", "э", "ё", "Ё", "б", "Ж", "\u{450}", "ђ"]
        for round in 0..<count {
            let isLong = length > 100
            let common = isLong ? Array("qzжщ 2—".map(String.init)) + (round % 4 == 0 ? ["ß", "\u{301}"] : []) : pieces
            var text = random.text(of: common, atMost: length)
            if isLong {
                for _ in 0..<3 {
                    let place = text.unicodeScalars.indices.randomElement(using: &random) ?? text.startIndex
                    text.unicodeScalars.insert(contentsOf: random.text(of: rare, atMost: 4).unicodeScalars, at: place)
                }
            }
            let part = random.text(of: isLong ? rare : pieces, atMost: partLength)
            let needle = FoldedNeedle(part)
            let flat = FoldedText(Self.withSingleSpaces(text))
            let bytes = Array(text.utf8)
            let anywhere = needle.occurs(in: bytes.span, from: 0, to: bytes.count, startsWord: false)
            #expect(anywhere == flat.contains(FoldedText(Self.withSingleSpaces(part))), "\(part) in \(text)")
            let atWord = needle.occurs(in: bytes.span, from: 0, to: bytes.count, startsWord: true)
            #expect(
                atWord == flat.hasWord(startingWith: FoldedText(Self.withSingleSpaces(part))),
                "\(part) at a word of \(text)")
            #expect(needle.equals(text) == (flat == FoldedText(Self.withSingleSpaces(part))), "\(part) is \(text)")
        }
    }

    private static func withSingleSpaces(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isSpace = scalar == " " || scalar == "\n"
            if !isSpace || result.unicodeScalars.last != " " { result.unicodeScalars.append(isSpace ? " " : scalar) }
        }
        return result
    }

    @Test("Where a word begins does not depend on where a block of bytes does")
    func anyOffset() {
        for dashes in 0..<200 {
            let bytes = Array(
                (String(repeating: "-", count: dashes) + "\u{461}zqk" + String(repeating: " a", count: 80)).utf8)
            let needle = FoldedNeedle("zqk")
            let (atWord, anywhere) = (
                needle.occurs(in: bytes.span, from: 0, to: bytes.count, startsWord: true),
                needle.occurs(in: bytes.span, from: 0, to: bytes.count, startsWord: false)
            )
            #expect(!atWord && anywhere, "\(dashes)")
        }
    }

    @Test("Bytes that are not UTF-8 do not stop the search")
    func invalidBytes() {
        let bytes: [UInt8] = [0xFF, 0xC3, 0x28, 0xD0] + Array(" printer".utf8) + [0xE2, 0x80]
        let found = FoldedNeedle("PRINT").occurs(in: bytes.span, from: 0, to: bytes.count, startsWord: true)
        #expect(found)
    }
}
