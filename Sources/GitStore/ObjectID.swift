internal import CLibgit2

/// The name of a git object: 20 bytes of SHA-1, held inline.
package struct ObjectID: Hashable, Comparable, Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    /// Parses exactly 40 hexadecimal digits, in either case.
    package init?(hex: some Collection<UInt8>) {
        guard hex.count == 40 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        var high: UInt8?
        for character in hex {
            guard let digit = Self.digit(character) else { return nil }
            if let half = high {
                bytes.append(half << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        self.init(bytes: bytes[...])
    }

    /// Parses exactly 40 hexadecimal digits, in either case.
    package init?(hex: String) { self.init(hex: hex.utf8) }

    /// Takes the first 20 bytes, which must be there.
    package init(bytes: ArraySlice<UInt8>) {
        precondition(bytes.count >= 20)
        let start = bytes.startIndex
        func integer(_ range: Range<Int>) -> UInt64 {
            range.reduce(0) { $0 << 8 | UInt64(bytes[start + $1]) }
        }
        self.first = integer(0..<8)
        self.second = integer(8..<16)
        self.third = UInt32(truncatingIfNeeded: integer(16..<20))
    }

    /// The 20 bytes as numbers, the first byte the highest.
    package init(bigEndian first: UInt64, _ second: UInt64, _ third: UInt32) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// The first of the 20 bytes.
    var leadingByte: UInt8 { UInt8(truncatingIfNeeded: first >> 56) }

    init(_ oid: git_oid) {
        self = unsafe withUnsafeBytes(of: oid) { buffer in
            unsafe ObjectID(bytes: Array(buffer)[...])
        }
    }

    /// The 20 bytes.
    package var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(20)
        append(to: &result)
        return result
    }

    /// Appends the 20 bytes.
    package func append(to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: first >> shift)) }
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: second >> shift)) }
        for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: third >> shift)) }
    }

    /// The id as libgit2 wants it.
    var oid: git_oid {
        var result = git_oid()
        let source = bytes
        unsafe withUnsafeMutableBytes(of: &result) { unsafe $0.copyBytes(from: source) }
        return result
    }

    /// 40 lower-case hexadecimal digits.
    package var hex: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(40)
        for (part, count) in [(first, 16), (second, 16), (UInt64(third), 8)] {
            for shift in stride(from: 4 * (count - 1), through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: part >> UInt64(shift)) & 15
                digits.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The first 7 digits, for people.
    package var shortHex: String { shortHex(7) }

    /// The first digits, at least 7 of them.
    package func shortHex(_ count: Int) -> String { String(hex.prefix(max(7, count))) }

    /// True for the 40 zeros by which git tells hooks that there is no such commit.
    package var isZero: Bool { first == 0 && second == 0 && third == 0 }

    package static func < (left: ObjectID, right: ObjectID) -> Bool {
        (left.first, left.second, left.third) < (right.first, right.second, right.third)
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension ObjectID: CustomStringConvertible {
    package var description: String { hex }
}
