import TicketModel

/// Reads the mappings that nearly all tickets have without libyaml: one `key: value` a line, nothing nested.
///
///     id: HD-k7qf3m
///     title: "Printer: floor 3"
///     tags: [printer, hardware]
///     created: 2026-11-21T10:03:00+03:00
///
/// It is a matter of speed alone. What it accepts it reads as libyaml does, byte range for byte range, which a test compares
/// over random texts; whatever else a mapping may hold (blocks, escapes, comments behind values, tabs) it leaves to libyaml
/// by answering nil, as it does with everything that is wrong and with more than 1,000 values.
struct PlainMapping {
    private let bytes: [UInt8]
    private let end: Int
    private var position: Int
    private var pairs: [YAMLPair] = []
    private var nodeCount = 0

    /// Returns the mapping in `range`, nil where libyaml has to read it.
    ///
    /// - Parameter range: valid UTF-8 without NUL.
    static func read(_ source: SourceText, in range: SourceRange) -> YAMLNode? {
        var reader = PlainMapping(source, range)
        return reader.read()
    }

    private init(_ source: SourceText, _ range: SourceRange) {
        bytes = source.bytes
        (position, end) = (range.start, range.end)
        pairs.reserveCapacity(16)
    }

    private mutating func read() -> YAMLNode? {
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\n"): position += 1
            case UInt8(ascii: "#"): guard skipComment() else { return nil }
            default: guard readPair() else { return nil }
            }
        }
        guard nodeCount <= 1000, let first = pairs.first, let last = pairs.last else { return nil }
        return YAMLNode(
            .mapping(pairs, isFlow: false), range: SourceRange(first.keyRange.start, last.value.range.end))
    }

    private mutating func skipComment() -> Bool {
        guard let end = textEnd(from: position) else { return false }
        position = end
        return true
    }

    private mutating func readPair() -> Bool {
        let start = position
        guard isLetter(bytes[start]) else { return false }
        while position < end, isKeyByte(bytes[position]) { position += 1 }
        guard position < end, bytes[position] == UInt8(ascii: ":"), position - start <= 100 else { return false }
        let key = string(start..<position)
        guard !pairs.contains(where: { $0.key == key }), pairs.count < 100 else { return false }
        let keyRange = SourceRange(start, position)
        position += 1
        let colonEnd = position
        guard let lineEnd = textEnd(from: colonEnd) else { return false }
        var valueEnd = lineEnd
        while valueEnd > colonEnd, bytes[valueEnd - 1] == 0x20 { valueEnd -= 1 }
        var valueStart = colonEnd
        while valueStart < valueEnd, bytes[valueStart] == 0x20 { valueStart += 1 }
        guard let value = value(valueStart..<valueEnd, colonEnd: colonEnd) else { return false }
        nodeCount += 2 + (value.items?.count ?? 0)
        pairs.append(YAMLPair(key: key, keyRange: keyRange, colonEnd: colonEnd, value: value))
        position = lineEnd
        return hasNoContinuation()
    }

    /// A line that begins with a blank would go on with this value, or nest.
    private mutating func hasNoContinuation() -> Bool {
        if position < end { position += 1 }
        return position >= end || bytes[position] > 0x20 || bytes[position] == UInt8(ascii: "\n")
    }

    private func value(_ range: Range<Int>, colonEnd: Int) -> YAMLNode? {
        guard let first = range.first else {
            return YAMLNode(.scalar("", .plain), range: SourceRange(colonEnd, colonEnd))
        }
        guard first > colonEnd else { return nil }
        switch bytes[first] {
        case UInt8(ascii: "["): return list(range)
        case UInt8(ascii: "\""): return quoted(range, .doubleQuoted)
        case UInt8(ascii: "'"): return quoted(range, .singleQuoted)
        default: return plain(range)
        }
    }

    /// A scalar without quotes: no indicator opens it, no `: ` or ` #` is inside (YAML 1.2 §7.3.3).
    private func plain(_ range: Range<Int>) -> YAMLNode? {
        guard opensPlain(bytes[range.lowerBound]) else { return nil }
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: ":"), index + 1 == range.upperBound || bytes[index + 1] == 0x20 { return nil }
            if byte == UInt8(ascii: "#"), bytes[index - 1] == 0x20 { return nil }
        }
        return YAMLNode(.scalar(string(range), .plain), range: SourceRange(range.lowerBound, range.upperBound))
    }

    /// A scalar in quotes without escapes and on one line.
    private func quoted(_ range: Range<Int>, _ style: YAMLNode.ScalarStyle) -> YAMLNode? {
        let quote = bytes[range.lowerBound]
        guard range.count >= 2, bytes[range.upperBound - 1] == quote else { return nil }
        let inner = (range.lowerBound + 1)..<(range.upperBound - 1)
        for index in inner where bytes[index] == quote || bytes[index] == UInt8(ascii: "\\") { return nil }
        return YAMLNode(.scalar(string(inner), style), range: SourceRange(range.lowerBound, range.upperBound))
    }

    /// A list in brackets, of plain words.
    private func list(_ range: Range<Int>) -> YAMLNode? {
        guard range.count >= 2, bytes[range.upperBound - 1] == UInt8(ascii: "]") else { return nil }
        let inner = (range.lowerBound + 1)..<(range.upperBound - 1)
        let whole = SourceRange(range.lowerBound, range.upperBound)
        if inner.allSatisfy({ bytes[$0] == 0x20 }) { return YAMLNode(.sequence([], isFlow: true), range: whole) }
        var items: [YAMLNode] = []
        var start = inner.lowerBound
        while start <= inner.upperBound {
            var next = start
            while next < inner.upperBound, bytes[next] != UInt8(ascii: ",") { next += 1 }
            guard let item = item(start..<next), items.count < 1000 else { return nil }
            items.append(item)
            start = next + 1
        }
        return YAMLNode(.sequence(items, isFlow: true), range: whole)
    }

    private func item(_ range: Range<Int>) -> YAMLNode? {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] == 0x20 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 { end -= 1 }
        guard start < end, isLetter(bytes[start]) || isDigit(bytes[start]) || bytes[start] >= 0x80 else { return nil }
        for index in start..<end where !isItemByte(bytes[index]) { return nil }
        return YAMLNode(.scalar(string(start..<end), .plain), range: SourceRange(start, end))
    }

    // MARK: Bytes

    /// Returns the end of the line, nil where a character is in it that YAML refuses or takes for a line break.
    private func textEnd(from start: Int) -> Int? {
        var index = start
        while index < end, case let byte = bytes[index], byte != UInt8(ascii: "\n") {
            switch byte {
            case 0x20...0x7E: index += 1
            case 0x80...0xBF, 0xC3...0xE1, 0xE3...0xED, 0xF0...0xF4: index += 1
            // U+0085, U+2028 and U+2029 are line breaks to libyaml; U+FEFF is refused.
            case 0xC2 where bytes[index + 1] >= 0xA0: index += 2
            case 0xE2 where bytes[index + 1] != 0x80 || bytes[index + 2] & 0xFE != 0xA8: index += 3
            case 0xEF where bytes[index + 1] == 0xB8: index += 3
            default: return nil
            }
        }
        return index
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private func isKeyByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private func isItemByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x80..., UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
            UInt8(ascii: "@"), UInt8(ascii: "+"):
            true
        default: isLetter(byte) || isDigit(byte)
        }
    }

    private func opensPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "("), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "$"), 0x80...:
            true
        default: isLetter(byte) || isDigit(byte)
        }
    }
}
