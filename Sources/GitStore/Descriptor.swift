internal import CLibgit2
internal import Glibc

/// An open file or folder, closed when its owner goes.
struct Descriptor: ~Copyable {
    let number: Int32

    init(adopting number: Int32) { self.number = number }
    deinit { close(number) }

    /// Opens a path that the caller trusts, such as one inside `.git`.
    static func open(_ path: [UInt8], _ flags: Int32, permissions: mode_t = 0o666) throws(GitError) -> Descriptor {
        let number = unsafe withCString(path) { unsafe Glibc.open($0, flags | O_CLOEXEC, permissions) }
        guard number >= 0 else { throw .system("open", path: path) }
        return Descriptor(adopting: number)
    }

    /// Opens a name in this folder without following a link.
    func open(_ name: [UInt8], _ flags: Int32, permissions: mode_t = 0o666) throws(GitError) -> Descriptor {
        let opened = unsafe withCString(name) {
            unsafe openat(number, $0, flags | O_CLOEXEC | O_NOFOLLOW, permissions)
        }
        guard opened >= 0 else { throw .system("openat", path: name) }
        return Descriptor(adopting: opened)
    }

    func status() throws(GitError) -> stat {
        var result = stat()
        guard unsafe fstat(number, &result) == 0 else { throw .system("fstat") }
        return result
    }

    /// Returns all bytes of a regular file from the start.
    func readAll() throws(GitError) -> [UInt8] {
        let size = Int(try status().st_size)
        var result: [UInt8] = []
        while true {
            let wanted = max(size - result.count, 0) + 4096
            let offset = off_t(result.count)
            var failed = false
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                let got = unsafe pread(number, buffer.baseAddress!, wanted, offset)
                failed = got < 0
                count = max(got, 0)
            }
            if failed {
                if errno == EINTR { continue }
                throw .system("read")
            }
            result += chunk
            // Less than was asked for comes at the end, or where a signal or a network came in between.
            if chunk.isEmpty || (chunk.count < wanted && result.count >= size) { return result }
        }
    }

    func write(_ bytes: [UInt8]) throws(GitError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(number, buffer.baseAddress! + written, buffer.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system("write")
            }
            written += count
        }
    }

    /// Waits until the disk has it.
    func sync() throws(GitError) {
        // Some file systems cannot sync a folder and say EINVAL: they give no promise that could be waited for.
        guard fsync(number) == 0 || errno == EINVAL else { throw .system("fsync") }
    }

    func unlink(_ name: [UInt8]) throws(GitError) {
        let code = unsafe withCString(name) { unsafe unlinkat(number, $0, 0) }
        guard code == 0 || errno == ENOENT else { throw .system("unlink", path: name) }
    }

    /// Renames within this folder; an existing target is replaced.
    func rename(_ from: [UInt8], to: [UInt8]) throws(GitError) {
        let code = unsafe withCString(from) { old in
            unsafe withCString(to) { new in unsafe renameat(number, old, number, new) }
        }
        guard code == 0 else { throw .system("rename", path: to) }
    }

    /// Renames within this folder with a flag of renameat2(2).
    ///
    /// - Returns: False if the file system does not know the flag.
    func rename(_ from: [UInt8], to: [UInt8], flag: some BinaryInteger) throws(GitError) -> Bool {
        let code = unsafe withCString(from) { old in
            unsafe withCString(to) { new in unsafe tick_renameat2(number, old, new, UInt32(flag)) }
        }
        if code == 0 { return true }
        if errno == EINVAL || errno == ENOSYS || errno == ENOTSUP { return false }
        throw .system("renameat2", path: to)
    }

    func link(_ from: [UInt8], to: [UInt8]) throws(GitError) {
        let code = unsafe withCString(from) { old in
            unsafe withCString(to) { new in unsafe linkat(number, old, number, new, 0) }
        }
        guard code == 0 else { throw .system("link", path: to) }
    }
}

/// Files that GitStore keeps inside `.git`.
enum PrivateFile {
    /// Returns a file's bytes, nil if there is none.
    static func read(_ path: [UInt8]) throws(GitError) -> [UInt8]? {
        do throws(GitError) {
            return try Descriptor.open(path, O_RDONLY).readAll()
        } catch  where error.code == ENOENT || error.code == ENOTDIR {
            return nil
        }
    }

    /// Replaces a file as a whole.
    static func write(
        _ bytes: [UInt8], to path: [UInt8], isDurable: Bool, permissions: mode_t = 0o666
    ) throws(GitError) {
        let temporary = path + Array(".new".utf8)
        let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_TRUNC, permissions: permissions)
        try file.write(bytes)
        if isDurable { try file.sync() }
        try rename(temporary, to: path)
        if isDurable { try syncFolder(of: path) }
    }

    static func rename(_ from: [UInt8], to: [UInt8]) throws(GitError) {
        let code = unsafe withCString(from) { old in unsafe withCString(to) { new in unsafe Glibc.rename(old, new) } }
        guard code == 0 else { throw .system("rename", path: to) }
    }

    /// Gives a file a second name; throws `EEXIST` as `git.file-exists` if that is taken.
    static func link(_ from: [UInt8], to: [UInt8]) throws(GitError) {
        let code = unsafe withCString(from) { old in unsafe withCString(to) { new in unsafe Glibc.link(old, new) } }
        guard code == 0 else { throw .system("link", path: to) }
    }

    static func remove(_ path: [UInt8]) throws(GitError) {
        let code = unsafe withCString(path) { unsafe unlink($0) }
        guard code == 0 || errno == ENOENT || errno == ENOTDIR else { throw .system("unlink", path: path) }
    }

    static func syncFolder(of path: [UInt8]) throws(GitError) {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return }
        try Descriptor.open(Array(path[..<slash]), O_RDONLY | O_DIRECTORY).sync()
    }

    /// Makes the folders that a path lies in, as far as they are missing.
    static func makeFolders(above path: [UInt8]) throws(GitError) {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")), slash > 0 else { return }
        let folder = Array(path[..<slash])
        do throws(GitError) {
            try makeFolder(folder)
        } catch  where error.code == ENOENT {
            try makeFolders(above: folder)
            try makeFolder(folder)
        }
    }

    static func removeEmptyFolder(_ path: [UInt8]) throws(GitError) {
        let code = unsafe withCString(path) { unsafe rmdir($0) }
        guard code == 0 || errno == ENOENT else { throw .system("rmdir", path: path) }
    }

    static func makeFolder(_ path: [UInt8]) throws(GitError) {
        let code = unsafe withCString(path) { unsafe mkdir($0, 0o777) }
        guard code == 0 || errno == EEXIST else { throw .system("mkdir", path: path) }
    }
}
