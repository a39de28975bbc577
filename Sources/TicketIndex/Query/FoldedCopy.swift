import TicketModel

/// A folded copy of some bytes, each run of spaces and line ends as one space.
///
/// Only the runs between spaces that hold more than ``SimpleScalar``s go through the tables of ``FoldedText``, which are
/// slow: nothing composes across a space (UAX #15).
struct FoldedCopy {
    private(set) var bytes: [UInt8] = []

    init(_ source: Span<UInt8>, from start: Int, to end: Int) {
        bytes.reserveCapacity(end - start)
        var offset = start
        while offset < end {
            if SpaceByte.is(source[offset]) {
                if bytes.last != 0x20 { bytes.append(0x20) }
                offset += 1
            } else {
                var runEnd = offset
                while runEnd < end, !SpaceByte.is(source[runEnd]) { runEnd += 1 }
                append(source, from: offset, to: runEnd)
                offset = runEnd
            }
        }
    }

    private mutating func append(_ source: Span<UInt8>, from start: Int, to end: Int) {
        let countBefore = bytes.count
        var offset = start
        while offset < end {
            guard let scalar = SimpleScalar(source, at: offset, end: end) else {
                bytes.removeSubrange(countBefore...)
                var run: [UInt8] = []
                for index in start..<end { run.append(source[index]) }
                bytes += FoldedText(utf8: run).utf8
                return
            }
            scalar.append(to: &bytes)
            offset += scalar.width
        }
    }

    /// Whether a folded text lies in the copy; with `atWords`, where no word goes on through its beginning.
    func contains(_ part: [UInt8], atWords: Bool) -> Bool {
        guard let first = part.first else { return true }
        guard part.count <= bytes.count else { return false }
        for offset in 0...(bytes.count - part.count) where bytes[offset] == first {
            guard bytes[offset..<offset + part.count].elementsEqual(part) else { continue }
            if !atWords || offset == 0 || !Self.isWord(bytes, at: Self.scalarStart(bytes, before: offset)) {
                return true
            }
        }
        return false
    }

    /// Whether the scalar that begins at `offset` of valid UTF-8 belongs to a word.
    static func isWord(_ bytes: [UInt8], at offset: Int) -> Bool {
        guard offset < bytes.count else { return false }
        if let scalar = SimpleScalar(bytes.span, at: offset, end: bytes.count) { return scalar.isWord }
        let rest = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
        return rest.unicodeScalars.first.map { !FoldedText(String($0)).words.isEmpty } ?? false
    }

    private static func scalarStart(_ bytes: [UInt8], before offset: Int) -> Int {
        var start = offset - 1
        while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }
}

/// What separates words in files: space, tab, line ends.
enum SpaceByte {
    static func `is`(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
