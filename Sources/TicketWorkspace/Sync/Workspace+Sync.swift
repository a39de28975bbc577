import GitStore
import TicketModel

extension Workspace {
    /// Brings the branch together with its remote's, both ways, so that history stays a line.
    ///
    /// Fetches; moves forward to what came, or makes the commits that were not pushed again on top of it; pushes; and all
    /// of it again while others push at the same time. Branch, index and working tree move once each time, or not at all.
    ///
    /// - Throws: what the remote says, or why a commit cannot be replayed; then nothing was changed, but for commits of a
    ///   round before that wait for their push.
    package func sync(_ options: SyncOptions) throws(WorkspaceError) -> SyncResult {
        defer { options.progress(nil) }
        let round = try SyncRound(self, options)
        var result = round.emptyResult
        var isRefused = false
        for attempt in 0..<options.attempts {
            let fetched = try round.fetch()
            let local = try locked { () throws(WorkspaceError) in try round.integrate(fetched, &result) }
            guard result.pushedCount > 0, !options.isDryRun else { return result }
            guard let lines = try round.push(local) else { return result }
            // Whatever went wrong: the remote knows best what it has.
            let now = try round.fetch()
            if now == .tip(local) { return result }
            let isUnmoved = now == fetched
            if isUnmoved, isRefused || !RemoteGit.soundsLikeLock(lines) {
                let what = result.pushedCount == 1 ? "commit stays" : "commits stay"
                throw round.refused(lines, hint: "your \(what) here; tick undo takes one back")
            }
            isRefused = isUnmoved
            Pause.milliseconds(20 * (attempt + 1) + Int(surroundings.random() % 200))
        }
        throw WorkspaceError(
            .refused, "sync.busy", "\(round.remote.words) moved each time before the push arrived",
            hint: "your commits are on top of it: tick sync again")
    }
}

/// What `sync` and `take` do with one remote: fetch, bring together, push.
struct SyncRound {
    let workspace: Workspace
    let remote: SyncRemote
    let options: SyncOptions
    private let git: RemoteGit
    private let before: ObjectID?

    init(_ workspace: Workspace, _ options: SyncOptions) throws(WorkspaceError) {
        try asking { () throws(GitError) in
            try workspace.repository.recoverIfNeeded()
            try workspace.repository.refuseToCommit()
        }
        (self.workspace, self.options) = (workspace, options)
        remote = try workspace.syncRemote(options.remoteName)
        git = RemoteGit(workspace: workspace, remote: remote)
        before = try asking { () throws(GitError) in try workspace.repository.head().commit }
    }

    var emptyResult: SyncResult {
        SyncResult(
            remote: remote.name, branch: remote.branch, isUpstream: remote.isUpstream, isDryRun: options.isDryRun,
            commit: before?.hex ?? "")
    }

    func fetch() throws(WorkspaceError) -> RemoteGit.Fetched {
        options.progress("fetching from \(remote.name)")
        return try git.fetch()
    }

    /// Pushes a commit.
    ///
    /// - Returns: nil if the remote took it, else what was said.
    func push(_ commit: ObjectID) throws(WorkspaceError) -> [String]? {
        options.progress("pushing to \(remote.name)")
        switch try git.push(commit, runsHooks: options.runsHooks) {
        case .accepted: return nil
        case .rejected(let lines): return lines
        }
    }

    /// Brings the branch to where all of the remote's commits are below it. The write lock is held.
    ///
    /// - Returns: the branch's commit, or what it would be.
    func integrate(
        _ fetched: RemoteGit.Fetched, _ result: inout SyncResult
    ) throws(WorkspaceError) -> ObjectID {
        let head = try asking { () throws(GitError) in try workspace.repository.head() }
        guard case .branch(_, let local) = head else {
            throw WorkspaceError(.refused, "git.detached", "HEAD is on no branch", hint: "git switch BRANCH first")
        }
        guard case .tip(let tip) = fetched else {
            result.pushedCount = try count(from: nil, to: local)
            return local
        }
        result.pushedCount = try count(from: tip, to: local)
        let received = try count(from: local, to: tip)
        guard received > 0 else { return local }
        result.receivedCount += received
        if result.pushedCount == 0 {
            try move(from: head, to: tip, "fast-forward")
            result.after = tip.hex
            return tip
        }
        let replay = try replay(local, onto: tip)
        try move(from: head, to: replay.tip, "replay on \(remote.words)")
        result.take(replay)
        result.pushedCount = try count(from: tip, to: replay.tip)
        return replay.tip
    }

