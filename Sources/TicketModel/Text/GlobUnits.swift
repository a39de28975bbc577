/// Text as a pattern sees it: scalars, and each byte that is not UTF-8 as a character of its own beyond Unicode.
enum GlobUnits {
    static let slash: UInt32 = 0x2F
    private static let firstInvalid: UInt32 = 0x11_0000

    static func decode(_ bytes: [UInt8]) -> [UInt32] {
        var units: [UInt32] = []
        units.reserveCapacity(bytes.count)
        var offset = 0
        while offset < bytes.count {
            if bytes[offset] < 0x80 {
                units.append(UInt32(bytes[offset]))
                offset += 1
            } else {
                let (unit, width) = nonASCII(bytes, offset)
                units.append(unit)
                offset += width
            }
        }
        return units
    }

    private static func nonASCII(_ bytes: [UInt8], _ offset: Int) -> (UInt32, Int) {
        let lead = bytes[offset]
        let width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        if offset + width <= bytes.count,
            let text = String(validating: bytes[offset..<offset + width], as: UTF8.self),
            let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1
        {
            return (scalar.value, width)
        }
        return (firstInvalid + UInt32(lead), 1)
    }

    static func encode(_ units: some Sequence<UInt32>) -> [UInt8] {
        var bytes: [UInt8] = []
        for unit in units {
            if let scalar = Unicode.Scalar(unit) {
                bytes += UTF8.encode(scalar).map { Array($0) } ?? []
            } else {
                bytes.append(UInt8(truncatingIfNeeded: unit - firstInvalid))
            }
        }
        return bytes
    }
}
