import GitStore
import TicketIndex
import TicketModel
import Workflow

/// Does the work that is due: plans, judges and commits it, and lets its messages go.
final class RunPerformer {
    /// So many pieces of work are done on a ticket in one run, beside one for each rule: no chain of rules is longer.
    private static let spareWork = 20

    private let workspace: Workspace
    private let options: WriteOptions
    private let outbox: Outbox
    private var counts: [TicketID: Int] = [:]
    /// Where the branch is, as far as this run knows.
    private var tip: ObjectID?

    init(workspace: Workspace, options: WriteOptions) {
        self.workspace = workspace
        self.options = options
        outbox = Outbox(workspace)
    }

    /// Lets messages go whose commit was made before something stopped the run.
    func settleOutbox(_ desk: RunDesk) throws(WorkspaceError) {
        try outbox.settle(on: desk.reference) { rule, ticket, occasion throws(WorkspaceError) in
            try desk.marks.commit(of: rule, for: occasion, in: desk.life(of: ticket)) != nil
        }
    }

    /// Does what a step says is due; what concerns one ticket only is noted, and the rest goes on.
    func perform(
        _ list: DueWorkList, of step: any RunStep, _ desk: RunDesk, into part: inout RunStepReport
    ) throws(WorkspaceError) {
        part.refused = []
        tip = desk.tip
        switch list {
        case .skipped(let reason): part.skipped = reason
        case .work(let due, let passed):
            part.passed = passed
            let work = within(limit: due, &part)
            if step.isOneCommit {
                try perform(work, of: step.rule, desk, into: &part)
            } else {
                for piece in work { try perform([piece], of: step.rule, desk, into: &part) }
            }
        }
    }

    private func within(limit work: [DueWork], _ part: inout RunStepReport) -> [DueWork] {
        let limit = Self.spareWork + workspace.configuration.rules.count
        return work.filter { piece in
            guard counts[piece.ticket.id, default: 0] >= limit, !piece.edits.isEmpty else { return true }
            let error = WorkspaceError(
                .refused, "run.too-much",
                "\(piece.ticket.id): \(limit) pieces of work in one run, and more is due",
                hint: "rules that change what other rules look at chase each other: tick rules list")
            part.refused.append(
                RunRefusal(ticket: piece.ticket.id, reason: piece.reason, causes: piece.causes, error: error))
            return false
        }
    }

    /// Does pieces of work in one commit; those that change no ticket only send messages.
    private func perform(
        _ work: [DueWork], of rule: String, _ desk: RunDesk, into part: inout RunStepReport
    ) throws(WorkspaceError) {
        for piece in work where piece.edits.isEmpty { try tell(piece, into: &part) }
        let changing = work.filter { !$0.edits.isEmpty }
        guard !changing.isEmpty else { return }
        var (accepted, refused): ([DueWork], [RunRefusal]) = ([], [])
        // Messages that are prepared when this fails are settled by the next run, which knows whether the commit is there.
        let result = try workspace.change(options) { session throws(WorkspaceError) in
            (accepted, refused) = ([], [])
            // Where somebody was faster, what is due is another question.
            guard session.head.commit == tip else {
                throw WorkspaceError(.refused, "run.stale", "the branch has moved")
            }
            var plan = try self.plan(changing, session, desk, &accepted, &refused)
            plan.message = DueWork.message(CommitMessage.describe(plan.tickets), accepted, rule: rule)
            if !options.isDryRun { try outbox.prepare(accepted.flatMap(\.messages)) }
            return plan
        }
        if let commit = result.commit { tip = ObjectID(hex: commit) }
        if !options.isDryRun { try outbox.release(accepted.flatMap(\.messages)) }
        part.refused += refused
        for piece in accepted {
            counts[piece.ticket.id, default: 0] += 1
            part.done.append(Self.report(piece, result))
        }
        let changed = Set(accepted.map(\.ticket.id)).union(refused.map(\.ticket))
        for piece in changing where !changed.contains(piece.ticket.id) && !piece.messages.isEmpty {
            try tell(piece, into: &part)
        }
    }

