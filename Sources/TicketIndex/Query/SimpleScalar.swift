/// A scalar whose folding is arithmetic and keeps its width: what ``FoldedText`` makes of it needs no table.
///
/// None of these is a mark that joins the letter before it. Others send a text through the tables.
struct SimpleScalar {
    /// The folded scalar's value.
    let folded: UInt32
    /// In bytes.
    let width: Int
    /// Whether it belongs to a word, as ``FoldedText/hasWord(startingWith:)`` sees words.
    let isWord: Bool

    /// Reads the scalar at `offset`; nil where the tables of Unicode are needed, invalid UTF-8 included.
    @inline(__always)
    init?(_ bytes: Span<UInt8>, at offset: Int, end: Int) {
        guard offset < end else { return nil }
        let lead = bytes[offset]
        if lead < 0x80 {
            let isUpper = lead >= 0x41 && lead <= 0x5A
            let isWord = isUpper || (lead >= 0x61 && lead <= 0x7A) || (lead >= 0x30 && lead <= 0x39)
            self.init(UInt32(isUpper ? lead + 0x20 : lead), width: 1, isWord: isWord)
            return
        }
        self.init(lead: lead, bytes, offset, end)
    }

    private init?(lead: UInt8, _ bytes: Span<UInt8>, _ offset: Int, _ end: Int) {
        let width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard lead >= 0xC2, lead <= 0xF4, offset + width <= end else { return nil }
        var scalar = UInt32(lead) & (0x7F >> UInt32(width))
        for index in offset + 1..<offset + width {
            guard bytes[index] & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
        }
        switch width {
        case 2: self.init(twoBytes: scalar)
        case 3: self.init(threeBytes: scalar)
        default:
            // Pictures from weather to food.
            guard (0x1F300...0x1F9FF).contains(scalar) else { return nil }
            self.init(scalar, width: 4, isWord: false)
        }
    }

    private init?(twoBytes scalar: UInt32) {
        switch scalar {
        case 0xB5, 0xDF: return nil  // become a Greek letter, and two letters
        case 0xA0...0xBF:
            self.init(scalar, width: 2, isWord: [0xAA, 0xB2, 0xB3, 0xB9, 0xBA, 0xBC, 0xBD, 0xBE].contains(scalar))
        case 0xD7, 0xF7: self.init(scalar, width: 2, isWord: false)
        case 0xC0...0xDE: self.init(scalar + 0x20, width: 2, isWord: true)
        case 0xE0...0xFF: self.init(scalar, width: 2, isWord: true)
        case 0x401, 0x451: self.init(0x435, width: 2, isWord: true)
        case 0x400...0x40F: self.init(scalar + 0x50, width: 2, isWord: true)
        case 0x410...0x42F: self.init(scalar + 0x20, width: 2, isWord: true)
        case 0x430...0x45F: self.init(scalar, width: 2, isWord: true)
        default: return nil
        }
    }

    private init?(threeBytes scalar: UInt32) {
        switch scalar {
        // Dashes, quotation marks, the ellipsis; currencies; the numero sign; arrows; frames, shapes and symbols; the
        // punctuation of Chinese and Japanese.
        case 0x2010...0x2027, 0x2030...0x203F, 0x20A0...0x20BF, 0x2116, 0x2190...0x21FF, 0x2500...0x2775,
            0x2794...0x27BF:
            self.init(scalar, width: 3, isWord: false)
        // Chinese characters; what makes a symbol a picture, a mark without letters.
        case 0x4E00...0x9FFF, 0xFE0F: self.init(scalar, width: 3, isWord: true)
        default: return nil
        }
    }

    private init(_ folded: UInt32, width: Int, isWord: Bool) {
        self.folded = folded
        self.width = width
        self.isWord = isWord
    }

    /// Appends the folded scalar in UTF-8.
    func append(to bytes: inout [UInt8]) {
        if width == 1 {
            bytes.append(UInt8(truncatingIfNeeded: folded))
        } else if let scalar = Unicode.Scalar(folded), let encoded = UTF8.encode(scalar) {
            bytes.append(contentsOf: encoded)
        }
    }
}
