/// A quick checksum that finds damage, not malice.
package enum ByteDigest {
    /// Mixes eight bytes at a time by a multiplication and a rotation, the number of bytes last.
    package static func digest(_ bytes: ArraySlice<UInt8>, seed: UInt64 = 0) -> UInt64 {
        unsafe bytes.withUnsafeBytes { unsafe digest($0, seed: seed) }
    }

    @unsafe static func digest(_ buffer: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var state = seed ^ 0x9E37_79B9_7F4A_7C15
        func mix(_ word: UInt64) {
            state = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
            state ^= state >> 32
        }
        var offset = 0
        while offset + 8 <= buffer.count {
            mix(UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < buffer.count {
            rest = rest << 8 | UInt64(unsafe buffer[offset])
            offset += 1
        }
        mix(rest)
        mix(UInt64(buffer.count))
        return state
    }
}
