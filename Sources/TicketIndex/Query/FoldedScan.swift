import TicketModel

/// Text to be found in the bytes of files, and the search for it.
///
/// ASCII, Latin-1 and Cyrillic text is compared byte by byte where it lies, without copies. A scalar beyond them sends the
/// searched text through ``FoldedText``, which knows all of Unicode; both ways give the same answer.
struct FoldedNeedle: Sendable {
    let text: FoldedText
    /// Whether byte-wise comparison can find it.
    private let isSimple: Bool
    /// Whether it begins with a letter or digit, so that `startsWord` means something.
    private let beginsWithWord: Bool

    init(_ text: String) {
        let folded = FoldedText(text)
        let bytes = folded.utf8.span
        isSimple = !folded.isEmpty && Self.isSimple(bytes)
        beginsWithWord = SimpleScalar(bytes, at: 0, end: bytes.count)?.isWord ?? false
        self.text = folded
    }

    /// Whether the text occurs in the bytes from `start` up to `end`; with `startsWord`, only at a word's beginning.
    func occurs(in bytes: Span<UInt8>, from start: Int, to end: Int, startsWord: Bool) -> Bool {
        if isSimple, let answer = scan(bytes, start, end, atWords: startsWord && beginsWithWord) { return answer }
        var copy: [UInt8] = []
        copy.reserveCapacity(end - start)
        for offset in start..<end { copy.append(bytes[offset]) }
        let folded = FoldedText(utf8: copy)
        return startsWord ? folded.hasWord(startingWith: text) : folded.contains(text)
    }

    /// Whether the whole of `other` is this text.
    func equals(_ other: String) -> Bool {
        let bytes = other.utf8.span
        // A mismatch counts only where no mark further on changes the letter: й may be written as и and a breve.
        guard isSimple, let end = match(bytes, at: 0, end: bytes.count), end >= 0 || Self.isSimple(bytes) else {
            return FoldedText(other) == text
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
        let needle = text.utf8.span
        guard let first = SimpleScalar(needle, at: 0, end: needle.count)?.folded else { return nil }
        var offset = start
        var isInsideWord = false
        while offset < end {
            guard let scalar = SimpleScalar(bytes, at: offset, end: end) else { return nil }
            if scalar.folded == first, !(atWords && isInsideWord) {
                guard let matched = match(bytes, at: offset, end: end) else { return nil }
                if matched >= 0 { return true }
            }
            isInsideWord = scalar.isWord
            offset += scalar.width
        }
        return false
    }

    /// Returns where the text ends that begins at `start`, -1 where it does not, nil where a scalar needs the tables.
    private func match(_ bytes: Span<UInt8>, at start: Int, end: Int) -> Int? {
        let needle = text.utf8.span
        var (offset, needleOffset) = (start, 0)
        while needleOffset < needle.count {
            guard offset < end else { return -1 }
            guard let scalar = SimpleScalar(bytes, at: offset, end: end),
                let wanted = SimpleScalar(needle, at: needleOffset, end: needle.count)
            else { return nil }
            guard scalar.folded == wanted.folded else { return -1 }
            offset += scalar.width
            needleOffset += wanted.width
        }
        // A combining mark behind it would make the last letter another one.
        if offset < end, SimpleScalar(bytes, at: offset, end: end) == nil { return nil }
        return offset
    }
}
