import TicketModel

// Where lines and items begin and end. Lines are YAML's here: a lone CR, NEL, LS and PS end them too (YAML 1.1 §5.4),
// as libyaml and PyYAML read it.
extension TicketDocument {
    func lineStart(of offset: Int) -> Int {
        var start = offset
        while start > frontMatterRange.start, lineBreakLength(endingAt: start) == 0 { start -= 1 }
        return start
    }

    /// Where the line behind `offset` begins, `offset` being the end of a value or of a colon.
    func lineEnd(behind offset: Int) -> Int {
        var end = max(offset, frontMatterRange.start)
        while end < frontMatterRange.end {
            let length = lineBreakLength(at: end)
            if length > 0 { return end + length }
            end += 1
        }
        return frontMatterRange.end
    }

    /// The bytes of the line break at `offset`; 0 where there is none.
    private func lineBreakLength(at offset: Int) -> Int {
        switch bytes[offset] {
        case 0x0A: 1
        case 0x0D: bytes[(offset + 1)...].first == 0x0A ? 2 : 1
        case 0xC2: bytes[(offset + 1)...].first == 0x85 ? 2 : 0
        case 0xE2:
            bytes[offset...].starts(with: [0xE2, 0x80, 0xA8]) || bytes[offset...].starts(with: [0xE2, 0x80, 0xA9])
                ? 3 : 0
        default: 0
        }
    }

    private func lineBreakLength(endingAt offset: Int) -> Int {
        for length in 1...3 where offset - length >= frontMatterRange.start {
            if lineBreakLength(at: offset - length) == length { return length }
        }
        return 0
    }

    /// Characters are bytes here: indentation is made of spaces.
    func column(of offset: Int) -> Int { offset - lineStart(of: offset) }

    /// Whether a comment stands behind the value or colon that ends at `offset`, on the same line.
    func isComment(behind offset: Int) -> Bool {
        bytes[offset..<lineEnd(behind: offset)].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "#")
    }

    /// Where the line with the `-` of a block list's item begins. The item itself may stand below it.
    func itemStart(of item: YAMLNode, in list: YAMLNode) -> Int {
        let first = lineStart(of: list.range.start)
        let column = list.range.start - first
        var start = lineStart(of: item.range.start)
        while start > first, !isDash(at: start + column, lineStart: start) { start = lineStart(of: start - 1) }
        return start
    }

    private func isDash(at offset: Int, lineStart: Int) -> Bool {
        offset < bytes.count && bytes[offset] == UInt8(ascii: "-")
            && bytes[lineStart..<offset].allSatisfy { $0 == 0x20 }
    }

    /// `text`, with a space where it would touch a comment's `#`.
    func spacedBeforeComment(_ text: String, at offset: Int) -> String {
        bytes[offset...].first == UInt8(ascii: "#") ? text + " " : text
    }

    /// The bytes to delete so that item `index` of a flow collection goes with one comma and no comment but its own.
    func flowRemovalRange(of index: Int, in ranges: [SourceRange]) -> SourceRange {
        let item = ranges[index]
        let previous = index > 0 ? ranges[index - 1].end : nil
        let comma = comma(behind: item.end)
        if let comma, index + 1 < ranges.count {
            let next = ranges[index + 1].start
            return SourceRange(item.start, hasComment(item.end, next) ? comma + 1 : next)
        }
        guard let previous, !hasComment(previous, item.start) else {
            return SourceRange(item.start, comma.map { $0 + 1 } ?? item.end)
        }
        // The last of several: with a comma behind it, the one before it stays; without, that goes too.
        guard let comma, let previousComma = self.comma(behind: previous) else {
            return SourceRange(previous, item.end)
        }
        return SourceRange(previousComma + 1, comma + 1)
    }

    private func hasComment(_ start: Int, _ end: Int) -> Bool { bytes[start..<end].contains(UInt8(ascii: "#")) }

    /// The comma behind a flow item that ends at `offset`; nil where the collection ends first.
    private func comma(behind offset: Int) -> Int? {
        var position = offset
        while position < frontMatterRange.end {
            switch bytes[position] {
            case UInt8(ascii: ","): return position
            case UInt8(ascii: "#"): position = lineEnd(behind: position)
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return nil
            }
        }
        return nil
    }
}

extension YAMLNode {
    /// Whether two trees give the same values, however they are written.
    func saysTheSame(as other: YAMLNode) -> Bool {
        switch (content, other.content) {
        case (.scalar(let mine, _), .scalar(let its, _)):
            return mine.utf8.elementsEqual(its.utf8) && isNull == other.isNull
        case (.sequence(let mine, _), .sequence(let its, _)):
            return mine.count == its.count && zip(mine, its).allSatisfy { $0.saysTheSame(as: $1) }
        case (.mapping(let mine, _), .mapping(let its, _)):
            return mine.count == its.count
                && zip(mine, its).allSatisfy { $0.key == $1.key && $0.value.saysTheSame(as: $1.value) }
        default: return false
        }
    }
}
