internal import GitStore
internal import TicketIndex
internal import TicketModel
internal import Workflow

extension Workspace {
    /// Does what is due: what commits close, what has waited long enough, and what the rules say, by the desk's own identity.
    ///
    /// What one rule does at once is one commit. What is not allowed is reported, and the rest goes on. What came of a
    /// rule's work is looked at by the rules again, until nothing is due: the same state and the same moment give the
    /// same commits, and running again does nothing more.
    ///
    /// The desk's own identity is the person of `people.yml` with the role `desk`; without one, whoever runs it.
    package func run(options: WriteOptions) async throws(WorkspaceError) -> RunReport {
        try asking { () throws(GitError) in try repository.refuseToCommit() }
        let unreadable = configurationDiagnostics.filter { $0.rule == "config-syntax" }
        // A timer must not go on for days with no rules at all.
        guard unreadable.isEmpty else { throw .refused(unreadable) }
        let lock = try asking { () throws(GitError) in
            options.isDryRun ? nil : try repository.stateFolder("run").lock()
        }
        guard options.isDryRun || lock != nil else {
            throw WorkspaceError(
                .refused, "run.busy", "tick run is running here already", hint: "wait until it has ended")
        }
        defer { lock?.release() }
        // What a stopped commit left in the tickets would look like somebody's edits, and those the desk lets alone.
        if !options.isDryRun { try asking { () throws(GitError) in try repository.recoverIfNeeded() } }
        var options = options
        options.actsFor = configuration.ownPerson?.handle
        let (steps, broken) = runSteps()
        let memory = RunMemory(self)
        var desk = try await runDesk(memory)
        let performer = RunPerformer(workspace: self, options: options)
        if !options.isDryRun { try performer.settleOutbox(desk) }
        var report = RunReport(isDryRun: options.isDryRun)
        report.steps = steps.map { RunStepReport(rule: $0.rule) } + broken
        for _ in 0..<Self.roundLimit {
            var hasDone = false
            for (index, step) in steps.enumerated() {
                let known = report.steps[index].done.count
                do throws(WorkspaceError) {
                    try performer.perform(try step.due(in: desk), of: step, desk, into: &report.steps[index])
                } catch {
                    guard error.identifier == "run.stale" else {
                        report.failure = error
                        return report
                    }
                    // Another round looks at what is there now.
                    hasDone = true
                    desk = try await runDesk(memory)
                    continue
                }
                let new = report.steps[index].done[known...]
                // What is only told leaves the desk as it is, and may leave more to tell.
                hasDone = hasDone || new.contains { $0.commit != nil || !$0.messages.isEmpty }
                if new.contains(where: { $0.commit != nil }) { desk = try await runDesk(memory) }
            }
            if !hasDone || options.isDryRun { break }
        }
        return report
    }

    /// What came of the first is looked at so often; a rule never sees its own work, so that far fewer will do.
    private static let roundLimit = 50

    /// The steps in the order in which they act, and what is said of rules that cannot.
    private func runSteps() -> (steps: [any RunStep], broken: [RunStepReport]) {
        var (steps, broken): ([any RunStep], [RunStepReport]) = ([ClosesStep(), WakeStep(), LimitStep()], [])
        let diagnostics = RuleDiagnostics(configuration)
        for rule in configuration.rules {
            let problem = diagnostics.problems(of: rule).first { $0.severity == .error }
            if !rule.isBroken, problem == nil, let step = RuleStep(rule, configuration) {
                steps.append(step)
            } else {
                let reason = problem.map { ": \($0.message)" } ?? ""
                broken.append(
                    RunStepReport(
                        rule: rule.name,
                        skipped:
                            "line \(rule.location.lineNumber) of .tick/rules.yml is wrong\(reason); tick check shows where"
                    ))
            }
        }
        steps.append(GiveStep())
        return (steps, broken)
    }

    private func runDesk(_ memory: RunMemory) async throws(WorkspaceError) -> RunDesk {
        let head = try asking { () throws(GitError) in try repository.head() }
        let history = try history()
        let snapshot = await cachedSnapshot(
            keepsText: configuration.ruleNeeds.contains(.text), readsConversation: true)
        return RunDesk(
            workspace: self, configuration: configuration, history: history, reference: head.referenceName ?? "HEAD",
            tip: head.commit, memory: memory, tickets: snapshot.tickets, ticket: snapshot.ticket,
            lookup: snapshot.lookup,
            statusesInUse: { Self.byFrequency(snapshot.tickets.lazy.map(\.status)) })
    }

    /// Holds a change to what those may do who asked for it: a message must not do what its author could not.
    static func judge(
        _ plan: ChangePlan, onBehalfOf people: [Actor], by rules: Configuration, at now: Instant
    ) throws(WorkspaceError) {
        let judge = ChangeJudge(configuration: rules)
        var first: [Diagnostic] = []
        for person in people {
            let found = plan.tickets.flatMap { step in
                judge.judge(TicketChange(before: step.before, after: step.after, actor: person, at: now))
            }.filter { $0.severity == .error }
            if found.isEmpty { return }
            if first.isEmpty { first = found }
        }
        if !first.isEmpty { throw .refused(first) }
    }

    /// Names without repetition, the most frequent first.
    static func byFrequency(_ names: some Sequence<String>) -> [String] {
        var counts: [String: Int] = [:]
        for name in names { counts[name, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}

extension Configuration {
    /// The person in whose name the desk acts by itself: the first with the role `desk` and an address.
    var ownPerson: Person? { people?.people.first { $0.roles.contains("desk") && !$0.emails.isEmpty } }

    /// What the conditions of all rules ask for.
    var ruleNeeds: QueryNeeds {
        rules.compactMap { rule in
            rule.condition.flatMap { try? Query.parse($0, configuration: self) }?.needs
        }.reduce(QueryNeeds()) { $0.union($1) }
    }
}
