import TicketModel

/// The targets of inline links and images in Markdown: `](target)`, `](<a target>)` (CommonMark 0.31 § 6.3).
enum MarkdownLinks {
    /// Returns where each target stands, without angle brackets and title, in the file's order.
    ///
    /// A target longer than 1000 bytes or over the end of its line is none, so the work is linear.
    static func targets(in bytes: [UInt8], from start: Int) -> [SourceRange] {
        var found: [SourceRange] = []
        var position = start
        while position + 2 < bytes.count {
            guard bytes[position] == UInt8(ascii: "]"), bytes[position + 1] == UInt8(ascii: "(") else {
                position += 1
                continue
            }
            position += 2
            guard let target = target(in: bytes, at: position) else { continue }
            if !target.isEmpty { found.append(target) }
            position = target.end
        }
        return found
    }

    private static func target(in bytes: [UInt8], at start: Int) -> SourceRange? {
        let isBracketed = bytes[start] == UInt8(ascii: "<")
        let first = isBracketed ? start + 1 : start
        var depth = 0
        for position in first..<min(bytes.count, first + 1_000) {
            let byte = bytes[position]
            if byte == 0x0A { return nil }
            if isBracketed {
                if byte == UInt8(ascii: ">") { return SourceRange(first, position) }
                continue
            }
            if byte == 0x20 || byte == 0x09 { return SourceRange(first, position) }
            if byte == UInt8(ascii: "(") { depth += 1 }
            guard byte == UInt8(ascii: ")") else { continue }
            if depth == 0 { return SourceRange(first, position) }
            depth -= 1
        }
        return nil
    }

    /// Returns the file in the repository that a target names, seen from `origin`; nil for a URL, an anchor, and a path
    /// that leads out of the repository.
    static func path(_ target: ArraySlice<UInt8>, from origin: RepositoryPath) -> RepositoryPath? {
        let path = target.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
        guard let first = path.first, !path.contains(UInt8(ascii: ":")) else { return nil }
        let slash = UInt8(ascii: "/")
        var parts = first == slash ? [] : Array(origin.bytes.split(separator: slash).dropLast())
        for part in path.split(separator: slash) {
            if part.elementsEqual([0x2E]) { continue }
            if part.elementsEqual([0x2E, 0x2E]) {
                if parts.popLast() == nil { return nil }
            } else {
                parts.append(unescaped(part)[...])
            }
        }
        return RepositoryPath(Array(parts.joined(separator: [slash])))
    }

    /// Replaces `%20` and the like by the byte (RFC 3986 § 2.1), and `\)` by the character.
    private static func unescaped(_ part: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap(hexadecimalDigit)
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                result.append(digits[0] << 4 | digits[1])
                rest = rest.dropFirst(2)
            } else if byte != UInt8(ascii: "\\") || rest.isEmpty {
                result.append(byte)
            }
        }
        return result
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
