/// Measures text in columns of a terminal.
///
/// A grapheme cluster (UAX #29) takes no column, one or two: wide and full-width scalars two (UAX #11), marks and formatting characters
/// none, an emoji sequence (flags, joined people, skin tones, U+FE0F) two. Ambiguous scalars, Cyrillic and Greek among them, take
/// one, as terminals have it outside East Asian settings. Control characters count as none: make text printable first.
enum TerminalWidth {
    /// Returns the columns that `text` takes on one line.
    static func columns(_ text: String) -> Int {
        if let count = narrowCount(text.utf8.span) { return count }
        return text.reduce(0) { $0 + columns($1) }
    }

    /// Returns the columns of one grapheme cluster: 0, 1 or 2.
    static func columns(_ cluster: Character) -> Int {
        var total = 0
        var base: Unicode.Scalar?
        var isJoined = false
        for scalar in cluster.unicodeScalars {
            if scalar == "\u{FE0F}", base?.properties.isEmoji == true { return 2 }
            if !isJoined, !(base != nil && scalar.properties.isEmojiModifier) { total += columns(scalar) }
            isJoined = scalar == "\u{200D}" && base?.properties.isEmoji == true
            base = base ?? scalar
        }
        return min(total, 2)
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2FF, 0x370...0x482: return 1  // the common case first; no marks, no wide ones
        case 0x1F1E6...0x1F1FF: return 2  // a flag, or a letter in a box for want of its partner
        case 0x1160...0x11FF, 0xD7B0...0xD7FF, 0x3164, 0xFFA0: return 0  // jamo that join the one before, fillers
        // Formatting characters that show: signs before numbers and verses.
        case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890...0x0891, 0x08E2, 0x110BD, 0x110CD: return 1
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
        default: return WideScalars.contains(scalar) ? 2 : 1
        }
    }

    /// Returns the number of scalars if each of them takes one column whatever stands beside it: printable ASCII, Latin-1,
    /// Cyrillic, and punctuation, currency and letter-like signs from U+2010 on.
    private static func narrowCount(_ bytes: Span<UInt8>) -> Int? {
        var count = 0
        for offset in bytes.indices {
            switch bytes[offset] {
            case 0x20...0x7E, 0xC3, 0xD0, 0xD1: count += 1
            case 0x80...0xBF: continue
            case 0xC2 where bytes[offset + 1] >= 0xA0: count += 1
            case 0xE2 where isNarrowSign(bytes[offset + 1], bytes[offset + 2]): count += 1
            default: return nil
            }
        }
        return count
    }

    /// U+2010–2027, 2030–205F, 20A0–20BF, 2100–213F.
    private static func isNarrowSign(_ second: UInt8, _ third: UInt8) -> Bool {
        switch second {
        case 0x80: (0x90...0xA7).contains(third) || third >= 0xB0
        case 0x81: third <= 0x9F
        case 0x82: third >= 0xA0
        default: second == 0x84
        }
    }
}

extension TerminalWidth {
    /// Returns as much of `text` as fits into `columns`, with `…` at the end if something had to go; never wider than asked.
    ///
    /// The cut lies between grapheme clusters; no space stays before the `…`.
    static func truncated(_ text: String, to columns: Int) -> String {
        if self.columns(text) <= columns { return text }
        guard columns > 0 else { return "" }
        var kept = prefix(text, columns: columns - 1)
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }

    /// Returns the longest beginning of `text` that fits into `columns`.
    static func prefix(_ text: String, columns: Int) -> String {
        var used = 0
        var kept = ""
        for cluster in text {
            used += self.columns(cluster)
            if used > columns { break }
            kept.append(cluster)
        }
        return kept
    }
}
