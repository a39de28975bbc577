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

    @Test("It finds what folding everything finds")
    func agreesWithFolding() {
        var random = QueryRandom(seed: 7)
        let pieces = [
            "a", "A", "b", "é", "e\u{301}", "Ё", "е", "й", "и\u{306}", "ß", "S", " ", "\n", "\u{2116}", "😀", "-", "7",
            "中",
        ]
        for _ in 0..<20_000 {
            let text = random.text(of: pieces, atMost: 12)
            let part = random.text(of: pieces, atMost: 3)
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

    @Test("Bytes that are not UTF-8 do not stop the search")
    func invalidBytes() {
        let bytes: [UInt8] = [0xFF, 0xC3, 0x28, 0xD0] + Array(" printer".utf8) + [0xE2, 0x80]
        let found = FoldedNeedle("PRINT").occurs(in: bytes.span, from: 0, to: bytes.count, startsWord: true)
        #expect(found)
    }
}
