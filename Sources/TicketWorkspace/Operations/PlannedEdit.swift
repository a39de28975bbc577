import TicketIndex
import TicketModel
import TicketText

/// What a change does to one ticket among several: fields, then entries.
struct PlannedEdit {
    var ticket: Ticket
    var edits: [FieldEdit] = []
    var entries: [TicketEdit.EntryDraft] = []
}

extension Workspace {
    /// Plans edits that differ from ticket to ticket, each ticket once.
    func plan(_ edits: [PlannedEdit], in session: WriteSession) throws(WorkspaceError) -> ChangePlan {
        var drafts: [TicketDraft] = []
        if edits.count > 8 { try session.lookAtAllFiles(opening: edits.map(\.ticket)) }
        for edit in edits {
            var draft = try session.open(edit.ticket)
            try apply(edit.edits, nil, to: &draft, session)
            for entry in edit.entries { try apply([], entry, to: &draft, session) }
            if draft.hasChanged { drafts.append(draft) }
        }
        var plan = ChangePlan(files: drafts.map(\.plannedFile), tickets: drafts.map(\.step))
        plan.message = CommitMessage.describe(plan.tickets)
        return plan
    }

    /// Turns assignments into edits, with what they name looked up in `snapshot`.
    func fieldEdits(
        _ assignments: [Assignment], in snapshot: IndexSnapshot, _ session: WriteSession
    ) throws(WorkspaceError) -> [FieldEdit] {
        try AssignmentResolver(
            configuration: configuration, actor: session.actor, now: now, ticket: snapshot.lookup
        ).edits(assignments)
    }
}
