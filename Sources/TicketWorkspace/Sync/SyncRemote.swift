import GitStore
import TicketModel

/// The branch of a remote that a local branch is brought together with.
struct SyncRemote {
    let name: String
    /// The remote's branch, without `refs/heads/`.
    let branch: String
    /// Whether git's configuration calls it the upstream.
    let isUpstream: Bool

    /// Where this clone keeps what it last saw of it.
    var tracking: String { "refs/remotes/\(name)/\(branch)" }
    /// For people: `origin/main`.
    var words: String { "\(name)/\(branch)" }
}

extension Workspace {
    /// Finds the remote: the one that was named, the branch's upstream, `origin`.
    ///
    /// - Throws: `sync.no-remote`, with how to get one.
    func syncRemote(_ named: String?) throws(WorkspaceError) -> SyncRemote {
        let local = try branchName()
        let (remotes, upstream, merge) = try asking { () throws(GitError) in
            (
                try repository.remoteNames(), try repository.configString("branch.\(local).remote"),
                try repository.configString("branch.\(local).merge")
            )
        }
        let branch = merge.map { $0.hasPrefix("refs/heads/") ? String($0.dropFirst(11)) : $0 } ?? local
        if let named {
            guard remotes.contains(named) else { throw Self.unknownRemote(named, remotes) }
            return SyncRemote(name: named, branch: upstream == named ? branch : local, isUpstream: upstream == named)
        }
        if let upstream {
            guard remotes.contains(upstream) else { throw Self.strangeUpstream(upstream, of: local) }
            return SyncRemote(name: upstream, branch: branch, isUpstream: true)
        }
        guard remotes.contains("origin") else { throw Self.noRemote(remotes, local) }
        return SyncRemote(name: "origin", branch: local, isUpstream: false)
    }

    private func branchName() throws(WorkspaceError) -> String {
        switch try asking({ () throws(GitError) in try repository.head() }) {
        case .branch(let name, _): return name
        case .unborn(let name):
            throw WorkspaceError(
                .refused, "git.unborn", "\(name) has no commit yet", hint: "tick commit makes the first one")
        case .detached:
            throw WorkspaceError(.refused, "git.detached", "HEAD is on no branch", hint: "git switch BRANCH first")
        }
    }

    private static func unknownRemote(_ name: String, _ remotes: [String]) -> WorkspaceError {
        let nearest = NearMatch.closest(to: name, among: remotes, limit: 1).first
        return WorkspaceError(
            .usage, "sync.unknown-remote", "there is no remote \(PrintableText.make(name))",
            hint: nearest.map { "did you mean \($0)?" }
                ?? (remotes.isEmpty ? hintForRemote : "one of: \(remotes.joined(separator: ", "))"))
    }

    private static func strangeUpstream(_ upstream: String, of branch: String) -> WorkspaceError {
        let what = upstream == "." ? "another branch of this clone" : "\(upstream), which is no remote with a name"
        return WorkspaceError(
            .refused, "sync.no-remote", "the upstream of \(branch) is \(what)",
            hint: "git branch --set-upstream-to=origin/\(branch), or --remote NAME")
    }

    private static func noRemote(_ remotes: [String], _ branch: String) -> WorkspaceError {
        guard !remotes.isEmpty else {
            return WorkspaceError(.refused, "sync.no-remote", "this clone has no remote", hint: hintForRemote)
        }
        return WorkspaceError(
            .refused, "sync.no-remote", "\(branch) has no upstream, and there is no remote origin",
            hint: "--remote NAME (\(remotes.joined(separator: ", "))), or git branch --set-upstream-to=NAME/\(branch)")
    }

    private static let hintForRemote = "git remote add origin URL adds one"
}
