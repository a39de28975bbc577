package import TicketModel

/// The targets of inline links and images in Markdown: `](target)`, `](<a target>)` (CommonMark 0.31 § 6.3).
package enum MarkdownLinks {
    /// Returns where each target stands, without angle brackets and title, in the file's order.
    ///
    /// A target neither goes over the end of its line nor holds the beginning of another, so no byte is read twice.
    package static func targets(in bytes: [UInt8], from start: Int) -> [SourceRange] {
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
        guard bytes[start] != UInt8(ascii: "<") else { return bracketedTarget(in: bytes, at: start + 1) }
        var depth = 0
        for position in start..<min(bytes.count, start + lengthLimit) {
            switch bytes[position] {
            case 0x0A: return nil
            case 0x20, 0x09: return SourceRange(start, position)
            case UInt8(ascii: "(") where bytes[position - 1] == UInt8(ascii: "]") && position > start: return nil
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")") where depth == 0: return SourceRange(start, position)
            case UInt8(ascii: ")"): depth -= 1
            default: break
            }
        }
        return nil
    }

    private static func bracketedTarget(in bytes: [UInt8], at start: Int) -> SourceRange? {
        for position in start..<max(start, min(bytes.count, start + lengthLimit)) {
            switch bytes[position] {
            case 0x0A, UInt8(ascii: "<"): return nil
            case UInt8(ascii: ">"): return SourceRange(start, position)
            default: break
            }
        }
        return nil
    }

    /// In bytes; longer than any path that git checks out everywhere.
    private static let lengthLimit = 1_000

    /// Returns the file in the repository that a target names, seen from `origin`; nil for a URL, an anchor, and a path
    /// that leads out of the repository.
    package static func path(_ target: ArraySlice<UInt8>, from origin: RepositoryPath) -> RepositoryPath? {
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
