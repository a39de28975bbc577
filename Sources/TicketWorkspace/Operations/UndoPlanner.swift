import GitStore
import TicketModel
import TicketText

/// Works out what takes one commit back from the files as they are now.
struct UndoPlanner {
    let workspace: Workspace
    let session: WriteSession
    let commit: CommitRecord

    func plan() throws(WorkspaceError) -> ChangePlan {
        var plan = ChangePlan()
        var problems: [Diagnostic] = []
        let changes = try asking { () throws(GitError) in
            try workspace.repository.changes(from: commit.parents[0], to: commit.tree).filter { $0.oldID != $0.newID }
        }
        for change in changes {
            do throws(WorkspaceError) {
                try undo(change, &plan)
            } catch {
                problems +=
                    error.diagnostics.isEmpty
                    ? [Diagnostic(rule: "undo", message: error.message, hint: error.hint)] : error.diagnostics
            }
        }
        guard problems.isEmpty else {
            throw WorkspaceError(.refused, "undo.conflict", "later edits stand on it", diagnostics: problems)
        }
        plan.files.removeAll { $0.before == $0.after }
        return plan
    }

    private func undo(_ change: TreeChange, _ plan: inout ChangePlan) throws(WorkspaceError) {
        let path = RepositoryPath(change.path)
        let (old, new) = (try content(change.oldID, path), try content(change.newID, path))
        let current = try session.bytes(at: path)
        let committed = try session.committedBytes(at: path)
        guard current == committed || session.options.takesEditsAlong else {
            throw WorkspaceError(
                .refused, "ticket.edited", "\(path) has edits that are not committed", hint: "tick commit commits them")
        }
        if current == new {
            plan.files.append(PlannedFile(path: path, before: current, after: old))
            plan.tickets.append(ChangePlan.TicketStep(before: ticket(committed, path), after: ticket(old, path)))
            return
        }
        guard let current, let old, let new else {
            throw WorkspaceError(
                .refused, "undo.conflict", "\(path) was changed since",
                hint: "tick log \(path.description) shows by whom")
        }
        let restored = try undo(old: old, new: new, current: current, path)
        plan.files.append(PlannedFile(path: path, before: current, after: restored))
        plan.tickets.append(ChangePlan.TicketStep(before: ticket(committed, path), after: ticket(restored, path)))
    }

    private func content(_ id: ObjectID?, _ path: RepositoryPath) throws(WorkspaceError) -> [UInt8]? {
        guard let id else { return nil }
        return try asking { () throws(GitError) in try workspace.repository.workingTreeBytes(ofBlob: id, at: path.bytes)
        }
    }

    private func ticket(_ bytes: [UInt8]?, _ path: RepositoryPath) -> Ticket? {
        bytes.flatMap {
            TicketReader(configuration: session.configuration).read(SourceText(path: path, bytes: $0)).ticket
        }
    }

    /// Takes back what lies between `old` and `new` from a file that has moved on.
    private func undo(
        old: [UInt8], new: [UInt8], current: [UInt8], _ path: RepositoryPath
    ) throws(WorkspaceError) -> [UInt8] {
        guard let before = ticket(old, path), let after = ticket(new, path), let now = ticket(current, path),
            let delta = TicketDelta(before: before, after: after)
        else {
            throw WorkspaceError(
                .refused, "undo.conflict", "\(path) was changed since and is no ticket", hint: "git revert")
        }
        var problems: [Diagnostic] = []
        guard before.descriptionText == after.descriptionText || now.descriptionText == after.descriptionText else {
            throw WorkspaceError(
                .refused, "undo.conflict", "the description of \(now.id) was edited since", hint: "edit it by hand")
        }
        var draft = try draft(of: current, path, before: now)
        for change in delta.changes { problems += try undo(change, now, &draft) }
        if problems.isEmpty { problems += try undoEntries(delta, now, &draft) }
        guard problems.isEmpty else {
            throw WorkspaceError(.refused, "undo.conflict", "later edits stand on it", diagnostics: problems)
        }
        if before.descriptionText != after.descriptionText {
            try draft.replaceDescription(with: before.source?.bytes[before.descriptionRange.indices] ?? [])
        }
        return draft.document.bytes
    }

