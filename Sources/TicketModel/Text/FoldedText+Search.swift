extension FoldedText {
    /// Returns whether `part` occurs anywhere; an empty part always does.
    package func contains(_ part: FoldedText) -> Bool {
        FoldedText.firstOffset(of: part.utf8, in: utf8) { _ in true } != nil
    }

    /// Returns whether a word of this text begins with `prefix`.
    ///
    /// A word is a run of letters, digits and the marks on them; `printer` is found in `the printer_2` and `(Printers)`, not in
    /// `teleprinter`. A prefix that runs over several words (`vpn-gate`) must begin at a word and go on literally; one that begins with
    /// punctuation is found anywhere.
    package func hasWord(startingWith prefix: FoldedText) -> Bool {
        guard !prefix.isEmpty else { return true }
        guard FoldedText.isWordScalar(in: prefix.utf8, at: 0) else { return contains(prefix) }
        let text = utf8
        return FoldedText.firstOffset(of: prefix.utf8, in: text) { offset in
            offset == 0 || !FoldedText.isWordScalar(in: text, at: FoldedText.scalarStart(in: text, before: offset))
        } != nil
    }

    /// The text's words in order, folded: `["vpn", "gate", "2"]` for `VPN-gate (2)`.
    package var words: [FoldedText] {
        var found: [FoldedText] = []
        var start: Int?
        var offset = 0
        while offset < utf8.count {
            if FoldedText.isWordScalar(in: utf8, at: offset) {
                start = start ?? offset
            } else if let first = start {
                found.append(FoldedText(folded: Array(utf8[first..<offset])))
                start = nil
            }
            offset += FoldedText.scalarWidth(utf8[offset])
        }
        if let first = start { found.append(FoldedText(folded: Array(utf8[first...]))) }
        return found
    }

    /// Returns the words of `text`, folded, in order.
    package static func words(in text: String) -> [FoldedText] { FoldedText(text).words }

    /// Takes bytes that are folded already.
    private init(folded: [UInt8]) { utf8 = folded }
}

extension FoldedText {
    /// Returns the first offset at which `part` lies in `text` and `isAccepted` agrees.
    private static func firstOffset(of part: [UInt8], in text: [UInt8], where isAccepted: (Int) -> Bool) -> Int? {
        guard let first = part.first else { return 0 }
        guard part.count <= text.count else { return nil }
        let textBytes = text.span
        let partBytes = part.span
        for offset in 0...(text.count - part.count) where textBytes[offset] == first {
            var matched = 1
            while matched < partBytes.count, textBytes[offset + matched] == partBytes[matched] { matched += 1 }
            if matched == partBytes.count, isAccepted(offset) { return offset }
        }
        return nil
    }

    private static func scalarStart(in text: [UInt8], before offset: Int) -> Int {
        var start = offset - 1
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    private static func scalarWidth(_ lead: UInt8) -> Int {
        lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    /// Returns whether the scalar at `offset`, a scalar's first byte, belongs to a word.
    private static func isWordScalar(in text: [UInt8], at offset: Int) -> Bool {
        let lead = text[offset]
        if lead < 0x80 { return (0x30...0x39).contains(lead) || (0x61...0x7A).contains(lead) }
        if lead == 0xD0 || lead == 0xD1 { return true }  // U+0400–047F are letters, all of them
        let bytes = text[offset..<min(text.count, offset + scalarWidth(lead))]
        guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return false }
        return isWordScalar(scalar)
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
