internal import GitStore
internal import TicketIndex
internal import TicketModel
internal import TicketText

/// Does on a server what is due after a push to the protected branch, as `tick run` does in a clone: each piece of work one
/// commit on top of the branch, which moves only from where it was.
///
/// There is no working tree: tickets are read from the branch, by its own rules.
package struct ServerRun {
    private let surroundings: Surroundings

    package init(_ given: Surroundings) {
        surroundings = given.inServerHook
    }

    /// Returns what was done, and what of the push was not allowed; nil where the push did not move the protected branch.
    package func run(after updates: [HookRun.RefUpdate]) throws(WorkspaceError) -> RunReport? {
        let desk = try open()
        let settings = try asking { () throws(GitError) in try ServerSettings(desk.repository) }
        let moved = updates.first { $0.name == settings.protectedReference }
        guard let moved, let new = moved.new else { return nil }
        let pushed = try asking { () throws(GitError) in
            Set(try desk.repository.historyIDs(from: [new], hiding: moved.old.map { [$0] } ?? []))
        }
        var part = RunStepReport(rule: ClosesStep().rule)
        var last: WorkspaceError?
        // Somebody may push meanwhile: then all is looked at again, by the rules that are there then.
        for _ in 0..<5 {
            do throws(WorkspaceError) {
                try desk.locked { () throws(WorkspaceError) in try attempt(in: try open(), settings, pushed, &part) }
                return RunReport(isDryRun: false, steps: [part])
            } catch {
                guard error.identifier == "git.head-moved" else { throw error }
                last = error
            }
        }
        if let last { throw last }
        return nil
    }

    private func open() throws(WorkspaceError) -> Workspace {
        try Workspace.open(bare: surroundings) { repository throws(GitError) in
            try repository.reference(ServerSettings(repository).protectedReference)
        }
    }

    private func attempt(
        in desk: Workspace, _ settings: ServerSettings, _ pushed: Set<ObjectID>, _ part: inout RunStepReport
    ) throws(WorkspaceError) {
        (part.skipped, part.refused) = (nil, [])
        let reference = settings.protectedReference
        let tip = try asking { () throws(GitError) in try desk.repository.reference(reference) }
        guard let tip, try desk.configuration(of: tip) != nil else { return }
        let history = try asking { () throws(GitError) in
            try HistoryWalk(configuration: desk.configuration).history(of: tip, in: desk.repository)
        }
        let step = ClosesStep()
        let branch = ServerBranch(desk: desk, reference: reference, tip: tip)
        let view = RunDesk(
            workspace: desk, configuration: desk.configuration, history: history, reference: reference,
            ticket: { id in branch.ticket(id, history) }, statusesInUse: { Self.statuses(of: history) })
        switch try step.due(in: view) {
        case .skipped: break
        case .work(let work, _):
            if let reason = try obstacle(in: desk, settings) {
                // Said to whoever pushed it, and not again at each push.
                let isNew = work.contains { $0.causes.contains { pushed.contains($0.commit) } }
                part.skipped = isNew ? reason : nil
            } else {
                for piece in work { try perform(piece, step.rule, on: branch, pushed, &part) }
            }
        }
    }

    /// The names of the statuses that tickets have, the most frequent first.
    private static func statuses(of history: TicketHistory) -> [String] {
        Workspace.byFrequency(
            history.byTicket.values.compactMap { events in
                guard events.last?.kind != .removed else { return nil }
                return events.lazy.reversed().compactMap { event in
                    event.changes.last { $0.field == .status }?.to?.texts.first
                }.first
            })
    }

    /// Why the server makes no commits; nil where it may.
    private func obstacle(in desk: Workspace, _ settings: ServerSettings) throws(WorkspaceError) -> String? {
        let signs = try asking { () throws(GitError) in try desk.repository.wantsSignature }
        if signs || settings.requiresSignatures {
            return "commits here are signed, and the server signs none: tick run in a clone"
        }
        if desk.configuration.people != nil, desk.configuration.ownPerson == nil {
            return
                "nobody in .tick/people.yml has the role desk, in whose name the server would do it: tick run in a clone"
        }
        return nil
    }

    /// What is refused is said once, too.
    private func perform(
        _ work: DueWork, _ rule: String, on branch: ServerBranch, _ pushed: Set<ObjectID>, _ part: inout RunStepReport
    ) throws(WorkspaceError) {
        do throws(WorkspaceError) {
            let result = try branch.perform(work, rule: rule)
            part.done.append(RunPerformer.report(work, result))
        } catch {
            guard error.identifier == "refused" else { throw error }
            guard work.causes.contains(where: { pushed.contains($0.commit) }) else { return }
            part.refused.append(
                RunRefusal(ticket: work.ticket.id, reason: work.reason, causes: work.causes, error: error))
        }
    }
}

