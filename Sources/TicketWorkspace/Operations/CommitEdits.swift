import GitStore
import TicketIndex
package import TicketModel
import TicketText

extension Workspace {
    /// Checks, completes and commits what was edited by hand: tickets and `.tick/`, nothing else.
    ///
    /// Headings get the author and the instant, tickets without an id or `created` get them.
    ///
    /// - Parameter paths: files or folders; empty for all.
    package func commitEdits(
        in paths: [RepositoryPath] = [], message: String? = nil, options: WriteOptions
    ) throws(WorkspaceError) -> ChangeResult {
        var options = options
        options.takesEditsAlong = true
        return try change(options) { session throws(WorkspaceError) in
            let changed = try self.changedFiles(in: paths)
            var plan = ChangePlan()
            for path in changed.tickets { try self.plan(path, session, &plan) }
            Self.pairRenames(&plan)
            try self.refuseDuplicates(plan)
            for path in changed.configuration {
                let (before, after) = (try session.committedBytes(at: path), try session.bytes(at: path))
                if before != after {
                    plan.files.append(PlannedFile(path: path, before: after, after: after))
                }
            }
            if !changed.configuration.isEmpty { plan.warnings += self.configurationDiagnostics }
            guard !plan.files.isEmpty else { return plan }
            plan.message = message ?? Self.message(plan, changed.configuration)
            return plan
        }
    }

    struct ChangedFiles {
        var tickets: [RepositoryPath] = []
        var configuration: [RepositoryPath] = []
    }

    /// The files of the desk that differ from `HEAD` on disk or in the index.
    func changedFiles(in paths: [RepositoryPath]) throws(WorkspaceError) -> ChangedFiles {
        let globs = configuration.ticketGlobs.compactMap { try? Glob($0, .path) }
        let entries = try asking { () throws(GitError) in try repository.status(in: paths.map(\.bytes)) }
        // Ignored files are in no status: one that was named would be passed over without a word.
        for path in paths where (try? files.bytes(of: path, limit: 0)) != nil {
            try asking { () throws(GitError) in try repository.refuseIgnored(path.bytes) }
        }
        var changed = ChangedFiles()
        for entry in entries {
            let path = RepositoryPath(entry.path)
            if globs.contains(where: { $0.matches(path.bytes) }) {
                guard !entry.isConflicted else {
                    throw WorkspaceError(
                        .refused, "ticket.conflicted", "\(path) has a merge conflict",
                        hint: "tick resolve shows both sides")
                }
                changed.tickets.append(path)
            } else if path.isInside(".tick") {
                changed.configuration.append(path)
            }
        }
        return changed
    }

    private func plan(_ path: RepositoryPath, _ session: WriteSession, _ plan: inout ChangePlan) throws(WorkspaceError)
    {
        let committed = try session.committedBytes(at: path)
        let before = committed.flatMap {
            TicketReader(configuration: configuration).read(SourceText(path: path, bytes: $0)).ticket
        }
        guard let bytes = try session.bytes(at: path) else {
            plan.files.append(PlannedFile(path: path, before: nil, after: nil))
            plan.tickets.append(ChangePlan.TicketStep(before: before, after: nil))
            return
        }
        if bytes == committed, try asking({ () throws(GitError) in try !isStaged(path) }) { return }
        let document = try completed(SourceText(path: path, bytes: bytes), committedBefore: before, session)
        let draft = TicketDraft(
            before: before, original: bytes, document: document, configuration: configuration, isEditedByHand: true)
        plan.files.append(draft.plannedFile)
        plan.tickets.append(draft.step)
    }

    private func isStaged(_ path: RepositoryPath) throws(GitError) -> Bool {
        try repository.status(in: [path.bytes]).first?.staged != nil
    }

    /// Returns the document with id, `created` and headings completed.
    private func completed(
        _ source: SourceText, committedBefore before: Ticket?, _ session: WriteSession
    ) throws(WorkspaceError) -> TicketDocument {
        let fixed = try TicketFixes(configuration: configuration, random: surroundings.random)
            .complete(source, created: before?.created ?? session.happenedAt, isNew: before == nil, in: loadedSnapshot)
        var draft = TicketDraft(
            before: before, original: source.bytes, document: fixed, configuration: configuration, isEditedByHand: true)
        try draft.completeHeadings(person: session.actor.reference, at: session.happenedAt)
        guard draft.ticket != nil else {
            throw .refused(TicketReader(configuration: configuration).read(fixed).diagnostics)
        }
        return draft.document
    }

    /// A file that vanished and another that came with the same id are one ticket that was moved.
    private static func pairRenames(_ plan: inout ChangePlan) {
        for (index, step) in plan.tickets.enumerated() {
            guard step.before == nil, let id = step.after?.id,
                let old = plan.tickets.firstIndex(where: { $0.after == nil && $0.before?.id == id })
            else { continue }
            plan.tickets[index].before = plan.tickets[old].before
            plan.tickets[old].before = nil
        }
        plan.tickets.removeAll { $0.before == nil && $0.after == nil }
    }

    /// Two files with one id are never committed: nobody could say which one the id names.
    private func refuseDuplicates(_ plan: ChangePlan) throws(WorkspaceError) {
        let ids = Set(plan.tickets.compactMap { $0.after?.id })
        let duplicates = (loadedSnapshot?.diagnostics ?? []).filter {
            $0.rule == "duplicate-id" && $0.ticket.map(ids.contains) ?? false
        }
        guard duplicates.isEmpty else { throw .refused(duplicates) }
    }

    private static func message(_ plan: ChangePlan, _ configuration: [RepositoryPath]) -> String {
        if plan.tickets.isEmpty {
            return "configuration: "
                + configuration.map { String(decoding: $0.name, as: UTF8.self) }.joined(separator: ", ")
        }
        return CommitMessage.describe(plan.tickets)
    }
}
