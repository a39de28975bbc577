internal import Glibc
package import TicketModel

/// Opens files and folders below a root without ever following a symbolic link.
///
/// Each component of a path is opened on its own (`openat` with `O_NOFOLLOW`), so that nothing in a repository leads out
/// of it.
package struct FolderFiles: Sendable {
    private let root: String

    /// - Parameter root: the absolute path of the folder.
    package init(root: String) {
        self.root = root
    }

    /// The absolute path of a file, for messages and for programs that want a name.
    package func absolute(_ path: RepositoryPath) -> String { root + "/" + path.description }

    /// Why a file cannot be read, in a person's words.
    package struct Failure: Error, Sendable {
        package var message: String
        package var isAbsent: Bool
        package var isSymbolicLink: Bool
    }

    /// The names in one folder, in byte order.
    package struct Listing: Sendable {
        package var files: [[UInt8]] = []
        package var folders: [[UInt8]] = []
        package var symbolicLinks: [[UInt8]] = []
    }

    /// Returns what lies in `folder`; nil where it does not exist or is no folder.
    package func listing(of folder: RepositoryPath) -> Listing? {
        guard let descriptor = try? open(folder: folder) else { return nil }
        guard let stream = unsafe fdopendir(descriptor) else {
            close(descriptor)
            return nil
        }
        defer { unsafe closedir(stream) }
        var listing = Listing()
        while let entry = unsafe readdir(stream) {
            let name = unsafe Self.name(of: entry)
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            var type = Int32(unsafe entry.pointee.d_type)
            if type == Int32(DT_UNKNOWN) { type = Self.type(of: name, in: unsafe dirfd(stream)) }
            switch type {
            case Int32(DT_REG): listing.files.append(name)
            case Int32(DT_DIR): listing.folders.append(name)
            case Int32(DT_LNK): listing.symbolicLinks.append(name)
            default: break
            }
        }
        listing.files.sort { $0.lexicographicallyPrecedes($1) }
        listing.folders.sort { $0.lexicographicallyPrecedes($1) }
        return listing
    }

    /// Returns the bytes of a regular file, at most `limit` + 1 of them so that the caller sees that there are more.
    package func bytes(of path: RepositoryPath, limit: Int) throws(Failure) -> [UInt8] {
        let slash = path.bytes.lastIndex(of: UInt8(ascii: "/"))
        let folder = try open(folder: RepositoryPath(slash.map { Array(path.bytes[..<$0]) } ?? []))
        defer { close(folder) }
        return try Self.read(path.name, in: folder, limit: limit).bytes
    }

    static func read(
        _ name: [UInt8], in folder: Int32, limit: Int
    ) throws(Failure) -> (bytes: [UInt8], stamp: FileStamp) {
        let descriptor = unsafe name.withCString { path in
            unsafe openat(folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        }
        guard descriptor >= 0 else { throw Failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(message: "this is no regular file", isAbsent: false, isSymbolicLink: false)
        }
        let capacity = min(Int(status.st_size), limit) + 1
        var failure: Failure?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            while count < capacity {
                let got = unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, capacity - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = Failure(errno) }
                if got > 0 { count += got }
                // Of a regular file less than was asked for comes at its end alone.
                if got <= 0 || count < capacity { break }
            }
        }
        if let failure { throw failure }
        return (bytes, FileStamp(status))
    }

    /// Opens a folder component by component.
    func open(folder: RepositoryPath) throws(Failure) -> Int32 {
        var descriptor = unsafe Glibc.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(errno) }
        for component in folder.bytes.split(separator: UInt8(ascii: "/")) {
            let next = unsafe Array(component).withCString { name in
                unsafe openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            }
            let reason = errno
            close(descriptor)
            guard next >= 0 else { throw Failure(reason) }
            descriptor = next
        }
        return descriptor
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                unsafe Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
            }
        }
    }

    private static func type(of name: [UInt8], in folder: Int32) -> Int32 {
        var status = stat()
        let code = unsafe name.withCString { unsafe fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }
        guard code == 0 else { return Int32(DT_UNKNOWN) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return Int32(DT_REG)
        case S_IFDIR: return Int32(DT_DIR)
        case S_IFLNK: return Int32(DT_LNK)
        default: return Int32(DT_UNKNOWN)
        }
    }
}

extension FolderFiles.Failure {
    init(_ code: Int32) {
        self.init(
            message: unsafe String(cString: strerror(code)), isAbsent: code == ENOENT || code == ENOTDIR,
            isSymbolicLink: code == ELOOP)
    }
}

extension [UInt8] {
    /// Calls `body` with the bytes as a C string. A NUL inside would cut it: paths of git have none.
    fileprivate func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let terminated = self + [0]
        return unsafe terminated.withUnsafeBytes { buffer in
            unsafe body(buffer.bindMemory(to: CChar.self).baseAddress!)
        }
    }
}
