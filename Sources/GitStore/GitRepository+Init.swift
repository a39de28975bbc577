internal import CLibgit2

extension GitRepository {
    /// Makes a repository in a folder, which is made too if it is missing.
    ///
    /// - Parameter initialBranch: nil takes `init.defaultBranch`, or else `main`.
    package static func initialize(
        at folder: String, initialBranch: String? = nil, variables: ConfigurationVariables = ConfigurationVariables()
    ) throws(GitError) -> GitRepository {
        try GitLibrary.start()
        let branch: String
        if let initialBranch {
            branch = initialBranch
        } else {
            branch = try GitConfiguration.open(variables).values(of: "init.defaultbranch").last ?? "main"
        }
        let handle = try unsafe GitHandle<RepositoryKind>("git_repository_init_ext") { repository in
            unsafe branch.withCString { name in
                var options = unsafe git_repository_init_options()
                unsafe git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
                unsafe options.flags = GIT_REPOSITORY_INIT_MKDIR.rawValue | GIT_REPOSITORY_INIT_MKPATH.rawValue
                unsafe options.initial_head = name
                return unsafe git_repository_init_ext(&repository, folder, &options)
            }
        }
        return try checked(handle, variables)
    }
}
