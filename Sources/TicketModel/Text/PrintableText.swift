/// Text that came from a file, made safe to print: nothing of it moves a cursor, changes a colour or turns the writing around.
///
/// Escaped are the C0 and C1 controls and DEL (ECMA-48), the bidirectional controls (UAX #9 §2: overrides, embeddings, isolates,
/// marks; "Trojan Source", CVE-2021-42574) and the line and paragraph separators. ASCII controls become their pictures (`␛`), all others
/// are spelled (`\u{202E}`).
package enum PrintableText {
    /// Which of the controls that a text file rightly has may stay.
    package enum Layout: Sendable {
        /// One line: a title, a name, a path, a cell of a table.
        case line
        /// One line in which tabs stay, as in an excerpt of a file.
        case lineWithTabs
        /// Several lines: line feeds and tabs stay, and CR LF becomes LF.
        case lines
    }

    /// Returns `text` with what must not reach a terminal replaced by something visible.
    package static func make(_ text: String, _ layout: Layout = .line) -> String {
        isPrintable(text.utf8.span, layout) ? text : escaped(text, layout)
    }

    /// Returns the bytes as printable text; invalid UTF-8 becomes U+FFFD.
    package static func make(utf8 bytes: [UInt8], _ layout: Layout = .line) -> String {
        make(String(decoding: bytes, as: UTF8.self), layout)
    }

    /// Returns whether nothing needs escaping, looking at bytes only.
    private static func isPrintable(_ bytes: Span<UInt8>, _ layout: Layout) -> Bool {
        for offset in bytes.indices {
            let byte = bytes[offset]
            if byte >= 0x20, byte < 0x7F { continue }
            if byte < 0x80 {
                guard isAllowed(byte, layout) else { return false }
            } else if beginsControl(bytes, offset) {
                return false
            }
        }
        return true
    }

    /// Returns whether an escaped scalar beyond ASCII begins here: U+0080–009F, U+061C, U+200E, U+200F, U+2028–202E, U+2066–206F.
    private static func beginsControl(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
        guard offset + 1 < bytes.count else { return false }
        switch (bytes[offset], bytes[offset + 1]) {
        case (0xC2, 0x80...0x9F), (0xD8, 0x9C): return true
        case (0xE2, 0x80): return (0x8E...0x8F).contains(bytes[offset + 2]) || (0xA8...0xAE).contains(bytes[offset + 2])
        case (0xE2, 0x81): return bytes[offset + 2] >= 0xA6 && bytes[offset + 2] <= 0xAF
        default: return false
        }
    }

    private static func isAllowed(_ control: UInt8, _ layout: Layout) -> Bool {
        switch layout {
        case .line: false
        case .lineWithTabs: control == 0x09
        case .lines: control == 0x09 || control == 0x0A
        }
    }

    private static func escaped(_ text: String, _ layout: Layout) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if layout == .lines, scalar == "\r", rest.first == "\n" { continue }
            if scalar.isASCII, isAllowed(UInt8(ascii: scalar), layout) {
                result.append(scalar)
            } else {
                append(scalar, to: &result)
            }
        }
        return String(result)
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        switch scalar.value {
        case 0x00...0x1F:
            result.append(Unicode.Scalar(0x2400 + UInt16(scalar.value)) ?? "\u{FFFD}")
        case 0x7F:
            result.append("\u{2421}")
        case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F:
            result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
        default:
            result.append(scalar)
        }
    }
}
