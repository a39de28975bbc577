import Foundation
import Testing

@testable import TicketModel

@Suite struct TextFoldedTests {
    @Test(arguments: [
        ("ПРИНТЕР", "принтер"), ("Ёлка", "елка"), ("е\u{308}лка", "елка"), ("и\u{306}од", "йод"), ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"), ("É", "e\u{301}"), ("Å", "å"), ("ŁÓDŹ", "łódź"), ("µ", "μ"), ("ÿ", "Ÿ"), ("Їжак", "їЖАК"),
    ])
    func `texts that differ in case, ё or Unicode form are equal`(left: String, right: String) {
        #expect(FoldedText(left) == FoldedText(right))
    }

    @Test func `й stays й and й is not и`() {
        #expect(FoldedText("йод") != FoldedText("иод"))
    }

    @Test func `folding is stable, blind to case and to decomposition`() {
        var random = TextRandom(seed: 1)
        for _ in 0..<3_000 {
            let text = random.text(of: awkwardScalars, maximumCount: 12)
            let folded = FoldedText(text)
            #expect(FoldedText(folded.string) == folded)
            #expect(FoldedText(text.decomposedStringWithCanonicalMapping) == folded)
            #expect(FoldedText(text.precomposedStringWithCanonicalMapping) == folded)
            #expect(FoldedText(utf8: Array(text.utf8)) == folded)
        }
    }

    @Test func `words fold alone as they do together`() {
        var random = TextRandom(seed: 12)
        for _ in 0..<2_000 {
            let texts = (0..<3).map { _ in random.text(of: awkwardScalars, maximumCount: 6) }
            let together = FoldedText(texts.joined(separator: " "))
            #expect(together.string.utf8.elementsEqual(texts.map { FoldedText($0).string }.joined(separator: " ").utf8))
        }
    }

    @Test func `any bytes fold as the text that they decode to`() {
        var random = TextRandom(seed: 13)
        let bytes: [UInt8] = [
            0x20, 0x41, 0x7A, 0x80, 0x90, 0xA7, 0xB5, 0xBF, 0xC2, 0xC3, 0xD0, 0xD1, 0xE2, 0xF0, 0x9F, 0xFF,
        ]
        for _ in 0..<10_000 {
            let text = (0..<8).map { _ in bytes[Int.random(in: 0..<bytes.count, using: &random)] }
            let folded = FoldedText(utf8: text)
            #expect(folded == FoldedText(String(decoding: text, as: UTF8.self)), "\(text)")
            #expect(String(validating: folded.utf8, as: UTF8.self) != nil)
        }
    }

    @Test func `the byte tables fold as the library does`() throws {
        for value in Array(0x20...0x17F) + Array(0x400...0x4FF) + Array(0x2010...0x2044) {
            let scalar = try #require(Unicode.Scalar(UInt32(value)))
            // A Hebrew letter sends the text past the byte tables.
            let slow = FoldedText(String(scalar) + "א").string.unicodeScalars.dropLast()
            #expect(
                Array(FoldedText(String(scalar)).string.unicodeScalars) == Array(slow), "U+\(String(value, radix: 16))")
        }
    }

    @Test func `invalid bytes become the replacement character`() {
        #expect(FoldedText(utf8: [0x41, 0xFF, 0xD0]).string == "a\u{FFFD}\u{FFFD}")
        #expect(FoldedText(utf8: [0xD0, 0x41]).string == "\u{FFFD}a")
        #expect(FoldedText(utf8: [0xC3, 0x28]).string == "\u{FFFD}(")
    }

    @Test(arguments: [
        ("the printer_2", "print", true), ("(Printers)", "PRINTER", true), ("teleprinter", "printer", false),
        ("сломан принтера", "Принтер", true), ("микропринтер", "принтер", false), ("vpn-gate down", "VPN-g", true),
        ("xvpn-gate", "vpn-g", false), ("a #42", "#4", true), ("a 日本語", "日", true), ("Ещё раз", "еще", true),
        ("", "", true),
        ("", "a", false), ("ab", "abc", false), ("foo_принтер", "прин", true), ("naive naïve", "naï", true),
    ])
    func `a word is found by its beginning`(text: String, prefix: String, isFound: Bool) {
        #expect(FoldedText(text).hasWord(startingWith: FoldedText(prefix)) == isFound)
    }

    @Test func `every word of a text is found, anywhere and as a word`() {
        var random = TextRandom(seed: 2)
        for _ in 0..<2_000 {
            let text = FoldedText(random.text(of: awkwardScalars, maximumCount: 16))
            for word in text.words {
                #expect(text.contains(word))
                #expect(text.hasWord(startingWith: word))
                #expect(!word.isEmpty)
            }
        }
    }

    @Test func `words are runs of letters, digits and marks`() {
        #expect(
            FoldedText.words(in: "VPN-Gate (2), e\u{301}té—Ёж!").map(\.string) == ["vpn", "gate", "2", "été", "еж"])
    }

    @Test func `contains agrees with Foundation's search`() {
        var random = TextRandom(seed: 3)
        for _ in 0..<2_000 {
            let text = random.text(of: "abёЕ ", maximumCount: 12)
            let part = random.text(of: "abе", maximumCount: 3)
            let expected = part.isEmpty || FoldedText(text).string.range(of: FoldedText(part).string) != nil
            #expect(FoldedText(text).contains(FoldedText(part)) == expected)
        }
    }
}
