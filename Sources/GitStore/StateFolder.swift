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
            if !name.hasPrefix("."), unsafe entry.pointee.d_type == DT_REG { names.append(name) }
        }
        return names.sorted()
    }

    /// Returns a file's bytes; nil where there is none.
    package func read(_ name: String) throws(GitError) -> [UInt8]? { try PrivateFile.read(place(name)) }

    package func write(_ bytes: [UInt8], to name: String) throws(GitError) {
        try PrivateFile.makeFolders(above: place(name))
        try PrivateFile.write(bytes, to: place("." + name), isDurable: true)
        try PrivateFile.rename(place("." + name), to: place(name))
        try PrivateFile.syncFolder(of: place(name))
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
        let file = try Descriptor.open(place(name), O_WRONLY | O_CREAT | O_APPEND)
        try file.write(bytes)
        try file.sync()
    }

    /// Runs `body` while no other process does so with this folder; says whether it could.
    package func withLock<E: Error>(_ body: () throws(E) -> Void) throws(E) -> Bool {
        guard (try? PrivateFile.makeFolders(above: place("lock"))) != nil,
            let file = try? Descriptor.open(place(".lock"), O_RDWR | O_CREAT),
            flock(file.number, LOCK_EX | LOCK_NB) == 0
        else { return false }
        try body()
        // Held up to here; the kernel lets it go when the file is closed, or the process dies.
        _ = file.number
        return true
    }

    /// The absolute path of a file, whether it is there or not.
    package func path(of name: String) -> String { String(decoding: place(name), as: UTF8.self) }

    private func place(_ name: String) -> [UInt8] { path + Array("/\(name)".utf8) }
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
                unsafe Unmanaged<ConfigurationValues>.fromOpaque(payload!).takeUnretainedValue().texts
                    .append(String(cString: entry!.pointee.value))
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
