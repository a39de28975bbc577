package import TicketModel

/// The words of a text, one after the other, folded as ``FoldedText`` folds them.
///
/// A word is a run of letters, digits and the marks on them. Chinese, Japanese and Korean have no spaces between words: there every sign is
/// one. Bytes that are no UTF-8 part words.
package struct WordReader {
    private let bytes: [UInt8]
    private let end: Int
    private var position: Int

    package init(_ bytes: [UInt8], in range: SourceRange) {
        self.bytes = bytes
        end = min(range.end, bytes.count)
        position = range.start
    }

    package init(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes, in: SourceRange(0, bytes.count))
    }

    /// Moves on to the next word that begins with one of `letters`; other words are passed over without being looked at.
    ///
    /// - Parameters:
    ///   - sieve: passes over words, too; those that it lets through may be others than wanted.
    ///   - word: receives the folded word.
    /// - Returns: where it stands; nil at the end of the text.
    package mutating func next(
        _ letters: FirstLetters = .all, sieve: LetterSieve? = nil, into word: inout [UInt8]
    ) -> SourceRange? {
        let bytes = bytes
        let text = bytes.span
        guard let start = Self.wordStart(text, letters, sieve, from: position, to: end) else {
            position = end
            return nil
        }
        position = start
        if Self.skipWord(text, &position, end) {
            word = FoldedText(utf8: Array(bytes[start..<position])).utf8
        } else {
            Self.fold(text, start, position, into: &word)
        }
        return SourceRange(start, position)
    }

    /// Finds where the next word begins that may be wanted; every other byte is looked at once.
    ///
    /// - Parameter start: where no word goes on.
    private static func wordStart(
        _ text: Span<UInt8>, _ letters: FirstLetters, _ sieve: LetterSieve?, from start: Int, to end: Int
    ) -> Int? {
        let kinds = letters.kinds.span
        var (offset, known) = (start, start)
        var sieved = sieve == nil ? end : start
        while offset < end {
            if offset >= sieved, let sieve { (offset, sieved) = sieve.next(in: text, from: offset, to: end) }
            let byte = unsafe text[unchecked: offset]
            switch unsafe kinds[unchecked: Int(byte)] {
            case FirstLetters.passed: offset += 1
            case FirstLetters.wanted:
                if !isInsideWord(text, offset, known) { return offset }
                offset += 1
            case FirstLetters.cyrillic where SimpleCyrillic.isLetter(text, at: offset, end: end):
                if letters.contains(byte, text[offset + 1]), !isInsideWord(text, offset, known) { return offset }
                offset += 2
            default:
                let scalar = ScalarReader.scalar(text, at: offset, end: end)
                if let scalar, WordScalar.belongsToWord(scalar) {
                    return firstOfWord(text, offset, known, isAlone: WordScalar.isWord(scalar))
                }
                offset += scalar.map { UTF8.width($0) } ?? 1
                known = offset
            }
        }
        return nil
    }

    /// Whether the letter before `offset` belongs to the same word. Behind `known` there are only letters of ASCII and of
    /// Cyrillic, and what is no letter.
    @inline(__always)
    private static func isInsideWord(_ text: Span<UInt8>, _ offset: Int, _ known: Int) -> Bool {
        letterBefore(text, offset, known) != nil
    }

    /// Returns where the letter begins that ends before `offset`.
    @inline(__always)
    private static func letterBefore(_ text: Span<UInt8>, _ offset: Int, _ known: Int) -> Int? {
        guard offset > known else { return nil }
        let before = unsafe text[unchecked: offset - 1]
        if before < 0x80 { return ASCIIWord.contains(before) ? offset - 1 : nil }
        guard offset - 1 > known else { return nil }
        return unsafe text[unchecked: offset - 2] & 0xFE == 0xD0 ? offset - 2 : nil
    }

    /// The beginning of the word that a sign of another script belongs to, which may be a simple letter; of one that stands alone itself.
    private static func firstOfWord(_ text: Span<UInt8>, _ offset: Int, _ known: Int, isAlone: Bool) -> Int {
        var start = offset
        while !isAlone, let before = letterBefore(text, start, known) { start = before }
        return start
    }

    /// Moves behind the word that begins at `offset`, if one does.
    ///
    /// - Returns: whether it holds more than ASCII and the Cyrillic of today's languages.
    private static func skipWord(_ text: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Bool {
        let start = offset
        var isComplex = false
        while offset < end {
            let byte = text[offset]
            if byte < 0x80 {
                guard ASCIIWord.contains(byte) else { return isComplex }
                offset += 1
            } else if SimpleCyrillic.isLetter(text, at: offset, end: end) {
                offset += 2
            } else {
                let scalar = ScalarReader.scalar(text, at: offset, end: end)
                guard let scalar, WordScalar.belongsToWord(scalar) else { return isComplex }
                let isAlone = WordScalar.isWord(scalar)
                // A sign that is a word by itself ends the one before it.
                if isAlone, offset > start { return isComplex }
                isComplex = true
                offset += UTF8.width(scalar)
                if isAlone { return true }
            }
        }
        return isComplex
    }

    private static func fold(_ text: Span<UInt8>, _ start: Int, _ end: Int, into word: inout [UInt8]) {
        word.removeAll(keepingCapacity: true)
        var offset = start
        while offset < end {
            let byte = text[offset]
            if byte < 0x80 {
                word.append(byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte)
                offset += 1
            } else {
                let letter = SimpleCyrillic.folded(byte, text[offset + 1])
                word.append(0xC0 | UInt8(truncatingIfNeeded: letter >> 6))
                word.append(0x80 | UInt8(truncatingIfNeeded: letter & 0x3F))
                offset += 2
            }
        }
    }
}

