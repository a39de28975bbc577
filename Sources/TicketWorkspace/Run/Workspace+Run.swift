internal import GitStore
internal import TicketIndex
internal import TicketModel
internal import Workflow

extension Workspace {
    /// Does what is due: each piece of work one commit, by the desk's own identity.
    ///
    /// What is not allowed is reported, and the rest goes on. The same state and the same moment give the same commits;
    /// running again does nothing more.
    ///
    /// The desk's own identity is the person of `people.yml` with the role `desk`; without one, whoever runs it.
    package func run(options: WriteOptions) async throws(WorkspaceError) -> RunReport {
        try asking { () throws(GitError) in try repository.refuseToCommit() }
        let head = try asking { () throws(GitError) in try repository.head() }
        let history = try history()
        let snapshot = await cachedSnapshot(keepsText: false, readsConversation: false)
        let desk = RunDesk(
            workspace: self, configuration: configuration, history: history, reference: head.referenceName ?? "HEAD",
            ticket: snapshot.ticket, statusesInUse: { Self.byFrequency(snapshot.tickets.lazy.map(\.status)) })
        var options = options
        options.actsFor = configuration.ownPerson?.handle
        var report = RunReport(isDryRun: options.isDryRun)
        for step in Self.runSteps {
            var part = RunStepReport(rule: step.rule)
            switch try step.due(in: desk) {
            case .skipped(let reason): part.skipped = reason
            case .work(let work):
                report.failure = perform(work, of: step.rule, options, snapshot, into: &part)
            }
            report.steps.append(part)
            if report.failure != nil { break }
        }
        return report
    }

    private static var runSteps: [any RunStep] { [ClosesStep()] }

    /// Does one piece after another; returns what stopped it, nil where nothing did.
    private func perform(
        _ work: [DueWork], of rule: String, _ options: WriteOptions, _ snapshot: IndexSnapshot,
        into part: inout RunStepReport
    ) -> WorkspaceError? {
        for piece in work {
            do throws(WorkspaceError) {
                let result = try perform(piece, of: rule, options, snapshot)
                part.done.append(RunWork(ticket: piece.ticket.id, causes: piece.causes, result: result))
            } catch {
                guard Self.concernsOneTicket(error) else { return error }
                var error = error
                if error.identifier == "ticket.edited" { error.hint = "tick commit commits them; then run it again" }
                part.refused.append(RunRefusal(ticket: piece.ticket.id, causes: piece.causes, error: error))
            }
        }
        return nil
    }

    private func perform(
        _ work: DueWork, of rule: String, _ options: WriteOptions, _ snapshot: IndexSnapshot
    ) throws(WorkspaceError) -> ChangeResult {
        try change(options) { session throws(WorkspaceError) in
            var plan = try plan(
                [work.ticket], TicketEdit(assignments: work.assignments), in: session, lookup: snapshot.lookup)
            try Self.judge(plan, onBehalfOf: work.onBehalfOf, by: session.judgeConfiguration, at: now)
            plan.message = work.message(plan.message, rule: rule)
            return plan
        }
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

    /// Whether only one ticket cannot be changed, and others may be.
    private static func concernsOneTicket(_ error: WorkspaceError) -> Bool {
        error.identifier == "refused" || error.identifier.hasPrefix("ticket.")
            || error.identifier.hasPrefix("file.")
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
}
