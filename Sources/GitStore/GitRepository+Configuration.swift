internal import CLibgit2

extension GitRepository {
    /// Returns the value that git would use, or nil if the key is not set.
    package func configString(_ key: String) throws(GitError) -> String? {
        let configuration = try configurationSnapshot()
        var value: UnsafePointer<CChar>?
        let code = unsafe git_config_get_string(&value, configuration.pointer, key)
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return nil
        }
        try check(code, "git_config_get_string")
        return unsafe value.map { unsafe String(cString: $0) }
    }

    /// Returns the value as git reads booleans (`yes`, `on`, `1`, …), or nil if the key is not set.
    ///
    /// - Throws: `git.failed` if the value is no boolean.
    package func configBool(_ key: String) throws(GitError) -> Bool? {
        let configuration = try configurationSnapshot()
        var value: Int32 = 0
        let code = unsafe git_config_get_bool(&value, configuration.pointer, key)
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return nil
        }
        try check(code, "git_config_get_bool")
        return value != 0
    }

    /// Returns the name and address of a role, `author` or `committer`: `author.name`, else `user.name`, and so on.
    ///
    /// - Parameters:
    ///   - name: What `GIT_AUTHOR_NAME` or its like says, which counts more; nil if it says nothing.
    ///   - email: The same for the address.
    /// - Throws: `git.no-identity`, or `git.bad-identity` for what a commit cannot hold.
    package func identity(
        of role: String = "author", name: String? = nil, email: String? = nil
    ) throws(GitError) -> Identity {
        let (ownName, ownEmail) = (try configString("\(role).name"), try configString("\(role).email"))
        let (userName, userEmail) = (try configString("user.name"), try configString("user.email"))
        let (name, email) = (name ?? ownName ?? userName ?? "", email ?? ownEmail ?? userEmail ?? "")
        guard !name.isEmpty, !email.isEmpty else {
            throw GitError(
                "git.no-identity", "git does not know \(name.isEmpty ? "your name" : "your e-mail address")",
                hint: "git config --global user.name \"Your Name\"; git config --global user.email you@example.com")
        }
        return try Identity(name: name, email: email)
    }

    /// Returns the names of the remotes, in the order of the configuration.
    package func remoteNames() throws(GitError) -> [String] {
        var names = unsafe git_strarray()
        try check(unsafe git_remote_list(&names, pointer), "git_remote_list")
        defer { unsafe git_strarray_dispose(&names) }
        return unsafe (0..<names.count).map { unsafe String(cString: names.strings[$0]!) }
    }

    func configurationSnapshot() throws(GitError) -> GitHandle<ConfigurationKind> {
        try unsafe GitHandle("git_repository_config_snapshot") { unsafe git_repository_config_snapshot(&$0, pointer) }
    }
}
