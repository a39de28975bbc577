/// How a cache file begins: the checksum of all that follows (8 bytes), what it is (8), and its version (4).
package struct PackedFormat: Sendable {
    package let magic: [UInt8]
    package let version: Int
    package let headerSize: Int
    /// Where it says how much it holds.
    package let countOffset: Int

    package init(magic: String, version: Int, headerSize: Int, countOffset: Int) {
        self.magic = Array(magic.utf8)
        self.version = version
        self.headerSize = headerSize
        self.countOffset = countOffset
    }

    package enum Health: Sendable {
        case whole(count: Int)
        case damaged
        case otherVersion(Int)
    }

    /// Says whether bytes are such a file, and whole. Reads all of them.
    package func health(of bytes: PackedBytes) -> Health {
        guard bytes.count >= headerSize, bytes.equals(8..<16, magic) else { return .damaged }
        guard bytes.fixed32(at: 16) == version else { return .otherVersion(bytes.fixed32(at: 16)) }
        guard bytes.fixed64(at: 0) == bytes.digest(from: 8) else { return .damaged }
        return .whole(count: bytes.fixed32(at: countOffset))
    }

    package func isWhole(_ bytes: PackedBytes) -> Bool {
        if case .whole = health(of: bytes) { true } else { false }
    }
}
