internal import Glibc
package import TicketModel

extension FolderFiles {
    /// Whether a regular file lies at `path`.
    package func exists(_ path: RepositoryPath) -> Bool {
        guard let descriptor = try? open(folder: path.folder) else { return false }
        defer { close(descriptor) }
        var status = stat()
        let code = unsafe (path.name + [0]).withUnsafeBytes { name in
            unsafe fstatat(descriptor, name.bindMemory(to: CChar.self).baseAddress!, &status, AT_SYMLINK_NOFOLLOW)
        }
        return code == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Replaces the bytes of a file at once: written beside it, then renamed over it.
    ///
    /// - Throws: a failure where the file is not there or no longer holds `expected`; then it stays as it is.
    package func replace(_ path: RepositoryPath, expecting expected: [UInt8], with bytes: [UInt8]) throws(Failure) {
        guard try self.bytes(of: path, limit: 1 << 30) == expected else {
            throw Failure(message: "the file has changed meanwhile", isAbsent: false, isSymbolicLink: false)
        }
        do throws(TextFile.Failure) {
            try TextFile.replace(bytes, at: absolute(path))
        } catch {
            throw Failure(message: error.message, isAbsent: false, isSymbolicLink: false)
        }
    }
}
