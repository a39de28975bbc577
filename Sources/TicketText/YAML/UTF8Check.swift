/// Finds bytes that are no UTF-8 (RFC 3629), which `String` would silently replace.
package enum UTF8Check {
    /// Returns the index of the first byte of an invalid sequence, nil where all is valid.
    package static func firstInvalidOffset(in bytes: ArraySlice<UInt8>) -> Int? {
        unsafe bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                if offset + 8 <= buffer.count,
                    unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    offset += 8
                } else if unsafe buffer[offset] < 0x80 {
                    offset += 1
                } else {
                    let length = unsafe sequenceLength(buffer, at: offset)
                    guard length > 0 else { return bytes.startIndex + offset }
                    offset += length
                }
            }
            return nil
        }
    }

    /// The length of the sequence that begins at `offset`, 0 where it is invalid.
    private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        let lead = unsafe bytes[offset]
        let (length, low, high): (Int, UInt8, UInt8) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80, 0xBF)
            case 0xE0: (3, 0xA0, 0xBF)
            case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80, 0xBF)
            case 0xED: (3, 0x80, 0x9F)
            case 0xF0: (4, 0x90, 0xBF)
            case 0xF1...0xF3: (4, 0x80, 0xBF)
            case 0xF4: (4, 0x80, 0x8F)
            default: (0, 0, 0)
            }
        guard length > 0, offset + length <= bytes.count, (low...high).contains(unsafe bytes[offset + 1]) else {
            return 0
        }
        for following in 2..<max(2, length) where unsafe bytes[offset + following] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
