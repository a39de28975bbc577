internal import Glibc

/// Finds bytes at the speed of the C library, since lines are what most of a ticket's reading looks for.
enum ByteSearch {
    /// Returns the index of the first `byte` at or behind `start`, nil where there is none.
    static func first(_ byte: UInt8, in bytes: [UInt8], from start: Int = 0) -> Int? {
        guard start < bytes.count else { return nil }
        return unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
