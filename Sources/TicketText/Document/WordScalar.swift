enum ScalarReader {
    /// The scalar at `offset`; nil for bytes that are no UTF-8.
    static func scalar(_ text: Span<UInt8>, at offset: Int, end: Int) -> Unicode.Scalar? {
        let lead = text[offset]
        if lead < 0x80 { return Unicode.Scalar(lead) }
        let width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC2, lead <= 0xF4, offset + width <= end else { return nil }
        var value = UInt32(lead) & (0x7F >> UInt32(width))
        for index in (offset + 1)..<(offset + width) {
            guard text[index] & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(text[index] & 0x3F)
        }
        return Unicode.Scalar(value)
    }
}

enum WordScalar {
    static func belongsToWord(_ scalar: Unicode.Scalar) -> Bool {
        // Dashes, quotation marks, the ellipsis: in every text, and slow to look up.
        if (0x2010...0x2027).contains(scalar.value) || scalar == "«" || scalar == "»" || scalar == "\u{A0}" {
            return false
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Whether the sign is a word by itself: kana, Chinese characters, Hangul syllables.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x323AF:
            true
        default: false
        }
    }
}
