internal import Glibc

/// Bytes that are looked into where they lie: of a file that is mapped into memory, or just made.
///
/// Nothing behind the end is ever read: it is all zeros. Numbers are little-endian.
@safe package final class PackedBytes: Sendable {
    /// Never written to.
    nonisolated(unsafe) private let buffer: UnsafeRawBufferPointer
    private let isMapped: Bool

    package let count: Int

    /// Copies bytes.
    package init(_ bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 8)
        unsafe copy.copyBytes(from: bytes)
        unsafe buffer = UnsafeRawBufferPointer(rebasing: copy[..<bytes.count])
        count = bytes.count
        isMapped = false
    }

    /// Maps a regular file; nil where there is none, or it cannot be read, or it is empty.
    ///
    /// The file must only ever be replaced, never written over: a part that is cut off while it is mapped is a fault.
    package init?(mapping path: String) {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
            status.st_size < 1 << 40,
            let start = unsafe mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0),
            unsafe start != MAP_FAILED
        else { return nil }
        count = Int(status.st_size)
        unsafe buffer = UnsafeRawBufferPointer(start: start, count: count)
        isMapped = true
    }

    deinit {
        if isMapped {
            unsafe munmap(UnsafeMutableRawPointer(mutating: buffer.baseAddress), count)
        } else {
            unsafe buffer.deallocate()
        }
    }

    package func byte(at offset: Int) -> UInt8 {
        offset >= 0 && offset < count ? unsafe buffer[offset] : 0
    }

    /// The four bytes at an offset.
    package func fixed32(at offset: Int) -> Int {
        guard offset >= 0, offset <= count - 4 else { return 0 }
        return Int(UInt32(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    /// The eight bytes at an offset.
    package func fixed64(at offset: Int) -> UInt64 {
        guard offset >= 0, offset <= count - 8 else { return 0 }
        return UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    package func signed64(at offset: Int) -> Int64 { Int64(bitPattern: fixed64(at: offset)) }

    /// Returns the bytes of a range as text, invalid UTF-8 replaced.
    package func string(_ range: Range<Int>) -> String {
        unsafe String(decoding: UnsafeRawBufferPointer(rebasing: buffer[range.clamped(to: 0..<count)]), as: UTF8.self)
    }

    package func array(_ range: Range<Int>) -> [UInt8] {
        unsafe Array(buffer[range.clamped(to: 0..<count)])
    }

    /// Appends a range of printable ASCII; returns false where anything else is in it.
    package func appendPrintable(_ range: Range<Int>, to result: inout [UInt8]) -> Bool {
        let part = unsafe buffer[range.clamped(to: 0..<count)]
        guard unsafe part.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return false }
        unsafe result.append(contentsOf: part)
        return true
    }

    /// Calls `body` with the C string that begins at an offset: an empty one where no NUL ends it.
    @unsafe func withPointer<Result>(at offset: Int, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        guard offset >= 0, offset < count, let start = unsafe buffer.baseAddress.map({ unsafe $0 + offset }),
            unsafe memchr(start, 0, count - offset) != nil
        else { return unsafe "".withCString { unsafe body($0) } }
        return unsafe body(start.assumingMemoryBound(to: CChar.self))
    }

    /// Whether a range has these bytes.
    package func equals(_ range: Range<Int>, _ other: some Collection<UInt8>) -> Bool {
        unsafe buffer[range.clamped(to: 0..<count)].elementsEqual(other)
    }

    /// Compares a range with other bytes: negative where it comes first.
    package func compare(_ range: Range<Int>, _ other: some Sequence<UInt8>) -> Int {
        var offset = range.clamped(to: 0..<count)
        for byte in other {
            guard let position = offset.first else { return -1 }
            let own = unsafe buffer[position]
            if own != byte { return Int(own) - Int(byte) }
            offset = position + 1..<offset.upperBound
        }
        return offset.isEmpty ? 0 : 1
    }

    /// A checksum of everything behind an offset.
    package func digest(from offset: Int) -> UInt64 { digest(min(max(0, offset), count)..<count) }

    /// A checksum of a range.
    package func digest(_ range: Range<Int>, seed: UInt64 = 0) -> UInt64 {
        unsafe ByteDigest.digest(
            UnsafeRawBufferPointer(rebasing: buffer[range.clamped(to: 0..<count)]), seed: seed)
    }
}
