/// A conflict that a merge left in a file: both sides between three or four lines of markers.
///
///     <<<<<<< ours
///     status: open
///     ||||||| base         only with merge.conflictStyle=diff3
///     status: new
///     =======
///     status: waiting
///     >>>>>>> theirs
package struct ConflictBlock: Hashable, Sendable {
    /// All of it, from the first marker to the end of the last one's line.
    package var range: SourceRange
    /// The first marker's line, without its ending.
    package var startLine: SourceRange
    /// The lines of ours, with their endings.
    package var ours: SourceRange
    /// The lines of theirs, with their endings.
    package var theirs: SourceRange

    /// How many signs git gives a marker (gitattributes(5), "conflict-marker-size"). Longer ones are read too.
    package static let markerSize = 7

    /// Returns the conflicts in `bytes`, in their order. One that is not closed is none.
    package static func all(in bytes: [UInt8]) -> [ConflictBlock] {
        guard bytes.contains(UInt8(ascii: "<")) else { return [] }
        var blocks: [ConflictBlock] = []
        var open: Open?
        var position = 0
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            let line = SourceRange(position, end)
            let next = min(end + 1, bytes.count)
            if let length = markerLength(bytes[line.indices], UInt8(ascii: "<")), open == nil || open?.separator == nil
            {
                open = Open(line: line, size: length, oursStart: next)
            } else if let block = open?.read(bytes[line.indices], at: position, next: next) {
                blocks.append(block)
                open = nil
            }
            position = next
        }
        return blocks
    }

    /// Returns `bytes` without the conflicts in them, neither side of which is known to be right.
    package static func removingAll(from bytes: [UInt8]) -> [UInt8] { replacingAll(in: bytes) { _ in [] } }

    /// Returns `bytes` with each conflict replaced; one for which `replacement` is nil stays.
    package static func replacingAll(
        in bytes: [UInt8], with replacement: (ConflictBlock) -> [UInt8]?
    ) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        for block in all(in: bytes) {
            guard let lines = replacement(block) else { continue }
            result += bytes[position..<block.range.start] + lines
            position = block.range.end
        }
        return result + bytes[position...]
    }

    /// Whether a line, without its line feed, could be the first of a conflict.
    package static func isStart(_ line: ArraySlice<UInt8>) -> Bool { markerLength(line, UInt8(ascii: "<")) != nil }

    /// How many signs a line of markers has, nil for any other line: the signs, then nothing or a blank and a label.
    private static func markerLength(_ line: ArraySlice<UInt8>, _ sign: UInt8) -> Int? {
        guard line.first == sign else { return nil }
        let length = line.prefix { $0 == sign }.count
        guard length >= markerSize else { return nil }
        let rest = line.dropFirst(length)
        return rest.isEmpty || rest.first == 0x20 || rest.elementsEqual([0x0D]) ? length : nil
    }

    /// A conflict whose end is not reached yet.
    private struct Open {
        let line: SourceRange
        let size: Int
        let oursStart: Int
        var oursEnd: Int?
        var separator: Int?

        mutating func read(_ line: ArraySlice<UInt8>, at start: Int, next: Int) -> ConflictBlock? {
            if separator == nil {
                if oursEnd == nil, ConflictBlock.markerLength(line, UInt8(ascii: "|")) == size { oursEnd = start }
                if ConflictBlock.markerLength(line, UInt8(ascii: "=")) == size {
                    oursEnd = oursEnd ?? start
                    separator = next
                }
                return nil
            }
            guard let oursEnd, let separator, ConflictBlock.markerLength(line, UInt8(ascii: ">")) == size else {
                return nil
            }
            return ConflictBlock(
                range: SourceRange(self.line.start, next), startLine: self.line,
                ours: SourceRange(oursStart, oursEnd), theirs: SourceRange(separator, start))
        }
    }
}
