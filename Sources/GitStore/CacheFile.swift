internal import CLibgit2
internal import Glibc

/// Files in `tick/cache/` of the common directory: deleting them costs time and nothing else.
extension GitRepository {
    private var cacheFolder: [UInt8] { sharedFolder + Array("/cache".utf8) }

    private func cachePath(_ name: StaticString) -> [UInt8] { cacheFolder + Array("/\(name)".utf8) }

    /// Returns a file's bytes; nil if there is none, or if it cannot be read.
    package func cacheFile(_ name: StaticString) -> [UInt8]? {
        guard let file = try? Descriptor.open(cachePath(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
            let status = try? file.status(), status.st_mode & S_IFMT == S_IFREG, status.st_size < 1 << 31
        else { return nil }
        let size = Int(status.st_size)
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = unsafe read(file.number, buffer.baseAddress.map { unsafe $0 + count }, size - count)
                if got < 0, errno == EINTR { continue }
                if got <= 0 { break }
                count += got
            }
        }
        return bytes.count == size ? bytes : nil
    }

    /// Replaces a file at once: readers see the old bytes or the new ones. Says whether that worked; nothing depends on it.
    @discardableResult
    package func writeCacheFile(_ name: StaticString, _ bytes: [UInt8]) -> Bool {
        var moment = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &moment)
        let temporary = cachePath(name) + Array(".\(getpid()).\(moment.tv_nsec)".utf8)
        do throws(GitError) {
            try PrivateFile.makeFolder(sharedFolder)
            try PrivateFile.makeFolder(cacheFolder)
            try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL).write(bytes)
            try PrivateFile.rename(temporary, to: cachePath(name))
            return true
        } catch {
            try? PrivateFile.remove(temporary)
            return false
        }
    }
}

/// A quick checksum that finds damage, not malice.
package enum ByteDigest {
    /// Mixes eight bytes at a time by a multiplication and a rotation, the number of bytes last.
    package static func digest(_ bytes: ArraySlice<UInt8>, seed: UInt64 = 0) -> UInt64 {
        var state = seed ^ 0x9E37_79B9_7F4A_7C15
        func mix(_ word: UInt64) {
            state = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
            state ^= state >> 32
        }
        unsafe bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset + 8 <= buffer.count {
                mix(UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                offset += 8
            }
            var rest: UInt64 = 0
            while offset < buffer.count {
                rest = rest << 8 | UInt64(unsafe buffer[offset])
                offset += 1
            }
            mix(rest)
        }
        mix(UInt64(bytes.count))
        return state
    }
}
