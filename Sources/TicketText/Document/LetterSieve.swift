/// Passes over text in which none of some words can begin, 64 bytes at a time: what is left is looked at letter by
/// letter.
///
/// A word is told by its first two or three letters: of each one byte, at its distance from the first, in either case.
/// What is passed over holds ASCII, Cyrillic of today's languages, U+2000 to U+203F, quotation marks and hard spaces
/// only; any other scalar stops, because a mark may change the letter before it. Bytes that are no UTF-8 may be passed
/// over, too.
package struct LetterSieve: Sendable {
    private static let width = 64
    /// How far behind a block bytes are looked at: the second byte of a third letter.
    private static let reach = 8
    /// More words are found as soon by looking at each letter.
    private static let wordLimit = 4

    /// What tells a letter: the byte at `distance` without the bits in which its forms differ.
    private struct Letter: Sendable {
        var distance: Int
        var mask: UInt8
        var value: UInt8
    }

    private struct Word: Sendable {
        var first: Letter
        var second: Letter
        var third: Letter
    }

    private let words: [Word]

    /// Nil where sieving is of no use: for many words, single letters, other scripts, spaces.
    ///
    /// - Parameter beginnings: of words, folded.
    package init?(_ beginnings: [[UInt8]]) {
        guard !beginnings.isEmpty, beginnings.count <= Self.wordLimit else { return nil }
        var words: [Word] = []
        for beginning in beginnings {
            let letters = Self.letters(beginning.span)
            guard letters.count > 1 else { return nil }
            words.append(Word(first: letters[0], second: letters[1], third: letters[letters.count > 2 ? 2 : 0]))
        }
        self.words = words
    }

    private static func letters(_ text: Span<UInt8>) -> [Letter] {
        var (letters, offset): ([Letter], Int) = ([], 0)
        while offset < text.count, letters.count < 3 {
            let byte = text[offset]
            if byte > 0x20, byte < 0x7F {
                let mask: UInt8 = byte >= 0x61 && byte <= 0x7A ? 0xDF : 0xFF
                letters.append(Letter(distance: offset, mask: mask, value: byte & mask))
                offset += 1
            } else if SimpleCyrillic.isLetter(text, at: offset, end: text.count) {
                let mask = SimpleCyrillic.formMask(byte, text[offset + 1])
                letters.append(Letter(distance: offset + 1, mask: mask, value: text[offset + 1] & mask))
                offset += 2
            } else {
                break
            }
        }
        return letters
    }

    /// Returns a place from `start` on at which something has to be looked at, no byte inside a scalar, and the offset up
    /// to which it has to be.
    ///
    /// All that lies between `start` and the place can be passed over; the end of the text cannot.
    package func next(in text: Span<UInt8>, from start: Int, to end: Int) -> (place: Int, end: Int) {
        var offset = start
        let words = words.span
        while offset + Self.width + Self.reach <= end {
            var isPassed = !Self.hasOther(text, offset)
            for index in words.indices where isPassed { isPassed = !Self.mayHold(words[index], text, offset) }
            guard isPassed else { break }
            offset += Self.width
        }
        let known = offset + Self.width
        while offset > start, text[offset] & 0xC0 == 0x80 { offset -= 1 }
        return (offset, known)
    }

    /// Whether one of 64 bytes begins a scalar that may not be passed over. The loops have no branches, for the sake of
    /// vectors.
    private static func hasOther(_ text: Span<UInt8>, _ start: Int) -> Bool {
        var found: UInt8 = 0
        for index in 0..<width {
            let byte = unsafe text[unchecked: start &+ index]
            let next = unsafe text[unchecked: start &+ index &+ 1]
            found |= bit(byte >= 0xC2) & bit(byte & 0xFE != 0xD0) | isOldCyrillic(byte, next)
        }
        guard found != 0 else { return false }
        found = 0
        for index in 0..<width {
            let byte = unsafe text[unchecked: start &+ index]
            let next = unsafe text[unchecked: start &+ index &+ 1]
            let isDash = bit(byte == 0xE2) & bit(next == 0x80)
            let isQuotation = bit(byte == 0xC2) & (bit(next == 0xA0) | bit(next & 0xEF == 0xAB))
            let isOther = bit(byte >= 0xC2) & bit(byte & 0xFE != 0xD0) & (1 ^ isDash ^ isQuotation)
            found |= isOther | isOldCyrillic(byte, next)
        }
        return found != 0
    }

    private static func mayHold(_ word: Word, _ text: Span<UInt8>, _ start: Int) -> Bool {
        let (one, two, three) = (word.first, word.second, word.third)
        // Zero where all three are right.
        var least = UInt8.max
        for index in 0..<width {
            let first = unsafe text[unchecked: start &+ one.distance &+ index] & one.mask ^ one.value
            let second = unsafe text[unchecked: start &+ two.distance &+ index] & two.mask ^ two.value
            let third = unsafe text[unchecked: start &+ three.distance &+ index] & three.mask ^ three.value
            least = min(least, first | second | third)
        }
        return least == 0
    }

    /// U+0460 and above: letters, but not of those whose folding is arithmetic.
    @inline(__always)
    private static func isOldCyrillic(_ byte: UInt8, _ next: UInt8) -> UInt8 { bit(byte == 0xD1) & bit(next >= 0xA0) }

    @inline(__always)
    private static func bit(_ condition: Bool) -> UInt8 { condition ? 1 : 0 }
}
