enum ASCIIWord {
    @inline(__always)
    static func contains(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39)
    }
}

/// U+0400 to U+045F: letters all of them, whose small form is arithmetic.
enum SimpleCyrillic {
    @inline(__always)
    static func isLetter(_ text: Span<UInt8>, at offset: Int, end: Int) -> Bool {
        let lead = text[offset]
        guard lead == 0xD0 || lead == 0xD1, offset + 1 < end else { return false }
        let trail = text[offset + 1]
        guard trail & 0xC0 == 0x80, lead == 0xD0 || trail <= 0x9F else { return false }
        // A mark behind it may make another letter of it.
        return !(offset + 2 < end && (text[offset + 2] == 0xCC || text[offset + 2] == 0xCD))
    }

    /// The bits that the second byte of a folded letter has in all its forms: е is also Е, ё and Ё.
    static func formMask(_ lead: UInt8, _ trail: UInt8) -> UInt8 {
        switch folded(lead, trail) {
        case 0x435: 0xCB
        case 0x450...: 0xEF
        default: 0xDF
        }
    }

    @inline(__always)
    static func folded(_ lead: UInt8, _ trail: UInt8) -> UInt32 {
        let scalar = UInt32(lead & 0x1F) << 6 | UInt32(trail & 0x3F)
        if scalar == 0x401 || scalar == 0x451 { return 0x435 }
        return scalar < 0x410 ? scalar + 0x50 : scalar < 0x430 ? scalar + 0x20 : scalar
    }
}

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
