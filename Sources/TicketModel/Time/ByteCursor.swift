/// Reads short ASCII notations (instants, durations, zone rules) byte by byte.
///
/// Bytes, because `String` joins characters: `"1\u{301}"` is one `Character` whose first scalar is a digit.
struct ByteCursor {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next byte, nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Steps over the next byte if it is this ASCII character.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        position += 1
        return true
    }

    /// Steps over the next byte if it is one of these ASCII characters, and returns it.
    mutating func take(anyOf characters: String) -> UInt8? {
        guard let next, characters.utf8.contains(next) else { return nil }
        position += 1
        return next
    }

    /// Reads exactly `count` decimal digits.
    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for offset in 0..<count {
            let index = position + offset
            guard index < bytes.count, let digit = bytes[index].decimalDigit else { return nil }
            value = value * 10 + digit
        }
        position += count
        return value
    }

    /// Reads one to `most` decimal digits; nil without a digit or with more of them.
    mutating func number(atMost most: Int) -> Int? {
        var value = 0
        var count = 0
        while let digit = next?.decimalDigit {
            guard count < most else { return nil }
            value = value * 10 + digit
            count += 1
            position += 1
        }
        return count == 0 ? nil : value
    }

    /// Steps over bytes while they satisfy the condition, and returns how many.
    mutating func skip(while condition: (UInt8) -> Bool) -> Int {
        let start = position
        while let next, condition(next) { position += 1 }
        return position - start
    }
}

extension UInt8 {
    /// 0 to 9 for an ASCII digit, else nil.
    var decimalDigit: Int? {
        (0x30...0x39).contains(self) ? Int(self) - 0x30 : nil
    }

    var isASCIILetter: Bool {
        (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    /// The lower-case form of an ASCII letter, every other byte as it is.
    var lowercasedASCII: UInt8 {
        (0x41...0x5A).contains(self) ? self + 0x20 : self
    }
}

/// The decimal form of a number, with zeros before it up to a width.
func padded(_ value: Int, to width: Int) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (value < 0 ? "-" : "") + zeros + digits
}
