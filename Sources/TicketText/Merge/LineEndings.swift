/// How the lines of a file end.
enum LineEndings {
    case lineFeed, carriageReturn, mixed

    /// CR LF throughout, LF throughout, or both; a file without lines counts as LF.
    init(_ bytes: [UInt8]) {
        var (plain, paired) = (false, false)
        for index in bytes.indices where bytes[index] == 0x0A {
            if index > 0, bytes[index - 1] == 0x0D { paired = true } else { plain = true }
        }
        self = paired ? (plain ? .mixed : .carriageReturn) : .lineFeed
    }

    /// Returns `bytes` with CR LF turned into LF.
    static func withoutCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == 0x0A, result.last == 0x0D { result.removeLast() }
            result.append(byte)
        }
        return result
    }

    /// Returns `bytes` with every LF turned into CR LF.
    static func withCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.map { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }.joined())
    }
}
