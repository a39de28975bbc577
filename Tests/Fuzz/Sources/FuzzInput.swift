/// The parts of an input: what is read, and behind it what is done with it.
///
/// A part ends with a byte of its own that has no place in it, so that mutations find the seams and a sample file is a
/// whole input as it is.
enum FuzzInput {
    /// What stands in front of the last NUL, and behind it; nothing behind where there is none.
    static func halves(_ input: [UInt8]) -> (front: [UInt8], back: [UInt8]) {
        guard let seam = input.lastIndex(of: 0) else { return (input, []) }
        return (Array(input[..<seam]), Array(input[(seam + 1)...]))
    }

    /// The text of `bytes`, invalid UTF-8 replaced: as arguments of a command arrive.
    static func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Signed numbers of eight bytes, the first byte the lowest; the last may lack bytes.
    static func integers(_ bytes: some Collection<UInt8>) -> [Int64] {
        stride(from: 0, to: bytes.count, by: 8).map { start in
            let value = bytes.dropFirst(start).prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int64(bitPattern: value)
        }
    }
}
