internal import CLibgit2
internal import Synchronization

/// Starts libgit2 on first use and holds the settings that it keeps for the whole process.
///
/// Starting costs about 5 ms (the system's certificates are parsed), so nothing that can do without git pays for it.
package enum GitLibrary {
    /// Where configuration files of one kind are looked for.
    package enum ConfigurationLevel: Sendable {
        /// `gitconfig`, usually in `/etc`.
        case system
        /// `git/config`, usually in `~/.config`.
        case xdg
        /// `.gitconfig`, usually in the home folder.
        case global
    }

    /// Counts one more user of libgit2, which is never shut down.
    ///
    /// Two checks that libgit2 adds to what git does are off. Objects are not hashed again on each read: a walk
    /// over history takes a third of the time, and `git fsck` is there for the doubt. Nor is each entry of a new
    /// tree looked up: our trees are the old ones with blobs that were written just before.
    static func start() throws(GitError) { try started.get() }

    private static let started: Result<Void, GitError> = Result { () throws(GitError) in
        try check(git_libgit2_init(), "git_libgit2_init")
        for (option, isOn) in [
            (GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, false),
            (GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, false),
            (GIT_OPT_SET_OWNER_VALIDATION, true),
            (GIT_OPT_ENABLE_FSYNC_GITDIR, true),
        ] {
            try check(tick_git_set_option(Int32(option.rawValue), isOn ? 1 : 0), "git_libgit2_opts")
        }
        try check(tick_git_allow_worktree_config(), "git_libgit2_opts")
    }

    /// Looks for configuration files of a level in other folders, for tests and for `GIT_CONFIG_GLOBAL`.
    ///
    /// - Parameter folders: Separated by `:`; an empty string means none.
    package static func setSearchPath(_ folders: String, for level: ConfigurationLevel) throws(GitError) {
        try start()
        let number =
            switch level {
            case .system: GIT_CONFIG_LEVEL_SYSTEM
            case .xdg: GIT_CONFIG_LEVEL_XDG
            case .global: GIT_CONFIG_LEVEL_GLOBAL
            }
        try check(unsafe tick_git_set_search_path(number.rawValue, folders), "git_libgit2_opts")
    }

    /// Says whether objects and refs are synced to the disk as they are written; it holds for the whole process.
    ///
    /// A commit sets it as its plan says. For refs libgit2 decides when a repository is opened: bulk work that makes
    /// commits without number turns it off before that.
    package static func setDurable(_ isDurable: Bool) throws(GitError) {
        try start()
        let option = Int32(GIT_OPT_ENABLE_FSYNC_GITDIR.rawValue)
        try check(tick_git_set_option(option, isDurable ? 1 : 0), "git_libgit2_opts")
    }

    /// Opens a repository. Whether owners are checked holds for the whole process, so that only one is opened at a time.
    static func open(
        _ folder: String, _ flags: UInt32, checksOwner: Bool = true
    ) throws(GitError) -> GitHandle<RepositoryKind> {
        try opening.withLock { _ throws(GitError) in
            let option = Int32(GIT_OPT_SET_OWNER_VALIDATION.rawValue)
            if !checksOwner { try check(tick_git_set_option(option, 0), "git_libgit2_opts") }
            defer { if !checksOwner { _ = tick_git_set_option(option, 1) } }
            return try unsafe GitHandle("git_repository_open_ext") {
                unsafe git_repository_open_ext(&$0, folder, flags, nil)
            }
        }
    }

    private static let opening = Mutex(())
}
