@_spi(_Unicode) import Swift

/// Text prepared for comparison and search: composed (NFC), without case, ё as е.
///
/// `ПРИНТЕР`, `принтер` and a decomposed `принтер` are one text here, and so are `Ёлка` and `елка`. Case folding is each
/// scalar's upper case in lower case again, which is how Unicode's `CaseFolding.txt` comes about for all but a few letters
/// (Unicode 15, chapter 3.13): `Straße` equals `STRASSE`, `ς` equals `σ`. Canonical composition (UAX #15) is the standard
/// library's.
///
/// ASCII, Latin-1 and the Cyrillic of today's languages are folded byte by byte; any other scalar sends its word
/// through the library's tables.
package struct FoldedText: Hashable, Sendable {
    /// The folded text, always valid UTF-8.
    package let utf8: [UInt8]

    /// Folds `text`.
    package init(_ text: String) {
        self.init(utf8: Array(text.utf8))
    }

    /// Folds bytes read from a file; invalid UTF-8 becomes U+FFFD.
    package init(utf8 bytes: [UInt8]) {
        utf8 = FoldedText.folded(bytes)
    }

    /// The folded text as a string.
    package var string: String { String(decoding: utf8, as: UTF8.self) }

    package var isEmpty: Bool { utf8.isEmpty }
}

extension FoldedText: Comparable {
    /// Orders by scalar value, which for UTF-8 is the order of the bytes (RFC 3629 §1).
    package static func < (left: FoldedText, right: FoldedText) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

extension FoldedText {
    /// Folds byte by byte where that is arithmetic, and word by word where it is not.
    ///
    /// None of the ranges that are folded by arithmetic holds a combining mark or a scalar that NFC replaces. A space composes
    /// with nothing (UAX #15), so words between spaces and line ends can be folded alone.
    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        var offset = 0
        // How far `result` runs ahead of `bytes`, since some letters fold to longer ones.
        var shift = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte < 0x80 {
                if byte >= 0x41, byte <= 0x5A { result[offset + shift] = byte + 0x20 }
                offset += 1
            } else if let width = foldNonASCII(bytes, offset, &result, offset + shift) {
                offset += width
            } else {
                let word = word(in: bytes, around: offset)
                let folded = foldedByLibrary(String(decoding: bytes[word], as: UTF8.self))
                result.replaceSubrange((word.lowerBound + shift)..<(word.upperBound + shift), with: folded)
                shift += folded.count - word.count
                offset = word.upperBound
            }
        }
        return result
    }

    private static func word(in bytes: [UInt8], around offset: Int) -> Range<Int> {
        let isGap = { (byte: UInt8) in byte == 0x20 || byte == 0x0A }
        let start = bytes[..<offset].lastIndex(where: isGap).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(where: isGap) ?? bytes.count
        return start..<end
    }

    /// Folds the scalar at `offset` into `result` at `place`; returns its width in bytes, or nil when it needs the library.
    private static func foldNonASCII(_ bytes: [UInt8], _ offset: Int, _ result: inout [UInt8], _ place: Int) -> Int? {
        guard offset + 1 < bytes.count, bytes[offset + 1] & 0xC0 == 0x80 else { return nil }
        let trail = bytes[offset + 1]
        switch bytes[offset] {
        case 0xC2:  // U+00A0–00BF; U+00B5 MICRO SIGN folds to a Greek letter
            return trail >= 0xA0 && trail != 0xB5 ? 2 : nil
        case 0xC3:  // U+00C0–00FF; U+00DF ß becomes two letters
            if trail == 0x9F { return nil }
            if trail < 0x9F, trail != 0x97 { result[place + 1] = trail + 0x20 }
            return 2
        case 0xD0, 0xD1:  // U+0400–045F
            guard let lower = lowerCyrillic(UInt16(bytes[offset] & 0x1F) << 6 | UInt16(trail & 0x3F)) else {
                return nil
            }
            result[place] = 0xC0 | UInt8(lower >> 6)
            result[place + 1] = 0x80 | UInt8(lower & 0x3F)
            return 2
        case 0xE2:  // U+2010–2027, 2030–203F: dashes, quotation marks, the ellipsis
            guard offset + 2 < bytes.count, trail == 0x80 else { return nil }
            let last = bytes[offset + 2]
            return (0x90...0xA7).contains(last) || (0xB0...0xBF).contains(last) ? 3 : nil
        default:
            return nil
        }
    }

    /// Returns the folded letter for U+0400–045F, nil for what lies beyond.
    private static func lowerCyrillic(_ scalar: UInt16) -> UInt16? {
        switch scalar {
        case 0x0401, 0x0451: 0x0435
        case 0x0400...0x040F: scalar + 0x50
        case 0x0410...0x042F: scalar + 0x20
        case 0x0430...0x045F: scalar
        default: nil
        }
    }

    private static func foldedByLibrary(_ text: String) -> [UInt8] {
        var cased = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            for upper in scalar.properties.uppercaseMapping.unicodeScalars {
                cased.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
            }
        }
        var decomposed = String.UnicodeScalarView()
        var base: Unicode.Scalar?
        for scalar in String(cased)._nfd {
            if scalar.properties.canonicalCombiningClass == .notReordered { base = scalar }
            if base == "е", scalar == "\u{308}" { continue }
            decomposed.append(scalar)
        }
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: String(decomposed)._nfc)
        return Array(String(composed).utf8)
    }
}
