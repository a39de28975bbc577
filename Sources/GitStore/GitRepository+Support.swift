internal import CLibgit2

// Which repositories are refused, and how that is said: safety.md, "sha256, reftable, split index, …".

extension GitRepository {
    /// Turns libgit2's words about a repository that it cannot open into ours.
    static func explain(_ error: GitError, folder: String) -> GitError {
        if error.identifier == "git.not-found" {
            return GitError(
                "git.not-a-repository", "\(folder) is not inside a git repository",
                hint: "git init makes one", function: error.function, code: error.code)
        }
        if error.identifier == "git.owner" {
            let place = owned(folder) ?? folder
            return GitError(
                "git.owner", "\(place) belongs to another user, so git does not trust it",
                hint: "if you do: git config --global --add safe.directory \(place)", function: error.function,
                code: error.code)
        }
        guard let start = error.message.range(ofWord: "extensions.") else { return error }
        let known = hints.first { start.lowercased().hasPrefix("extensions." + $0.key) }
        return unsupported(known?.value.what ?? "the extension \(start)", hint: known?.value.hint)
    }

    /// Refuses what this library, or libgit2 1.5, would get wrong.
    func refuseUnsupported() throws(GitError) {
        let format = try configString("extensions.objectformat")
        if let format, format != "sha1" {
            throw Self.unsupported(Self.hints["objectformat"])
        }
        let storage = try configString("extensions.refstorage")
        if let storage, storage != "files" {
            throw Self.unsupported(Self.hints["refstorage"])
        }
        let filter = try configString("extensions.partialclone")
        let isPartial = try hasPromisorRemote()
        if filter != nil || isPartial {
            throw Self.unsupported(Self.hints["partialclone"])
        }
    }

    /// Reads `config.worktree`, which libgit2 1.5 does not know, above the repository's own configuration.
    ///
    /// Source: git-worktree(1), "CONFIGURATION FILE".
    func addWorktreeConfiguration() throws(GitError) {
        guard try configBool("extensions.worktreeconfig") == true else { return }
        let path = gitDirectory + Array("/config.worktree".utf8)
        let configuration = try unsafe GitHandle<ConfigurationKind>("git_repository_config") {
            unsafe git_repository_config(&$0, pointer)
        }
        let code = unsafe withCString(path) {
            unsafe git_config_add_file_ondisk(configuration.pointer, $0, GIT_CONFIG_LEVEL_APP, pointer, 1)
        }
        try check(code, "git_config_add_file_ondisk")
    }

    private func hasPromisorRemote() throws(GitError) -> Bool {
        for name in try remoteNames() {
            if try configBool("remote.\(name).promisor") == true { return true }
        }
        return false
    }

    private static func unsupported(_ what: String, hint: String?) -> GitError {
        GitError("git.unsupported", "this repository uses \(what), which is not supported", hint: hint)
    }

    private static func unsupported(_ known: (what: String, hint: String)?) -> GitError {
        unsupported(known?.what ?? "an extension", hint: known?.hint)
    }

    /// What cannot be kept here, and what to do instead; by the name of git's extension in small letters.
    private static let hints: [String: (what: String, hint: String)] = [
        "objectformat": (
            "SHA-256 for its objects", "keep tickets in a repository of their own, made by tick init FOLDER"
        ),
        "refstorage": (
            "reftable for its refs", "git refs migrate --ref-format=files turns them into files (git 2.48 or newer)"
        ),
        "partialclone": ("a partial clone", "git clone without --filter has everything"),
    ]
}

extension String {
    /// Returns the word that begins with a prefix, up to the next space or quote.
    fileprivate func range(ofWord prefix: String) -> String? {
        let words = split { $0 == " " || $0 == "'" || $0 == "\"" || $0 == ":" }
        return words.first { $0.hasPrefix(prefix) }.map(String.init)
    }
}
