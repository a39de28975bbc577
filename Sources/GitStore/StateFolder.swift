internal import CLibgit2
internal import Glibc

/// A folder of files in `tick/state/` of the repository, shared by its worktrees: what must not be lost.
///
/// Files are written beside and renamed, and on disk before a call returns. Names are ASCII without slashes
/// that do not begin with a dot.
package struct StateFolder: Sendable {
    private let path: [UInt8]

    fileprivate init(_ path: [UInt8]) { self.path = path }

    package func folder(_ name: String) -> StateFolder { StateFolder(path + Array("/\(name)".utf8)) }

    /// The names of its files, sorted; empty where there is no folder.
    package func names() throws(GitError) -> [String] {
        guard let handle = unsafe withCString(path, { unsafe opendir($0) }) else {
            guard errno == ENOENT else { throw .system("opendir", path: path) }
            return []
        }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while let entry = unsafe readdir(handle) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let kind = unsafe Int(entry.pointee.d_type)
            if !name.hasPrefix("."), kind == DT_REG || kind == DT_UNKNOWN { names.append(name) }
        }
        return names.sorted()
    }

    /// Returns a file's bytes; nil where there is none.
    package func read(_ name: String) throws(GitError) -> [UInt8]? { try PrivateFile.read(place(name)) }

    /// Whether there is a file of this name.
    package func contains(_ name: String) -> Bool {
        unsafe withCString(place(name)) { unsafe access($0, F_OK) } == 0
    }

    package func write(_ bytes: [UInt8], to name: String) throws(GitError) {
        try PrivateFile.makeFolders(above: place(name))
        // What customers and colleagues are told is for the eyes of whoever runs the desk.
        try PrivateFile.write(bytes, to: place(name), isDurable: true, permissions: 0o600)
    }

    /// Moves a file to another folder; says whether it was there.
    package func move(_ name: String, to other: StateFolder) throws(GitError) -> Bool {
        try PrivateFile.makeFolders(above: other.place(name))
        do throws(GitError) {
            try PrivateFile.rename(place(name), to: other.place(name))
        } catch  where error.code == ENOENT {
            return false
        }
        try PrivateFile.syncFolder(of: other.place(name))
        try PrivateFile.syncFolder(of: place(name))
        return true
    }

    package func remove(_ name: String) throws(GitError) { try PrivateFile.remove(place(name)) }

    /// Adds bytes to the end of a file.
    package func append(_ bytes: [UInt8], to name: String) throws(GitError) {
        try PrivateFile.makeFolders(above: place(name))
        let file = try Descriptor.open(place(name), O_WRONLY | O_CREAT | O_APPEND, permissions: 0o600)
        try file.write(bytes)
        try file.sync()
    }

    /// Takes the folder for this process; nil while another one has it. It is let go with the value, or by the kernel.
    package func lock() throws(GitError) -> StateLock? {
        try PrivateFile.makeFolders(above: place("lock"))
        let file = try Descriptor.open(place(".lock"), O_RDWR | O_CREAT, permissions: 0o600)
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .system("flock", path: place(".lock")) }
            return nil
        }
        return StateLock(file)
    }

    /// The absolute path of a file, whether it is there or not.
    package func path(of name: String) -> String { String(decoding: place(name), as: UTF8.self) }

    private func place(_ name: String) -> [UInt8] { path + Array("/\(name)".utf8) }
}

/// That this process has a folder of the state for itself. Programs that it starts do not.
package final class StateLock {
    private let file: Descriptor

    fileprivate init(_ file: consuming Descriptor) { self.file = file }

    deinit { release() }

    /// Lets it go for whoever has a copy of the file, too: a program that is just being started has one until it runs.
    package func release() { flock(file.number, LOCK_UN) }
}

extension GitRepository {
    /// A folder in `tick/state/` of the common directory.
    package func stateFolder(_ name: String) -> StateFolder {
        StateFolder(sharedFolder + Array("/state/\(name)".utf8))
    }

    /// All values of a key, in the order in which git would list them; empty where it is not set.
    package func configStrings(_ key: String) throws(GitError) -> [String] {
        let configuration = try configurationSnapshot()
        let values = ConfigurationValues()
        let code = unsafe git_config_get_multivar_foreach(
            configuration.pointer, key, nil,
            { entry, payload in
                // A key without `=` has no value: git calls that true, and as a text it is empty.
                guard let entry = unsafe entry, let payload = unsafe payload else { return 0 }
                let text = unsafe entry.pointee.value.map { unsafe String(cString: $0) } ?? ""
                unsafe Unmanaged<ConfigurationValues>.fromOpaque(payload).takeUnretainedValue().texts.append(text)
                return 0
            }, Unmanaged.passUnretained(values).toOpaque())
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return []
        }
        try check(code, "git_config_get_multivar_foreach")
        return values.texts
    }
}

private final class ConfigurationValues {
    var texts: [String] = []
}