    /// Plans each piece by itself, so that one that is not allowed stops no other.
    private func plan(
        _ work: [DueWork], _ session: WriteSession, _ desk: RunDesk, _ accepted: inout [DueWork],
        _ refused: inout [RunRefusal]
    ) throws(WorkspaceError) -> ChangePlan {
        var whole = ChangePlan()
        if work.count > 8 { try session.lookAtAllFiles(opening: work.map(\.ticket)) }
        for piece in work {
            do throws(WorkspaceError) {
                let plan = try plan(piece, session, desk)
                guard !plan.files.isEmpty else { continue }
                _ = try workspace.judge(plan, session)
                try Workspace.judge(plan, onBehalfOf: piece.onBehalfOf, by: session.judgeConfiguration, at: desk.now)
                whole.files += plan.files
                whole.tickets += plan.tickets
                accepted.append(piece)
            } catch {
                guard Self.concernsOneTicket(error) else { throw error }
                var error = error
                if error.identifier == "ticket.edited" { error.hint = "tick commit commits them; then run it again" }
                refused.append(
                    RunRefusal(ticket: piece.ticket.id, reason: piece.reason, causes: piece.causes, error: error))
            }
        }
        return whole
    }

    private func plan(
        _ piece: DueWork, _ session: WriteSession, _ desk: RunDesk
    ) throws(WorkspaceError) -> ChangePlan {
        var draft = try session.open(piece.ticket)
        var attached: [PlannedFile] = []
        let resolver = AssignmentResolver(
            configuration: workspace.configuration, actor: session.actor, now: workspace.now, ticket: desk.lookup)
        for edit in piece.edits {
            var entry = edit.entry
            if let sources = entry?.attachments, !sources.isEmpty {
                let (files, links) = workspace.attaching(sources, to: piece.ticket)
                attached += files
                entry?.text += "\n\n" + links
            }
            try workspace.apply(try resolver.edits(edit.assignments), entry, to: &draft, session)
        }
        guard draft.hasChanged else { return ChangePlan() }
        return ChangePlan(files: attached + [draft.plannedFile], tickets: [draft.step])
    }

    /// Writes the messages of work that changes no ticket: those that were made before are not made again.
    private func tell(_ piece: DueWork, into part: inout RunStepReport) throws(WorkspaceError) {
        var piece = piece
        piece.messages.removeAll { outbox.has($0) }
        // Said once a run, however many rounds it has.
        if part.done.contains(where: { $0.ticket == piece.ticket.id && $0.warnings == piece.warnings }) {
            piece.warnings = []
        }
        guard !piece.messages.isEmpty || !piece.warnings.isEmpty else {
            part.passed.append(
                RunDecision(ticket: piece.ticket.id, reason: piece.reason, verdict: "the message was made before"))
            return
        }
        if !options.isDryRun {
            try outbox.prepare(piece.messages)
            try outbox.release(piece.messages)
        }
        part.done.append(Self.report(piece, nil))
    }

    static func report(_ piece: DueWork, _ result: ChangeResult?) -> RunWork {
        let step = result?.plan.tickets.first { ($0.after ?? $0.before)?.id == piece.ticket.id }
        return RunWork(
            ticket: piece.ticket.id, reason: piece.reason, causes: piece.causes,
            subject: step.map { CommitMessage.describe([$0]) } ?? "\(piece.ticket.id): \(piece.ticket.title)",
            commit: result?.commit, before: step?.before, after: step?.after,
            diagnostics: result?.diagnostics.filter { $0.ticket == piece.ticket.id } ?? [], messages: piece.messages,
            warnings: piece.warnings, left: piece.left)
    }

    /// Whether only one ticket cannot be changed, and others may be.
    private static func concernsOneTicket(_ error: WorkspaceError) -> Bool {
        error.identifier == "refused" || error.identifier == "usage" || error.identifier.hasPrefix("ticket.")
            || error.identifier.hasPrefix("file.")
    }
}
