internal import CNettle

/// SHA-1 over bytes without a header, by which git proves that an index is whole.
///
/// libgit2 gives no plain SHA-1 out, and the one inside looks for collisions, which takes four times as long and which
/// nobody needs for a file that is not shared.
enum IndexDigest {
    static let byteCount = 20

    /// Returns the 20 bytes for a part of a buffer.
    @unsafe static func make(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var context = sha1_ctx()
        unsafe nettle_sha1_init(&context)
        unsafe nettle_sha1_update(&context, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        var digest = [UInt8](repeating: 0, count: byteCount)
        unsafe digest.withUnsafeMutableBufferPointer {
            unsafe nettle_sha1_digest(&context, byteCount, $0.baseAddress)
        }
        return digest
    }
}
