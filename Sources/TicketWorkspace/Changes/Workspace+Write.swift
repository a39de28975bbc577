internal import GitStore
internal import TicketModel
internal import TicketText
internal import Workflow

extension Workspace {
    /// Makes a change: plan, judge, write, commit, read back. All or nothing.
    ///
    /// `operation` builds its plan from what is there now. When another writer was faster it is called again, for at
    /// least five seconds.
    ///
    /// - Throws: `refused` with the judge's diagnostics, or what git says; then nothing was changed.
    package func change(
        _ options: WriteOptions, _ operation: (WriteSession) throws(WorkspaceError) -> ChangePlan
    ) throws(WorkspaceError) -> ChangeResult {
        try asking { () throws(GitError) in try repository.refuseToCommit() }
        if options.isDryRun { return try attempt(options, operation) }
        let start = ContinuousClock.now
        while true {
            do throws(WorkspaceError) {
                return try locked { () throws(WorkspaceError) in try attempt(options, operation) }
            } catch {
                let isStale = ["git.head-moved", "git.changed-underneath", "git.modified"].contains(error.identifier)
                guard isStale, ContinuousClock.now - start < .seconds(5) else { throw error }
                Pause.milliseconds(5 + Int(surroundings.random() % 45))
            }
        }
    }

    func locked<Result>(
        _ body: () throws(WorkspaceError) -> Result
    ) throws(WorkspaceError) -> Result {
        do {
            return try repository.withWriteLock { try body() }
        } catch let error as WorkspaceError {
            throw error
        } catch let error as GitError {
            throw WorkspaceError(error)
        } catch {
            throw WorkspaceError(.refused, "unexpected", String(describing: error))
        }
    }

    private func attempt(
        _ options: WriteOptions, _ operation: (WriteSession) throws(WorkspaceError) -> ChangePlan
    ) throws(WorkspaceError) -> ChangeResult {
        let profile = surroundings.profile
        let session = try session(options)
        let plan = try profile.measure(.plan) { () throws(WorkspaceError) in try operation(session) }
        profile?.count(plan.files.count, "files", in: .plan)
        let diagnostics = try profile.measure(.judge) { () throws(WorkspaceError) in try judge(plan, session) }
        guard !plan.files.isEmpty, !options.isDryRun else {
            var result = ChangeResult(commit: nil, plan: plan, diagnostics: diagnostics, isDryRun: options.isDryRun)
            if options.isDryRun { result.diff = try diff(plan, session) }
            return result
        }
        let outcome = try profile.measure(.commit) { () throws(WorkspaceError) in
            try asking { () throws(GitError) in try repository.commit(try commitPlan(plan, session)) }
        }
        return ChangeResult(commit: outcome.id.hex, plan: plan, diagnostics: diagnostics, isDryRun: false)
    }

    func session(_ options: WriteOptions) throws(WorkspaceError) -> WriteSession {
        let head = try asking { () throws(GitError) in try repository.head() }
        let judgeConfiguration = try judgeConfiguration(of: head.commit)
        let people = try people(configuration: configuration, actingFor: options.actsFor)
        return WriteSession(
            workspace: self, head: head, judgeConfiguration: judgeConfiguration, actor: people.actor,
            happenedAt: Instant(secondsSinceEpoch: people.author.secondsSinceEpoch), people: people, options: options)
    }

    /// The parent's rules; the working tree's before the first commit, and where the parent's cannot be read.
    ///
    /// - Throws: `refused` where the working tree's files cannot be read either: nothing could be judged.
    private func judgeConfiguration(of commit: ObjectID?) throws(WorkspaceError) -> Configuration {
        let broken = configurationDiagnostics.filter { $0.rule == "config-syntax" }
        guard broken.isEmpty else { throw .refused(broken) }
        guard let read = try readConfiguration(of: commit),
            !read.diagnostics.contains(where: { $0.rule == "config-syntax" })
        else { return configuration }
        return read.configuration
    }

    /// What the commit would do to the files, edits by hand that go along included.
    private func diff(_ plan: ChangePlan, _ session: WriteSession) throws(WorkspaceError) -> [PlannedFile] {
        try plan.files.map { file throws(WorkspaceError) in
            PlannedFile(path: file.path, before: try session.committedBytes(at: file.path), after: file.after)
        }
    }

    func commitPlan(_ plan: ChangePlan, _ session: WriteSession) throws(GitError) -> CommitPlan {
        var commit = CommitPlan(
            changes: plan.files.map { file in
                FileChange(
                    path: file.path.bytes, content: file.after.map { .write($0) } ?? .delete,
                    expectedOnDisk: file.before)
            },
            message: plan.message, author: session.people.author, committer: session.people.committer,
            expectedHead: session.head)
        commit.isDurable = session.options.isDurable
        if session.options.runsHooks, let hooks = GitHooks(workspace: self) {
            commit.hooks = { context throws(GitError) in try hooks.run(context) }
        }
        commit.isUnsigned = !session.options.signs
        if session.options.signs, try repository.wantsSignature {
            let signer = CommitSigner(surroundings: surroundings, root: root)
            commit.sign = { commit throws(GitError) in try signer.sign(commit) }
        }
        return commit
    }

    /// Returns what the judge and `check` find wrong with the change; errors refuse it.
    ///
    /// What was wrong with a ticket before is not held against a change that leaves it.
    func judge(_ plan: ChangePlan, _ session: WriteSession) throws(WorkspaceError) -> [Diagnostic] {
        let judge = ChangeJudge(configuration: session.judgeConfiguration)
        var diagnostics = plan.warnings
        let planned = Set(plan.files.filter { $0.after != nil }.map(\.path))
        let (actor, happenedAt) = (session.actor, session.happenedAt)
        let findings = ticketFindings(planned: planned)
        let found = ParallelWork.map(plan.tickets) { steps in
            steps.flatMap { step in
                judge.judge(TicketChange(before: step.before, after: step.after, actor: actor, at: happenedAt))
                    + findings.findNew(in: step.after, before: step.before)
            }
        }
        diagnostics += found.joined() + newCircles(plan.tickets)
        if let undone = plan.undoes.flatMap({ ObjectID(hex: $0) }) {
            let commit = try asking { () throws(GitError) in try repository.commit(undone) }
            let exempt = Self.rulesNotHeld(undoing: commit, by: session.actor, session.judgeConfiguration)
            diagnostics.removeAll { exempt.contains($0.rule) }
            for index in diagnostics.indices where Self.rulesOfMoves.contains(diagnostics[index].rule) {
                diagnostics[index].hint = "\(commit.author.name) did it: they can take it back, or a lead"
            }
        }
        let unique = RuleCatalog.merged(diagnostics, overrides: configuration.ruleSeverities)
        guard !unique.contains(where: { $0.severity == .error }) else { throw .refused(unique) }
        return unique
    }

    /// What a commit that takes another back exactly is not held to.
    static let rulesOfMoves: Set<String> = [
        "transition", "transition-requires", "role", "entry-changed", "remove", "field-role", "opinion",
    ]
}
