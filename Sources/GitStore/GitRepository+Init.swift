internal import CLibgit2

extension GitRepository {
    /// Makes a repository in a folder, which is made too if it is missing.
    ///
    /// - Parameter initialBranch: nil takes `init.defaultBranch`, or else `main`.
    package static func initialize(
        at folder: String, initialBranch: String? = nil
    ) throws(GitError) -> GitRepository {
        try GitLibrary.start()
        let branch: String
        if let initialBranch { branch = initialBranch } else { branch = try defaultBranch() ?? "main" }
        let handle = try unsafe GitHandle<RepositoryKind>("git_repository_init_ext") { repository in
            unsafe branch.withCString { name in
                var options = unsafe git_repository_init_options()
                unsafe git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
                unsafe options.flags = GIT_REPOSITORY_INIT_MKDIR.rawValue | GIT_REPOSITORY_INIT_MKPATH.rawValue
                unsafe options.initial_head = name
                return unsafe git_repository_init_ext(&repository, folder, &options)
            }
        }
        return try checked(handle)
    }

    private static func defaultBranch() throws(GitError) -> String? {
        let configuration = try unsafe GitHandle<ConfigurationKind>("git_config_open_default") {
            unsafe git_config_open_default(&$0)
        }
        var value = unsafe git_buf()
        defer { unsafe git_buf_dispose(&value) }
        let code = unsafe git_config_get_string_buf(&value, configuration.pointer, "init.defaultbranch")
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return nil
        }
        try check(code, "git_config_get_string_buf")
        return unsafe value.size > 0 ? String(cString: value.ptr) : nil
    }
}
