import GitStore
import TicketModel

/// Fetches and pushes with the user's `git`, so that credentials, SSH and proxies work as they do for git.
struct RemoteGit {
    enum Fetched: Equatable {
        case tip(ObjectID)
        /// The remote answers and has no such branch.
        case absent
    }

    enum Pushed {
        case accepted
        /// With what git and the server said.
        case rejected([String])
    }

    private let workspace: Workspace
    private let remote: SyncRemote
    private let environment: [String: String]

    init(workspace: Workspace, remote: SyncRemote) {
        self.workspace = workspace
        self.remote = remote
        var environment = GitEnvironment.ofItself(workspace.surroundings.environment)
        // Git would look for a terminal beyond standard input.
        if !workspace.surroundings.isInputTerminal, environment["GIT_TERMINAL_PROMPT"] == nil {
            environment["GIT_TERMINAL_PROMPT"] = "0"
        }
        self.environment = environment
    }

    /// Fetches the remote's branch and returns its tip.
    ///
    /// What was seen of it before is only left behind by what grew out of it: a branch that was rewritten is refused,
    /// again and again, until somebody decides.
    func fetch() throws(WorkspaceError) -> Fetched {
        let before = try known()
        let output = try fetchOnce()
        if output.code == 0, let tip = try known() { return .tip(tip) }
        let asked = try git(["ls-remote", "--exit-code", "--", remote.name, "refs/heads/\(remote.branch)"])
        if asked.code == 2 {
            guard before == nil else { throw gone() }
            return .absent
        }
        guard asked.code == 0 else { throw unreachable(asked) }
        let tip = asked.standardOutput.split(separator: "\t").first.flatMap { ObjectID(hex: String($0)) }
        guard let before, let tip, workspace.repository.contains(tip),
            (try? workspace.repository.commits(of: before, notIn: tip).isEmpty) == false
        else { throw unreachable(output) }
        throw rewritten(before, tip)
    }

    /// Fetches, and again where another fetch of this clone holds the lock of a ref for a moment.
    private func fetchOnce() throws(WorkspaceError) -> Program.Output {
        let words = [
            "fetch", "--quiet", "--no-recurse-submodules", "--refmap=", "--", remote.name,
            "refs/heads/\(remote.branch):\(remote.tracking)",
        ]
        var output = try git(words)
        for attempt in 1...5 where output.code != 0 && Self.soundsLikeLock(Self.lines(output)) {
            Pause.milliseconds(50 * attempt)
            output = try git(words)
        }
        return output
    }

    /// Whether something failed because somebody else was just writing a ref down.
    static func soundsLikeLock(_ lines: [String]) -> Bool {
        lines.contains { $0.contains("lock") || $0.contains("failed to update ref") }
    }

    /// Pushes a commit as the remote's branch.
    func push(_ commit: ObjectID, runsHooks: Bool) throws(WorkspaceError) -> Pushed {
        let output = try git(
            ["push", "--quiet", "--no-recurse-submodules"] + (runsHooks ? [] : ["--no-verify"])
                + ["--", remote.name, "\(commit.hex):refs/heads/\(remote.branch)"])
        guard output.code != 0 else { return .accepted }
        let lines = Self.lines(output)
        let telling = lines.filter { line in
            !["To ", "hint: ", "error: failed to push"].contains { line.hasPrefix($0) }
        }
        return .rejected(telling.isEmpty ? lines : telling)
    }

    /// What this clone last saw of the remote's branch.
    private func known() throws(WorkspaceError) -> ObjectID? {
        try asking { () throws(GitError) in try workspace.repository.reference(remote.tracking) }
    }

    private func git(_ arguments: [String]) throws(WorkspaceError) -> Program.Output {
        let answer = Program.run(
            "git", arguments, in: workspace.root, environment: environment,
            hasTerminal: workspace.surroundings.isInputTerminal)
        switch answer {
        case .success(let output): return output
        case .failure(let failure): throw WorkspaceError(.refused, "sync.git", failure.message)
        }
    }

    private static func lines(_ output: Program.Output) -> [String] {
        output.complaints().map { line in
            let scalars = line.unicodeScalars.reversed().drop { $0 == " " }.reversed()
            return String(String.UnicodeScalarView(scalars))
        }.filter { !$0.isEmpty }
    }

    private func unreachable(_ output: Program.Output) -> WorkspaceError {
        var error = WorkspaceError(
            .refused, "sync.unreachable", "\(remote.name) cannot be reached",
            hint: "your commits stay here; tick sync again later")
        error.diagnostics =
            [Diagnostic(rule: "usage", message: error.message, hint: error.hint)]
            + Self.lines(output).map { Diagnostic(rule: "usage", severity: .warning, message: $0) }
        return error
    }

    private func gone() -> WorkspaceError {
        WorkspaceError(
            .refused, "sync.gone", "\(remote.name) has no branch \(remote.branch) any more",
            hint: "git push \(remote.name) HEAD:\(remote.branch) makes it again")
    }

    private func rewritten(_ before: ObjectID, _ tip: ObjectID) -> WorkspaceError {
        WorkspaceError(
            .refused, "sync.rewritten",
            "\(remote.words) was rewritten: \(before.shortHex) is no part of it any more (it is at \(tip.shortHex))",
            hint:
                "git fetch \(remote.name), then git rebase --onto \(remote.words) \(before.shortHex) keeps your commits"
        )
    }
}
