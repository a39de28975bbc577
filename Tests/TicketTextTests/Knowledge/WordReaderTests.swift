import Testing
import TicketModel

@testable import TicketText

@Suite struct WordReaderTests {
    private func words(_ text: String, _ letters: FirstLetters = .all) -> [String] { words(Array(text.utf8), letters) }

    private func words(_ bytes: [UInt8], _ letters: FirstLetters = .all) -> [String] {
        var (reader, word): (WordReader, [UInt8]) = (WordReader(bytes, in: SourceRange(0, bytes.count)), [])
        var words: [String] = []
        while let range = reader.next(letters, into: &word) {
            #expect(range.start < range.end && range.end <= bytes.count)
            words.append(String(decoding: word, as: UTF8.self))
        }
        return words
    }

    @Test(arguments: [
        ("VPN-gate (2)", ["vpn", "gate", "2"]), ("Ёлка, ЕЛКА и Е\u{308}лка", ["елка", "елка", "и", "елка"]),
        ("foo_bar don't", ["foo", "bar", "don", "t"]), ("商品名 CSV", ["商", "品", "名", "csv"]),
        ("CSV商", ["csv", "商"]), ("Straße STRASSE", ["strasse", "strasse"]), ("и\u{306}од йод", ["йод", "йод"]),
        ("cafe\u{301} café", ["café", "café"]), ("«ВПН» — не работает!", ["впн", "не", "работает"]), ("", []),
        (" \n", []),
    ])
    func `words are folded runs of letters, digits and marks`(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func `words are those of FoldedText, but for signs that stand alone`() {
        let alphabet = Array("abZ09 .-_йЁеё\u{308}\u{301}éßΣσђѢ№–«»\u{A0}".unicodeScalars)
        var random = SplitMix64(seed: 11)
        for _ in 0..<4_000 {
            let text = random.word(of: alphabet, 0...20)
            #expect(words(text) == FoldedText.words(in: text).map(\.string), "\(text.unicodeScalars.map(\.value))")
        }
    }

    @Test func `only words with one of the first letters are returned, and those of other scripts`() {
        let letters = FirstLetters(of: ["касса", "till"].map { Array($0.utf8) })
        #expect(
            words("Till касса Кот tea vpn пароль Ειδος 商", letters) == ["till", "касса", "кот", "tea", "ειδοσ", "商"])
    }

    @Test func `any bytes are read to their end`() {
        var random = SplitMix64(seed: 17)
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...30, using: &random)
            let bytes = (0..<count).map { _ in
                [0x41, 0xD0, 0x90, 0xCC, 0x88, 0xE5, 0xF0, 0x80, 0xFF, 0x20, 0].randomElement(using: &random) ?? 0x41
            }
            _ = words(bytes.map { UInt8($0) })
        }
    }

    @Test func `a set finds every word with one of its stems, and no other`() {
        let stemmer = Stemmer()
        let set = StemSet(["connecting", "кассами", "die", "商", "е47"].map { Array($0.utf8) })
        let text = Array("Connected; connect касса Касс dying die dice 商品 Е47 e47 конец".utf8)
        var found: [String] = []
        set.forEach(in: text, SourceRange(0, text.count), stemmer) { _, range in
            found.append(String(decoding: text[range.indices], as: UTF8.self))
        }
        #expect(found == ["Connected", "connect", "касса", "Касс", "dying", "die", "商", "Е47"])
        let (dying, other) = ("on his dying day", "dice, con, кас")
        #expect(count(set, dying) == 1)
        #expect(count(set, other) == 0)
    }

    private func count(_ set: StemSet, _ text: String) -> Int {
        var count = 0
        set.forEach(in: Array(text.utf8), SourceRange(0, text.utf8.count), Stemmer()) { _, _ in count += 1 }
        return count
    }

    @Test func `a search by stems is what comparing all stems finds`() {
        var random = SplitMix64(seed: 23)
        let stemmer = Stemmer()
        let endings = [
            "", "s", "ing", "ed", "ies", "y", "ication", "ability", "ably", "ousness", "ational", "izers", "edly",
            "ement", "а", "ы", "ами",
            "ого", "ть", "енный", "ёнка", "ость",
        ]
        func word() -> String {
            let alphabet = Bool.random(using: &random) ? "abdeiyDLT" : "абеиытЁё"
            return random.word(of: Array(alphabet.unicodeScalars), 1...4)
                + (endings.randomElement(using: &random) ?? "")
        }
        func separator() -> String { [" ", " ", "\n", " — ", "» «", "é ", ". "].randomElement(using: &random) ?? " " }
        for _ in 0..<2_000 {
            let wanted = (0..<Int.random(in: 1...5, using: &random)).map { _ in Array(FoldedText(word()).utf8) }
            let text = (0..<Int.random(in: 1...60, using: &random)).map { _ in word() + separator() }.joined()
            let stems = Set(wanted.map { stemmer.stem($0) })
            let bytes = Array(text.utf8)
            let expected = spelt(text).filter { stems.contains(stemmer.stem(FoldedText($0).utf8)) }
            var found: [String] = []
            StemSet(wanted).forEach(in: bytes, SourceRange(0, bytes.count), stemmer) { _, range in
                found.append(String(decoding: bytes[range.indices], as: UTF8.self))
            }
            #expect(found == expected)
        }
    }

    /// All words as they are written.
    private func spelt(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var (reader, word): (WordReader, [UInt8]) = (WordReader(text), [])
        var words: [String] = []
        while let range = reader.next(into: &word) {
            words.append(String(decoding: bytes[range.indices], as: UTF8.self))
        }
        return words
    }

    @Test func `every word begins as its stem says that it does`() {
        var random = SplitMix64(seed: 29)
        let stemmer = Stemmer()
        let endings = [
            "s", "es", "ies", "ied", "y", "ly", "ed", "ing", "eed", "edly", "ation", "ational", "ator", "izer",
            "ization", "ability", "able",
            "ably", "alism", "ality", "iveness", "ivity", "ousness", "fulness", "ical", "icate", "ement", "ance",
            "ency", "logist", "ого", "ая",
            "ыми", "енного", "ость", "ейший", "ться", "ями", "ившись",
        ]
        let alphabets = ["abcdeglnoprstuyz", "абвеёийлнопрстуь"].map { Array($0.unicodeScalars) }
        for _ in 0..<60_000 {
            let root = random.word(of: alphabets.randomElement(using: &random) ?? [], 1...6)
            let tail = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                endings.randomElement(using: &random) ?? ""
            }
            let word = FoldedText(root + tail.joined()).utf8
            #expect(word.starts(with: StemSet.beginning(of: stemmer.stem(word))), "\(root) \(tail)")
        }
        for word in [
            "dying", "lying", "tying", "skies", "idly", "gently", "ugly", "early", "only", "singly", "news", "cries",
            "using", "hoping",
        ] {
            let word = Array(word.utf8)
            #expect(word.starts(with: StemSet.beginning(of: stemmer.stem(word))))
        }
    }
}
