internal import CZlib

/// Inflates zlib streams one after another with one state, which takes longer to make than most objects take to inflate.
@safe final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>

    init?() {
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe tick_inflate_init(stream) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Returns the `size` bytes that are deflated at an offset of a pack; nil where they are not.
    func bytes(of pack: PackFile, at offset: Int, size: Int) -> [UInt8]? {
        var isWhole = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
            unsafe isWhole = inflate(pack, at: offset, size: size, into: buffer.baseAddress)
            count = isWhole ? size : 0
        }
        return isWhole ? bytes : nil
    }

    /// Writes the bytes into the beginning of a buffer, which grows as needed.
    func read(_ pack: PackFile, at offset: Int, size: Int, into buffer: inout [UInt8]) -> Bool {
        if buffer.count <= size { buffer = [UInt8](repeating: 0, count: max(2 * size, 4_096)) }
        return unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe inflate(pack, at: offset, size: size, into: buffer.baseAddress)
        }
    }

    /// - Parameter target: has room for a byte more than `size`.
    @unsafe private func inflate(_ pack: PackFile, at offset: Int, size: Int, into target: UnsafeMutablePointer<UInt8>?)
        -> Bool
    {
        guard offset >= 0, offset < pack.end, let start = unsafe pack.pack.bytes.baseAddress,
            unsafe inflateReset(stream) == Z_OK
        else { return false }
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: start.advanced(by: offset).assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = UInt32(min(pack.end - offset, Int(UInt32.max)))
        unsafe stream.pointee.next_out = target
        unsafe stream.pointee.avail_out = UInt32(size + 1)
        let code = unsafe CZlib.inflate(stream, Z_FINISH)
        return unsafe code == Z_STREAM_END && stream.pointee.total_out == UInt(size)
    }
}
