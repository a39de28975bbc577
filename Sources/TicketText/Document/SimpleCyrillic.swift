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
