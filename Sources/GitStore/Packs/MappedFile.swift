internal import CLibgit2
internal import Glibc

/// A file's bytes, mapped into memory; big-endian numbers, as git writes them.
///
/// For files that git only ever replaces, packs, their indexes and the index: what is mapped stays readable when they are removed.
@safe final class MappedFile: Sendable {
    /// Never written to.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    var count: Int { unsafe bytes.count }

    /// When the file was written last.
    let modification: timespec

    /// Maps a regular file; nil where there is none, or it cannot be read, or it is empty.
    convenience init?(_ path: [UInt8]) {
        do throws(GitError) { try self.init(opening: path) } catch { return nil }
    }

    /// Maps a regular file.
    ///
    /// - Throws: what the system says, or `git.not-a-file` for what is none or is empty.
    init(opening path: [UInt8]) throws(GitError) {
        let file = try Descriptor.open(path, O_RDONLY)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
            throw GitError("git.not-a-file", "\(String(decoding: path, as: UTF8.self)) is empty or no file")
        }
        let start = unsafe mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, file.number, 0)
        guard let start = unsafe start, unsafe start != MAP_FAILED else { throw .system("mmap", path: path) }
        unsafe bytes = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
        modification = status.st_mtim
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    /// The byte at an offset; nil behind the end.
    @inline(__always)
    func byte(at offset: Int) -> UInt8? {
        offset >= 0 && offset < count ? unsafe bytes[offset] : nil
    }

    func number32(at offset: Int) -> UInt32? {
        guard offset >= 0, offset <= count - 4 else { return nil }
        return UInt32(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    func number64(at offset: Int) -> UInt64? {
        guard offset >= 0, offset <= count - 8 else { return nil }
        return UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    func objectID(at offset: Int) -> ObjectID? {
        guard let first = number64(at: offset), let second = number64(at: offset + 8),
            let third = number32(at: offset + 16)
        else { return nil }
        return ObjectID(bigEndian: first, second, third)
    }
}