/// The protected branch while work is done on it.
private final class ServerBranch {
    let desk: Workspace
    let reference: String
    private var tip: ObjectID

    init(desk: Workspace, reference: String, tip: ObjectID) {
        self.desk = desk
        self.reference = reference
        self.tip = tip
    }

    /// The ticket as the branch has it; nil where it is gone or cannot be read.
    func ticket(_ id: TicketID, _ history: TicketHistory) -> Ticket? {
        guard let last = history.events(of: id).last, last.kind != .removed else { return nil }
        guard let ticket = (try? read(last.path))??.ticket, ticket.id == id else { return nil }
        return ticket
    }

    private func read(_ path: RepositoryPath) throws(GitError) -> TicketReader.Result? {
        guard let entry = try desk.repository.entry(at: path.bytes, in: tip), entry.mode.isFile else { return nil }
        let source = SourceText(path: path, bytes: try desk.repository.blob(entry.id))
        return TicketReader(configuration: desk.configuration).read(source)
    }

    /// Plans, judges and commits one piece of work, and moves the branch.
    func perform(_ work: DueWork, rule: String) throws(WorkspaceError) -> ChangeResult {
        let people = try ownPeople()
        let session = WriteSession(
            workspace: desk, head: .branch(name: reference, commit: tip), judgeConfiguration: desk.configuration,
            actor: people.actor, happenedAt: desk.now, people: people, options: WriteOptions())
        var plan = try plan(work, session)
        try Workspace.judge(plan, onBehalfOf: work.onBehalfOf, by: desk.configuration, at: desk.now)
        plan.message = work.message(CommitMessage.describe(plan.tickets), rule: rule)
        let diagnostics = try desk.judge(plan, session)
        let commit = try asking { () throws(GitError) in
            try desk.repository.store(
                BareCommit(
                    parent: tip,
                    files: Dictionary(uniqueKeysWithValues: plan.files.map { ($0.path.bytes, $0.after) }),
                    message: plan.message, author: people.author, committer: people.committer))
        }
        try move(to: commit, people.committer)
        return ChangeResult(commit: commit.hex, plan: plan, diagnostics: diagnostics, isDryRun: false)
    }

    private func plan(_ work: DueWork, _ session: WriteSession) throws(WorkspaceError) -> ChangePlan {
        let read = try asking { () throws(GitError) -> TicketReader.Result? in try self.read(work.ticket.path) }
        guard let ticket = read?.ticket, let document = read?.document else { throw .refused(read?.diagnostics ?? []) }
        var draft = TicketDraft(
            before: ticket, original: document.bytes, document: document, configuration: desk.configuration,
            isEditedByHand: false)
        let edits = try AssignmentResolver(
            configuration: desk.configuration, actor: session.actor, now: desk.now,
            ticket: { _ in .absent(nearest: []) }
        ).edits(work.edits.flatMap(\.assignments))
        for edit in edits { try draft.apply(edit) }
        return ChangePlan(files: [draft.plannedFile], tickets: [draft.step])
    }

    /// The desk's own identity: the person with the role `desk`; where there are no roles, a name that reports know.
    private func ownPeople() throws(WorkspaceError) -> CommitPeople {
        let person = desk.configuration.ownPerson
        let (name, email) = (person?.name ?? person?.handle ?? "desk", person?.emails.first ?? "desk@localhost")
        let identity = try asking { () throws(GitError) in try Identity(name: name, email: email) }
        let signature = Signature(
            identity, secondsSinceEpoch: desk.now.secondsSinceEpoch,
            offsetMinutes: desk.surroundings.offsetMinutes(desk.now))
        return CommitPeople(
            author: signature, committer: signature, actor: desk.configuration.actor(name: name, email: email))
    }

    /// Moves the branch if it still is where it was (git-update-ref(1)).
    private func move(to commit: ObjectID, _ committer: Signature) throws(WorkspaceError) {
        var environment = desk.surroundings.environment
        environment["GIT_COMMITTER_NAME"] = committer.name
        environment["GIT_COMMITTER_EMAIL"] = committer.email
        let ran = Program.run(
            "git", ["update-ref", "-m", "tick run", reference, commit.hex, tip.hex], in: desk.root,
            environment: environment)
        if case .success(let output) = ran, output.code == 0 {
            tip = commit
            return
        }
        let now = try asking { () throws(GitError) in try desk.repository.reference(reference) }
        guard now == tip else {
            throw WorkspaceError(.refused, "git.head-moved", "\(reference) has moved since the change was made")
        }
        let reason =
            switch ran {
            case .success(let output): output.complaints().joined(separator: "; ")
            case .failure(let failure): failure.message
            }
        throw WorkspaceError(.refused, "git.failed", "\(reference) could not be moved: \(reason)")
    }
}
