/// Writes JSON as UTF-8 bytes.
///
/// Control characters, DEL, C1 controls, bidirectional controls and U+2028/2029 are written as `\u` escapes: the document reads back to the
/// same text, and nothing of it moves a terminal or ends a line of JavaScript.
struct JSONWriter {
    private var bytes: [UInt8] = []
    private let isPretty: Bool

    private init(isPretty: Bool) { self.isPretty = isPretty }

    /// Returns the document on one line, without a line end.
    static func compact(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter(isPretty: false)
        writer.write(value, depth: 0)
        return writer.bytes
    }

    /// Returns the document over several lines, two spaces a level, with a line end.
    static func pretty(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter(isPretty: true)
        writer.write(value, depth: 0)
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }

    /// Returns each value on a line of its own (ndjson).
    static func lines(_ values: some Sequence<JSONValue>) -> [UInt8] {
        var writer = JSONWriter(isPretty: false)
        for value in values {
            writer.write(value, depth: 0)
            writer.bytes.append(UInt8(ascii: "\n"))
        }
        return writer.bytes
    }

    private mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: write("null")
        case .bool(let value): write(value ? "true" : "false")
        case .integer(let number): write(String(number))
        case .string(let text): writeQuoted(text)
        case .array(let elements):
            writeList(elements, "[", "]", depth) { $0.write($1, depth: depth + 1) }
        case .object(let members):
            writeList(members, "{", "}", depth) { writer, member in
                writer.writeQuoted(member.name)
                writer.write(writer.isPretty ? ": " : ":")
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element], _ opening: StaticString, _ closing: StaticString, _ depth: Int,
        _ writeElement: (inout JSONWriter, Element) -> Void
    ) {
        write(opening.description)
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            startLine(depth + 1)
            writeElement(&self, element)
        }
        if !isFirst { startLine(depth) }
        write(closing.description)
    }

    private mutating func startLine(_ depth: Int) {
        guard isPretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }

    private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    // MARK: Strings

    private mutating func writeQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if Self.isPlain(text.utf8.span) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars { writeEscaped(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Returns whether nothing has to be escaped, looking at bytes; a lead byte that escaped scalars share counts as one of them.
    private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
        for offset in bytes.indices {
            switch bytes[offset] {
            case 0x00...0x1F, 0x22, 0x5C, 0x7F, 0xD8: return false
            case 0xC2 where bytes[offset + 1] < 0xA0: return false
            case 0xE2 where bytes[offset + 1] == 0x80 && isControl(bytes[offset + 2]): return false
            case 0xE2 where bytes[offset + 1] == 0x81: return false
            default: continue
            }
        }
        return true
    }

    /// Returns whether U+2000 with this last byte is a direction or a line separator.
    private static func isControl(_ last: UInt8) -> Bool {
        last == 0x8E || last == 0x8F || (0xA8...0xAE).contains(last)
    }

    private mutating func writeEscaped(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x22: write("\\\"")
        case 0x5C: write("\\\\")
        case 0x0A: write("\\n")
        case 0x0D: write("\\r")
        case 0x09: write("\\t")
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F: writeCode(scalar.value)
        case 0x20...0x7E: bytes.append(UInt8(scalar.value))
        default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// Writes `\u` and four hexadecimal digits; no escaped scalar lies beyond them.
    private mutating func writeCode(_ value: UInt32) {
        write("\\u")
        let digits = Array("0123456789abcdef".utf8)
        for shift in [12, 8, 4, 0] { bytes.append(digits[Int(value >> UInt32(shift)) & 0xF]) }
    }
}
