internal import Glibc
package import TicketModel

extension FileStamp {
    init(_ status: stat) {
        self.init(
            sizeBytes: Int64(status.st_size),
            modifiedNanoseconds: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
            changedNanoseconds: Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec),
            inode: UInt64(status.st_ino))
    }
}

/// A folder that is held open, so that its files need no path of their own.
package struct OpenFolder: ~Copyable {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// The folder's own stamp: it changes with the names in it.
    package var stamp: FileStamp? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? FileStamp(status) : nil
    }

    /// Returns the stamp of a regular file; nil where there is none.
    ///
    /// - Parameter offset: where the name begins in `names`. A NUL ends it.
    package func stamp(nameAt offset: Int, in names: PackedBytes) -> FileStamp? {
        var status = stat()
        let code = unsafe names.withPointer(at: offset) { name in
            unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW)
        }
        return code == 0 && status.st_mode & S_IFMT == S_IFREG ? FileStamp(status) : nil
    }

    /// Reads a regular file, at most `limit` + 1 bytes so that the caller sees that there are more.
    package func read(
        _ name: [UInt8], limit: Int
    ) throws(FolderFiles.Failure) -> (bytes: [UInt8], stamp: FileStamp) {
        try FolderFiles.read(name, in: descriptor, limit: limit)
    }
}

extension FolderFiles {
    /// Opens a folder; nil where there is none.
    package func folder(_ path: RepositoryPath) -> OpenFolder? {
        guard let descriptor = try? open(folder: path) else { return nil }
        return OpenFolder(descriptor: descriptor)
    }
}
