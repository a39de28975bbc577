/// Writes numbers in few bytes: seven bits a byte, the lowest first, the eighth bit says that more follow.
package struct PackedWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var count: Int { bytes.count }

    /// Makes room, so that nothing is copied while it grows.
    package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Puts a number in the place of the eight bytes at an offset.
    package mutating func replace(fixedAt offset: Int, with number: UInt64) {
        for place in 0..<8 { bytes[offset + place] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(place))) }
    }

    package mutating func append(_ byte: UInt8) { bytes.append(byte) }
    package mutating func append(contentsOf other: some Collection<UInt8>) { bytes.append(contentsOf: other) }

    package mutating func append(number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Small numbers of either sign take few bytes: 0, -1, 1, -2 are written as 0, 1, 2, 3.
    package mutating func append(signed number: Int64) {
        append(number: Int(truncatingIfNeeded: (number << 1) ^ (number >> 63)))
    }

    package mutating func append(fixed number: UInt32) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    package mutating func append(fixed number: UInt64) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }
}

extension PackedWriter {
    /// Writes a text with its length in bytes before it.
    package mutating func append(text: String) {
        append(number: text.utf8.count)
        append(contentsOf: text.utf8)
    }
}
