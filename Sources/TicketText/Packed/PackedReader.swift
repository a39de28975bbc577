/// Reads what `PackedWriter` wrote. Behind the end there are only zeros, and `isSound` says so.
package struct PackedReader {
    private let bytes: PackedBytes
    private var position: Int
    private let end: Int
    package private(set) var isSound = true

    package init(_ bytes: PackedBytes, _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = min(range.upperBound, bytes.count)
    }

    /// Reads from an offset on, which may lie behind the end.
    package init(_ bytes: PackedBytes, from offset: Int) {
        self.init(bytes, min(max(0, offset), bytes.count)..<bytes.count)
    }

    package mutating func byte() -> UInt8 {
        guard position >= 0, position < end else {
            isSound = false
            return 0
        }
        position += 1
        return bytes.byte(at: position - 1)
    }

    package mutating func number() -> Int {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = byte()
            result |= UInt64(next & 0x7F) << shift
            if next < 0x80 { break }
            shift += 7
        }
        return Int(Int64(bitPattern: result))
    }

    package mutating func signed() -> Int64 {
        let number = UInt64(bitPattern: Int64(number()))
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// A number of things that follow, each at least a byte long; 0 where so many cannot follow.
    package mutating func itemCount() -> Int {
        let count = number()
        guard count >= 0, count <= end - position else {
            isSound = false
            return 0
        }
        return count
    }

    package mutating func fixed64() -> UInt64 {
        guard position >= 0, position <= end - 8 else {
            isSound = false
            return 0
        }
        position += 8
        return bytes.fixed64(at: position - 8)
    }

    /// A text with its length in bytes before it.
    package mutating func text() -> String {
        let count = itemCount()
        position += count
        return bytes.string(position - count..<position)
    }
}