/// The letters with which wanted words may begin. Words of other scripts than Latin and Cyrillic are always wanted.
package struct FirstLetters: Sendable {
    /// What to do at a byte.
    static let (passed, wanted, cyrillic, other) = (UInt8(0), UInt8(1), UInt8(2), UInt8(3))

    /// For each byte what to do at it.
    let kinds: [UInt8]
    /// One bit a letter from U+0400 on.
    private let bits: (UInt64, UInt64)

    package static let all = FirstLetters(ascii: Set(UInt8(0)..<0x80), bits: (.max, .max))

    private init(ascii: Set<UInt8>, bits: (UInt64, UInt64)) {
        self.bits = bits
        kinds = (UInt8(0)...0xFF).map { byte in
            let small = byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
            if byte < 0x80 { return ASCIIWord.contains(byte) && ascii.contains(small) ? Self.wanted : Self.passed }
            return byte == 0xD0 || byte == 0xD1 ? Self.cyrillic : Self.other
        }
    }

    /// - Parameter words: folded.
    package init(of words: [[UInt8]]) {
        var (ascii, bits): (Set<UInt8>, (UInt64, UInt64)) = ([], (0, 0))
        for word in words {
            guard let lead = word.first else { continue }
            if lead < 0x80 {
                ascii.insert(lead)
            } else if word.count > 1, lead == 0xD0 || lead == 0xD1 {
                let bit = UInt64(SimpleCyrillic.folded(lead, word[1]) & 0x7F)
                if bit < 64 { bits.0 |= 1 << bit } else { bits.1 |= 1 << (bit - 64) }
            }
        }
        self.init(ascii: ascii, bits: bits)
    }

    /// Whether a word may begin with the Cyrillic letter of two bytes.
    @inline(__always)
    func contains(_ lead: UInt8, _ trail: UInt8) -> Bool {
        let bit = UInt64(SimpleCyrillic.folded(lead, trail) & 0x7F)
        return bit < 64 ? bits.0 >> bit & 1 == 1 : bits.1 >> (bit - 64) & 1 == 1
    }
}
