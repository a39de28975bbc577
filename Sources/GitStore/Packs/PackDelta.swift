internal import Glibc

/// A difference between two objects (gitformat-pack(5), "Deltified representation"): pieces of the old one, and new bytes.
enum PackDelta {
    /// Returns what a difference makes of an object; nil where it does not fit.
    ///
    /// - Parameters:
    ///   - count: how many bytes of `delta` are the difference.
    ///   - limit: of the result's size.
    static func apply(_ delta: [UInt8], count: Int, to base: [UInt8], limit: Int) -> [UInt8]? {
        unsafe delta.withUnsafeBufferPointer { delta in
            var reader = unsafe Reader(bytes: UnsafeBufferPointer(rebasing: delta[..<min(count, delta.count)]))
            guard reader.size() == base.count, let size = reader.size(), size <= limit else { return nil }
            var isWhole = false
            let result = unsafe [UInt8](unsafeUninitializedCapacity: size) { target, written in
                unsafe isWhole = base.withUnsafeBufferPointer { unsafe reader.run(on: $0, into: target, size) }
                written = isWhole ? size : 0
            }
            return isWhole ? result : nil
        }
    }

    @safe private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { unsafe self.bytes = bytes }

        mutating func next() -> UInt8? {
            guard unsafe position < bytes.count else { return nil }
            position += 1
            return unsafe bytes[position - 1]
        }

        /// A number of seven bits a byte, the lowest first.
        mutating func size() -> Int? {
            var result = 0
            var shift = 0
            while shift < 42, let byte = next() {
                result |= Int(byte & 0x7F) << shift
                if byte & 0x80 == 0 { return result }
                shift += 7
            }
            return nil
        }

        /// A number of which only the bytes that are not zero are written, as the bits of `flags` say.
        mutating func sparse(_ flags: UInt8, _ byteCount: Int) -> Int? {
            var result = 0
            for index in 0..<byteCount where flags >> UInt8(index) & 1 == 1 {
                guard let byte = next() else { return nil }
                result |= Int(byte) << (8 * index)
            }
            return result
        }

        /// Carries the instructions out; false where one leads out of a buffer or the size is not reached.
        @unsafe mutating func run(
            on base: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>, _ size: Int
        ) -> Bool {
            var written = 0
            while let instruction = next() {
                let source: UnsafeBufferPointer<UInt8>
                var (start, length) = (0, Int(instruction))
                if instruction & 0x80 != 0 {
                    guard let offset = sparse(instruction, 4), let count = sparse(instruction >> 4 & 7, 3) else {
                        return false
                    }
                    (start, length) = (offset, count == 0 ? 0x10000 : count)
                    unsafe source = base
                } else {
                    guard length > 0 else { return false }
                    start = position
                    position += length
                    unsafe source = bytes
                }
                guard start + length <= source.count, written + length <= size else { return false }
                if let from = source.baseAddress, let to = target.baseAddress {
                    unsafe memcpy(to + written, from + start, length)
                }
                written += length
            }
            return written == size
        }
    }
}
