/// A quick checksum that finds damage, not malice.
package enum ByteDigest {
    package static func digest(_ bytes: ArraySlice<UInt8>, seed: UInt64 = 0) -> UInt64 {
        unsafe bytes.withUnsafeBytes { unsafe digest($0, seed: seed) }
    }

    /// Mixes four times eight bytes side by side, each by a multiplication and a rotation, because a multiplication waits for
    /// the one before it; then the rest, and the number of bytes last.
    @unsafe static func digest(_ buffer: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var state = seed ^ 0x9E37_79B9_7F4A_7C15
        var (one, two, three, four) = (state, ~state, state &* 3, ~state &* 5)
        var offset = 0
        func word(_ place: Int) -> UInt64 {
            UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset + place, as: UInt64.self))
        }
        while offset + 32 <= buffer.count {
            mix(word(0), into: &one)
            mix(word(8), into: &two)
            mix(word(16), into: &three)
            mix(word(24), into: &four)
            offset += 32
        }
        for lane in [one, two, three, four] where buffer.count >= 32 { mix(lane, into: &state) }
        while offset + 8 <= buffer.count {
            mix(word(0), into: &state)
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < buffer.count {
            rest = rest << 8 | UInt64(unsafe buffer[offset])
            offset += 1
        }
        mix(rest, into: &state)
        mix(UInt64(buffer.count), into: &state)
        return state
    }

    @inline(__always)
    private static func mix(_ word: UInt64, into state: inout UInt64) {
        state = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
        state ^= state >> 32
    }
}
