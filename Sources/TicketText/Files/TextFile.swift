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
        try write(bytes, to: path, mode: "we")
    }

    /// - Parameter mode: as `fopen` has it; with an `x` nothing may be there, not even a link.
    private static func write(_ bytes: [UInt8], to path: String, mode: String) throws(Failure) {
        guard let file = unsafe fopen(path, mode) else {
            throw Failure(message: unsafe String(cString: strerror(errno)))
        }
        let count = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
        guard unsafe fclose(file) == 0, count == bytes.count else {
            throw Failure(message: unsafe String(cString: strerror(errno)))
        }
    }

    /// Whether something other than a regular file lies there: a link, a pipe, `/dev/stdout`.
    package static func isSpecial(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    /// Writes a file beside and renames it, so that what was there stays until the new one is whole; its mode stays.
    /// No link is followed.
    package static func replace(_ bytes: [UInt8], at path: String) throws(Failure) {
        // Of this process alone: two at once do not write into one file.
        let temporary = "\(path).tick-\(getpid())"
        remove(temporary)
        do throws(Failure) {
            try write(bytes, to: temporary, mode: "wxe")
            var old = stat()
            if unsafe lstat(path, &old) == 0 { _ = unsafe chmod(temporary, old.st_mode & 0o7777) }
            guard unsafe rename(temporary, path) == 0 else {
                throw Failure(message: unsafe String(cString: strerror(errno)))
            }
        } catch {
            remove(temporary)
            throw error
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

    /// What the file system says about a file, which may be a folder or a link.
    package struct Facts: Sendable {
        /// Since it was changed, by this machine's clock; below 0 if that lies in the future.
        package var ageSeconds: Int64
        package var byteCount: Int64
        package var inode: UInt64
        /// The owner's name, or their number where the system knows no name.
        package var owner: String
        package var isExecutable: Bool
    }

    /// Returns what is known of a file; nil where it is not there.
    package static func facts(_ path: String) -> Facts? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        let user = unsafe getpwuid(status.st_uid)
        let name = unsafe user.map { unsafe String(cString: $0.pointee.pw_name) } ?? String(status.st_uid)
        return Facts(
            ageSeconds: Int64(time(nil)) - Int64(status.st_mtim.tv_sec), byteCount: Int64(status.st_size),
            inode: UInt64(status.st_ino), owner: name, isExecutable: unsafe access(path, X_OK) == 0)
    }

    package static func remove(_ path: String) { _ = unsafe unlink(path) }
}
