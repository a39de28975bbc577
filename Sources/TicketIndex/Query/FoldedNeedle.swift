import TicketModel
import TicketText

/// Text to be found in the bytes of files, and the search for it.
///
/// Text of ``SimpleScalar``s is compared where it lies, without copies. Any other scalar makes a ``FoldedCopy`` of the searched
/// text; both ways give the same answer. A space stands for any run of spaces and
/// line ends, because texts are wrapped.
struct FoldedNeedle: Sendable {
    /// With each run of spaces as one.
    let folded: [UInt8]
    /// Whether byte-wise comparison can find it.
    private let isSimple: Bool
    /// Whether it begins with a letter or digit, so that `startsWord` means something.
    private let beginsWithWord: Bool
    private let sieve: LetterSieve?

    init(_ text: String) {
        let folded = FoldedCopy(text.utf8.span, from: 0, to: text.utf8.count).bytes
        isSimple = !folded.isEmpty && Self.isSimple(folded.span)
        beginsWithWord = FoldedCopy.isWord(folded, at: 0)
        self.folded = folded
        sieve = isSimple ? LetterSieve([folded]) : nil
    }

    /// Whether the text occurs in the bytes from `start` up to `end`; with `startsWord`, only at a word's beginning.
    ///
    /// A text that begins with punctuation is at a word's beginning anywhere.
    func occurs(in bytes: Span<UInt8>, from start: Int, to end: Int, startsWord: Bool) -> Bool {
        let atWords = startsWord && beginsWithWord
        if isSimple, let answer = scan(bytes, start, end, atWords: atWords) { return answer }
        return FoldedCopy(bytes, from: start, to: end).contains(folded, atWords: atWords)
    }

    /// Whether the whole of `other` is this text.
    func equals(_ other: String) -> Bool {
        let bytes = other.utf8.span
        // A mismatch counts only where no mark further on changes the letter: й may be written as и and a breve.
        guard isSimple, let end = match(bytes, at: 0, end: bytes.count), end >= 0 || Self.isSimple(bytes) else {
            return FoldedCopy(bytes, from: 0, to: bytes.count).bytes == folded
        }
        return end == bytes.count
    }

    private static func isSimple(_ bytes: Span<UInt8>) -> Bool {
        var offset = 0
        while offset < bytes.count {
            guard let scalar = SimpleScalar(bytes, at: offset, end: bytes.count) else { return false }
            offset += scalar.width
        }
        return true
    }

    /// Nil where a scalar needs the tables.
    private func scan(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, atWords: Bool) -> Bool? {
        guard let first = SimpleScalar(folded.span, at: 0, end: folded.count)?.folded else { return nil }
        let isLetter = first >= 0x61 && first <= 0x7A
        let lower = first < 0x80 ? UInt8(first) : 0xFF
        let upper = isLetter ? lower - 0x20 : lower
        var (offset, sieved) = (start, sieve == nil ? end : start)
        while offset < end {
            if offset >= sieved, let sieve {
                (offset, sieved) = sieve.next(in: bytes, from: offset, to: end)
            }
            let byte = bytes[offset]
            if byte < 0x80, byte != lower, byte != upper, first != 0x20 {
                offset += 1
                continue
            }
            if byte == 0xD0 || byte == 0xD1, offset + 1 < end, isOther(byte, bytes[offset + 1], than: first) {
                offset += 2
                continue
            }
            guard let scalar = SimpleScalar(bytes, at: offset, end: end) else { return nil }
            let mayBegin = first == 0x20 ? byte < 0x80 && SpaceByte.is(byte) : scalar.folded == first
            if mayBegin, canBegin(bytes, at: offset, from: start, atWords: atWords) {
                guard let matched = match(bytes, at: offset, end: end) else { return nil }
                if matched >= 0 { return true }
            }
            offset += scalar.width
        }
        return false
    }

    /// Whether two bytes are one of the letters from А to я (U+0410–044F) and not `first` in either case, 32 apart.
    @inline(__always)
    private func isOther(_ lead: UInt8, _ trail: UInt8, than first: UInt32) -> Bool {
        guard trail & 0xC0 == 0x80 else { return false }
        let letter = UInt32(lead & 0x1F) << 6 | UInt32(trail & 0x3F)
        let isBasic = letter >= 0x410 && letter <= 0x44F
        return isBasic && letter != first && letter + 0x20 != first
    }

    /// Whether what lies before lets the text begin here: no word where it has to begin one, no space of the same run.
    private func canBegin(_ bytes: Span<UInt8>, at offset: Int, from start: Int, atWords: Bool) -> Bool {
        guard offset > start else { return true }
        if SpaceByte.is(bytes[offset]) { return !SpaceByte.is(bytes[offset - 1]) }
        guard atWords else { return true }
        var before = offset - 1
        while before > start, bytes[before] & 0xC0 == 0x80 { before -= 1 }
        return !(SimpleScalar(bytes, at: before, end: offset)?.isWord ?? false)
    }

    /// Returns where the text ends that begins at `start`, -1 where it does not, nil where a scalar needs the tables.
    private func match(_ bytes: Span<UInt8>, at start: Int, end: Int) -> Int? {
        let needle = folded.span
        var (offset, needleOffset) = (start, 0)
        while needleOffset < needle.count {
            guard offset < end else { return -1 }
            guard let scalar = SimpleScalar(bytes, at: offset, end: end),
                let wanted = SimpleScalar(needle, at: needleOffset, end: needle.count)
            else { return nil }
            if wanted.folded == 0x20 {
                guard SpaceByte.is(bytes[offset]) else { return -1 }
                offset = Self.endOfSpaces(bytes, offset, end)
            } else {
                guard scalar.folded == wanted.folded else { return -1 }
                offset += scalar.width
            }
            needleOffset += wanted.width
        }
        // A combining mark behind it would make the last letter another one.
        if offset < end, SimpleScalar(bytes, at: offset, end: end) == nil { return nil }
        return offset
    }

    private static func endOfSpaces(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var offset = start
        while offset < end, SpaceByte.is(bytes[offset]) { offset += 1 }
        return offset
    }
}
