@_spi(_Unicode) import Swift

/// Text prepared for comparison and search: composed (NFC), without case, ё as е.
///
/// `ПРИНТЕР`, `принтер` and a decomposed `принтер` are one text here, and so are `Ёлка` and `елка`. Case folding is each
/// scalar's upper case in lower case again, which is how Unicode's `CaseFolding.txt` comes about for all but a few letters
/// (Unicode 15, chapter 3.13): `Straße` equals `STRASSE`, `ς` equals `σ`. Canonical composition (UAX #15) is the standard
/// library's.
///
/// ASCII, Latin-1 and the Cyrillic of today's languages are folded byte by byte; any other scalar sends the whole text
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
        utf8 = FoldedText.foldedByTable(bytes) ?? FoldedText.foldedByLibrary(String(decoding: bytes, as: UTF8.self))
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
    /// Returns the folded bytes, or nil when a scalar lies outside the ranges whose folding is arithmetic.
    ///
    /// None of these ranges holds a combining mark or a scalar that NFC replaces, so text made of them is composed already.
    private static func foldedByTable(_ bytes: [UInt8]) -> [UInt8]? {
        var result = bytes
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte < 0x80 {
                if byte >= 0x41, byte <= 0x5A { result[offset] = byte + 0x20 }
                offset += 1
                continue
            }
            guard let width = foldNonASCII(bytes, offset, &result) else { return nil }
            offset += width
        }
        return result
    }

    /// Folds the scalar at `offset` in place and returns its width in bytes, or nil when it needs the library.
    private static func foldNonASCII(_ bytes: [UInt8], _ offset: Int, _ result: inout [UInt8]) -> Int? {
        guard offset + 1 < bytes.count, bytes[offset + 1] & 0xC0 == 0x80 else { return nil }
        let trail = bytes[offset + 1]
        switch bytes[offset] {
        case 0xC2:  // U+00A0–00BF; U+00B5 MICRO SIGN folds to a Greek letter
            return trail >= 0xA0 && trail != 0xB5 ? 2 : nil
        case 0xC3:  // U+00C0–00FF; U+00DF ß becomes two letters
            if trail == 0x9F { return nil }
            if trail < 0x9F, trail != 0x97 { result[offset + 1] = trail + 0x20 }
            return 2
        case 0xD0, 0xD1:  // U+0400–045F
            guard let lower = lowerCyrillic(UInt16(bytes[offset] & 0x1F) << 6 | UInt16(trail & 0x3F)) else {
                return nil
            }
            result[offset] = 0xC0 | UInt8(lower >> 6)
            result[offset + 1] = 0x80 | UInt8(lower & 0x3F)
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
        var composed = String.UnicodeScalarView()
        for scalar in String(cased)._nfc {
            composed.append(scalar == "ё" ? "е" : scalar)
        }
        return Array(String(composed).utf8)
    }
}