    private func replay(_ local: ObjectID, onto tip: ObjectID) throws(WorkspaceError) -> Replay {
        guard let base = try asking({ () throws(GitError) in try workspace.repository.parting(of: local, from: tip) })
        else {
            let isShallow = workspace.repository.isShallow
            throw WorkspaceError(
                .refused, "sync.unrelated", "\(remote.words) and this branch have no commit in common",
                hint: isShallow ? "git fetch --unshallow brings what is missing" : "--remote NAME names another remote")
        }
        options.progress("replaying")
        let replay = try Replay(workspace, remote, base: base, local: local, tip: tip, signs: options.signs)
        try replay.run()
        return replay
    }

    private func count(from old: ObjectID?, to new: ObjectID) throws(WorkspaceError) -> Int {
        try asking { () throws(GitError) in
            try workspace.repository.commits(of: new, notIn: old).count
        }
    }

    /// Moves branch, index and working tree; a dry run only looks whether they could be moved.
    private func move(from head: Head, to target: ObjectID, _ what: String) throws(WorkspaceError) {
        let changes = try asking { () throws(GitError) in
            try workspace.repository.changes(from: head.commit, to: target)
        }
        let obstacles = try asking { () throws(GitError) in try workspace.repository.obstacles(to: changes) }
        guard obstacles.isEmpty else { throw refused(obstacles) }
        guard !options.isDryRun else { return }
        let people = try workspace.people(configuration: workspace.configuration)
        try asking { () throws(GitError) in
            try workspace.repository.move(
                BranchMove(
                    target: target, expectedHead: head, committer: people.committer, action: "tick sync: \(what)"))
        }
    }

    private func refused(_ obstacles: [MoveObstacle]) -> WorkspaceError {
        var error = WorkspaceError(.refused, "sync.in-the-way", "files are in the way")
        error.diagnostics = obstacles.prefix(20).map { obstacle in
            let name = PrintableText.make(utf8: obstacle.path)
            let (what, hint) = obstacle.words(remote)
            return Diagnostic(rule: "usage", message: "\(name) \(what)", hint: hint)
        }
        return error
    }

    /// The remote refused the push, and had not moved: in the server's own words.
    func refused(_ lines: [String], hint: String) -> WorkspaceError {
        let isBroken = lines.contains { $0.contains("hung up unexpectedly") || $0.contains("unexpected disconnect") }
        var error =
            isBroken
            ? WorkspaceError(
                .refused, "sync.broken", "the push to \(remote.name) broke off",
                hint: "your commits stay here; tick sync again")
            : WorkspaceError(.refused, "sync.refused", "\(remote.name) refuses the push", hint: hint)
        error.diagnostics =
            [Diagnostic(rule: "usage", message: error.message, hint: error.hint)]
            + lines.map { Diagnostic(rule: "usage", severity: .warning, message: $0) }
        return error
    }
}

extension MoveObstacle {
    fileprivate func words(_ remote: SyncRemote) -> (what: String, hint: String) {
        let hint = "tick commit or git stash puts your edit aside, then tick sync"
        return switch kind {
        case .edited: ("is edited here, and was changed on \(remote.words)", hint)
        case .staged: ("is staged here, and was changed on \(remote.words)", hint)
        case .untracked: ("is not in git here, and came on \(remote.words)", "move it away, then tick sync")
        case .leftOut:
            (
                "is left out by this clone's sparse checkout, and was changed on \(remote.words)",
                "git pull --rebase \(remote.name) \(remote.branch) takes it over, git sparse-checkout disable brings the file"
            )
        case .special:
            (
                "is no plain file, or its mode changed on \(remote.words)",
                "git pull --rebase \(remote.name) \(remote.branch) brings it"
            )
        }
    }
}

extension SyncResult {
    /// Takes over what a replay did. A later round begins with the commits of the one before.
    mutating func take(_ replay: Replay) {
        let earlier = replayed
        let known = Dictionary(
            uniqueKeysWithValues: earlier.compactMap { commit in commit.new.map { ($0, commit.old) } })
        replayed =
            earlier.filter { $0.new == nil }
            + replay.commits.map { Commit(old: known[$0.old] ?? $0.old, new: $0.new, subject: $0.subject) }
        lostChanges += replay.lostChanges
        renumbered += replay.renumbered
        warnings += replay.warnings
        after = replay.tip.hex
    }
}
