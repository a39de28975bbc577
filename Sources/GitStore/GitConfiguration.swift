internal import CLibgit2
internal import Glibc

/// Which files make up a configuration, as git would read them under some variables of the environment.
struct GitConfiguration: ~Copyable {
    let handle: GitHandle<ConfigurationKind>
    /// Holds the settings of the environment for as long as libgit2 looks at them; nil without any.
    private let settingsFile: MemoryFile?

    /// Opens the files that belong to no repository: what git calls protected.
    static func open(_ variables: ConfigurationVariables) throws(GitError) -> GitConfiguration {
        let file = try variables.settings.isEmpty ? nil : MemoryFile(Array(variables.fileText.utf8))
        let configuration = GitConfiguration(
            handle: try unsafe GitHandle("git_config_new") { unsafe git_config_new(&$0) }, settingsFile: file)
        try configuration.addFiles(variables)
        return configuration
    }

    private func addFiles(_ variables: ConfigurationVariables) throws(GitError) {
        if !variables.ignoresSystem {
            let found = try unsafe Self.found("git_config_find_system", git_config_find_system)
            try add(variables.systemPath ?? found, GIT_CONFIG_LEVEL_SYSTEM)
        }
        if let global = variables.globalPath {
            try add(global, GIT_CONFIG_LEVEL_GLOBAL)
        } else {
            try add(unsafe Self.found("git_config_find_xdg", git_config_find_xdg), GIT_CONFIG_LEVEL_XDG)
            try add(unsafe Self.found("git_config_find_global", git_config_find_global), GIT_CONFIG_LEVEL_GLOBAL)
        }
        if let settingsFile {
            // Above all levels that libgit2 names.
            try add(settingsFile.path, git_config_level_t(rawValue: GIT_CONFIG_LEVEL_APP.rawValue + 1))
        }
    }

    /// Adds the file of a repository and makes the repository use all of them.
    consuming func install(in repository: borrowing GitRepository) throws(GitError) {
        let path = repository.commonDirectory + Array("/config".utf8)
        let code = unsafe withCString(path) {
            unsafe git_config_add_file_ondisk(
                handle.pointer, $0, GIT_CONFIG_LEVEL_LOCAL, repository.pointer, 1)
        }
        try check(code, "git_config_add_file_ondisk")
        try check(unsafe git_repository_set_config(repository.pointer, handle.pointer), "git_repository_set_config")
        repository.state.settingsFile = settingsFile
    }

    /// Returns the values of a key that may have several, the one that counts most last.
    func values(of key: String) throws(GitError) -> [String] {
        var values: [String] = []
        let code = unsafe withUnsafeMutablePointer(to: &values) { found in
            unsafe git_config_get_multivar_foreach(
                handle.pointer, key, nil,
                { entry, found in
                    let value = unsafe entry!.pointee.value.map { unsafe String(cString: $0) }
                    unsafe found!.assumingMemoryBound(to: [String].self).pointee.append(value ?? "")
                    return 0
                }, found)
        }
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return []
        }
        try check(code, "git_config_get_multivar_foreach")
        return values
    }

    /// Says whether `safe.directory` names a folder: `*`, the folder, or one above it followed by `/*`.
    ///
    /// An empty value takes back what came before. Source: git-config(1), safe.directory.
    func trusts(_ folder: String) throws(GitError) -> Bool {
        var isTrusted = false
        for value in try values(of: "safe.directory") {
            if value.isEmpty {
                isTrusted = false
            } else if value == "*" || value == folder || value == folder + "/" {
                isTrusted = true
            } else if value.hasSuffix("/*"), folder.hasPrefix(value.dropLast()) {
                isTrusted = true
            }
        }
        return isTrusted
    }

    /// A file that is not there counts as empty, as for git.
    private func add(_ path: String?, _ level: git_config_level_t) throws(GitError) {
        guard let path, !path.isEmpty else { return }
        let code = unsafe git_config_add_file_ondisk(handle.pointer, path, level, nil, 1)
        try check(code, "git_config_add_file_ondisk")
    }

    private static func found(
        _ function: StaticString, _ find: (UnsafeMutablePointer<git_buf>?) -> Int32
    ) throws(GitError) -> String? {
        var path = unsafe git_buf()
        defer { unsafe git_buf_dispose(&path) }
        let code = unsafe find(&path)
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return nil
        }
        try check(code, function)
        return unsafe String(cString: path.ptr)
    }
}

/// A file without a name, which goes with whoever holds it.
final class MemoryFile {
    private let descriptor: Descriptor

    init(_ bytes: [UInt8]) throws(GitError) {
        let number = tick_memory_file()
        guard number >= 0 else { throw .system("memfd_create") }
        descriptor = Descriptor(adopting: number)
        try descriptor.write(bytes)
    }

    var path: String { "/proc/self/fd/\(descriptor.number)" }
}