    private func draft(of bytes: [UInt8], _ path: RepositoryPath, before: Ticket) throws(WorkspaceError) -> TicketDraft
    {
        do {
            let document = try TicketDocument(SourceText(path: path, bytes: bytes))
            return TicketDraft(
                before: before, original: bytes, document: document, configuration: session.configuration,
                isEditedByHand: false)
        } catch {
            throw .refused([error.diagnostic])
        }
    }

    /// Lists lose what was added and get back what was taken; one value goes back if it is still the change's.
    private func undo(
        _ change: TicketEvent.FieldChange, _ now: Ticket, _ draft: inout TicketDraft
    ) throws(WorkspaceError) -> [Diagnostic] {
        let (old, new, current) = (change.from?.texts ?? [], change.to?.texts ?? [], now.list(change.field))
        if session.configuration.type(of: change.field)?.isList == true {
            let (added, removed) = (new.filter { !old.contains($0) }, old.filter { !new.contains($0) })
            try draft.apply(.remove(change.field, added))
            try draft.apply(.add(change.field, removed))
            return []
        }
        guard current == new else {
            return [
                Diagnostic(
                    rule: "undo",
                    message: "\(change.field) of \(now.id) was set to \(current.first ?? "nothing") since",
                    hint: "tick blame \(now.id) shows by whom; set it by hand",
                    location: now.location(of: change.field),
                    ticket: now.id)
            ]
        }
        try draft.apply(old.first.map { .set(change.field, $0) } ?? .clear(change.field))
        return []
    }

    private func undoEntries(
        _ delta: TicketDelta, _ now: Ticket, _ draft: inout TicketDraft
    ) throws(WorkspaceError) -> [Diagnostic] {
        var problems: [Diagnostic] = []
        for entry in delta.addedEntries.reversed() {
            guard let ticket = draft.ticket,
                let found = ticket.entries.last(where: { RecordedEntry($0) == entry })
            else {
                problems.append(
                    Diagnostic(
                        rule: "undo",
                        message: "the entry of \(entry.person ?? "somebody") in \(now.id) was edited since",
                        hint: "edit it by hand", ticket: now.id))
                continue
            }
            try draft.removeEntry(found)
        }
        if !delta.removedEntries.isEmpty {
            problems.append(
                Diagnostic(
                    rule: "undo",
                    message: "\(now.id) was edited since, so entries that were taken out cannot be put back",
                    hint: "git show \(commit.parents[0].shortHex):\(now.path) has them", ticket: now.id))
        }
        return problems
    }
}

extension TicketDraft {
    /// Takes an entry out, with its heading and the blank line in front of it.
    fileprivate mutating func removeEntry(_ entry: Entry) throws(WorkspaceError) {
        let bytes = document.bytes
        let next = ticket?.entries.first { $0.headingRange.start > entry.headingRange.start }
        var (start, end) = (entry.headingRange.start, next?.headingRange.start ?? bytes.count)
        if next == nil {
            while start > document.bodyStart, [0x0A, 0x0D].contains(bytes[start - 1]) { start -= 1 }
            if start > document.bodyStart {
                // The line in front keeps its own ending.
                if bytes[start] == 0x0D { start += 1 }
                start += 1
            }
            end = bytes.count
        }
        try replace([TextEdit(SourceRange(start, end), "")])
    }

    fileprivate mutating func replaceDescription(with bytes: some Sequence<UInt8>) throws(WorkspaceError) {
        guard let range = ticket?.descriptionRange else { return }
        try replace([TextEdit(range, Array(bytes))])
    }
}
