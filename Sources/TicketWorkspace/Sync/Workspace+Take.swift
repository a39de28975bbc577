import GitStore
package import TicketModel
import TicketText

/// What taking a ticket did.
package struct TakeResult: Sendable {
    package enum Outcome: Sendable {
        case taken(commit: String)
        /// It was mine before.
        case alreadyMine
        /// Somebody else has it.
        case lost(to: String, since: Instant?)
        /// Its phase says that nobody works on it any more.
        case over(status: String)
    }

    package var outcome: Outcome
    package var ticket: Ticket
    /// What bringing the clone up to date did before.
    package var sync: SyncResult
}

extension Workspace {
    /// Fetches, and brings the branch to where all of the remote's commits are below it, without pushing.
    package func receive(_ options: SyncOptions) throws(WorkspaceError) -> SyncResult {
        defer { options.progress(nil) }
        let round = try SyncRound(self, options)
        var result = round.emptyResult
        let fetched = try round.fetch()
        _ = try locked { () throws(WorkspaceError) in try round.integrate(fetched, &result) }
        return result
    }

    /// Assigns a ticket to the acting person, in one step with the push: the remote decides who was first.
    ///
    /// The commit is made without moving anything, pushed, and only then becomes the branch's. So a commit that came too
    /// late is nowhere but among the objects that git clears away.
    ///
    /// - Parameter isUpToDate: whether the branch was brought up to date a moment ago.
    /// - Returns: nil if the remote has moved since: then bring the branch up to date and ask again.
    package func take(
        _ ticket: Ticket, _ options: SyncOptions, after sync: SyncResult
    ) throws(WorkspaceError) -> TakeResult? {
        defer { options.progress(nil) }
        var write = WriteOptions()
        (write.runsHooks, write.signs) = (options.runsHooks, options.signs)
        let session = try session(write)
        var draft = try session.open(ticket)
        let current = draft.ticket ?? ticket
        let me = session.actor.reference
        if let outcome = outcome(current, me) {
            return TakeResult(outcome: outcome, ticket: current, sync: sync)
        }
        try draft.apply(.set(.assignee, me))
        var plan = ChangePlan(files: [draft.plannedFile], tickets: [draft.step])
        plan.message = CommitMessage.describe(plan.tickets)
        _ = try judge(plan, session)
        return try offer(plan, session, options).map { commit in
            TakeResult(outcome: .taken(commit: commit.hex), ticket: draft.ticket ?? current, sync: sync)
        }
    }

    /// Makes the commit, asks the remote for it, and moves the branch if it was granted.
    private func offer(
        _ plan: ChangePlan, _ session: WriteSession, _ options: SyncOptions
    ) throws(WorkspaceError) -> ObjectID? {
        let round = try SyncRound(self, options)
        let (commit, before) = try asking { () throws(GitError) in
            (
                try repository.store(try commitPlan(plan, session)),
                try repository.reference(round.remote.tracking)
            )
        }
        if let lines = try round.push(commit) {
            let now = try round.fetch()
            if now != .tip(commit) {
                let isUnmoved = now == before.map { .tip($0) } ?? .absent
                guard isUnmoved, !RemoteGit.soundsLikeLock(lines) else { return nil }
                throw round.refused(lines, hint: "nothing was changed here")
            }
        }
        try asking { () throws(GitError) in
            try repository.move(
                BranchMove(
                    target: commit, expectedHead: session.head, committer: session.people.committer,
                    action: "tick take"))
        }
        return commit
    }

    private func outcome(_ ticket: Ticket, _ me: String) -> TakeResult.Outcome? {
        if let holder = ticket.assignee, !holder.isEmpty {
            guard !configuration.isSamePerson(holder, me) else { return .alreadyMine }
            let row = (try? blame(ticket))?.first { $0.field == .assignee }
            return .lost(to: holder, since: row?.event?.at)
        }
        return configuration.workflow.phase(of: ticket.status) == .closed ? .over(status: ticket.status) : nil
    }
}
