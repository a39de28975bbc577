internal import Glibc

/// Small text files outside the tickets: messages for hooks, texts for editors.
package enum TextFile {
    package struct Failure: Error, Sendable {
        package var message: String
    }

    /// Returns the text of a file; nil where it cannot be read.
    package static func read(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    /// Returns the bytes of a file, at most 1 GiB; nil where it cannot be read.
    package static func bytes(_ path: String, limit: Int = 1 << 30) -> [UInt8]? {
        guard let file = unsafe fopen(path, "re") else { return nil }
        defer { unsafe fclose(file) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while result.count < limit {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
            if count == 0 { break }
            result += chunk[..<count]
        }
        return unsafe ferror(file) == 0 ? result : nil
    }

    package static func write(_ text: String, to path: String) throws(Failure) { try write(Array(text.utf8), to: path) }

    /// Writes a file anew. Not atomic: for files that nobody else reads.
    package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        guard let file = unsafe fopen(path, "we") else {
            throw Failure(message: unsafe String(cString: strerror(errno)))
        }
        let count = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
        guard unsafe fclose(file) == 0, count == bytes.count else {
            throw Failure(message: unsafe String(cString: strerror(errno)))
        }
    }

    /// Returns where a symbolic link leads, nil where `path` is none.
    package static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe readlink(path, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Returns how long ago a file was changed, in seconds; nil where it is not there.
    package static func ageSeconds(_ path: String, now: Int64) -> Int64? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        return now - Int64(status.st_mtim.tv_sec)
    }

    package static func remove(_ path: String) { _ = unsafe unlink(path) }
}
