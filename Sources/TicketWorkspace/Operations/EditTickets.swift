internal import GitStore
package import TicketIndex
package import TicketModel
import TicketText
import Workflow

/// A change to tickets that exist: fields to set and an entry to append, in one commit.
package struct TicketEdit: Sendable {
    package var assignments: [Assignment]
    package var entry: EntryDraft?
    /// The commit's message in place of the one that is made from the change.
    package var message: String?

    package init(assignments: [Assignment] = [], entry: EntryDraft? = nil, message: String? = nil) {
        self.assignments = assignments
        self.entry = entry
        self.message = message
    }

    /// An entry as a command gives it.
    package struct EntryDraft: Sendable {
        package var verb: EntryVerb
        package var text: String
        /// Who said it; nil means the acting person, for `wrote` the requester.
        package var person: String?
        /// Files to attach, linked below the text.
        package var attachments: [AttachmentSource]

        package init(
            verb: EntryVerb, text: String, person: String? = nil, attachments: [AttachmentSource] = []
        ) {
            self.verb = verb
            self.text = text
            self.person = person
            self.attachments = attachments
        }
    }
}

extension Workspace {
    /// Edits `tickets` in one commit, however many they are.
    package func edit(
        _ tickets: [Ticket], _ edit: TicketEdit, in snapshot: IndexSnapshot, options: WriteOptions
    ) throws(WorkspaceError) -> ChangeResult {
        if let entry = edit.entry { try checkLimits(entry.attachments) }
        return try change(options) { session throws(WorkspaceError) in
            try plan(tickets, edit, in: session, lookup: snapshot.lookup)
        }
    }

    /// Edits several groups of tickets, each in its own way, in one commit: all or nothing.
    ///
    /// - Parameter title: the first line of the commit's message, where more than one ticket changes.
    package func edit(
        _ groups: [(tickets: [Ticket], edit: TicketEdit)], title: String, in snapshot: IndexSnapshot,
        options: WriteOptions
    ) throws(WorkspaceError) -> ChangeResult {
        try change(options) { session throws(WorkspaceError) in
            var whole = ChangePlan()
            for group in groups where !group.tickets.isEmpty {
                let part = try plan(group.tickets, group.edit, in: session, lookup: snapshot.lookup)
                whole.files += part.files
                whole.tickets += part.tickets
            }
            let isOne = whole.tickets.count < 2
            whole.message =
                isOne ? CommitMessage.describe(whole.tickets) : CommitMessage.titled(title, whole.tickets)
            return whole
        }
    }

    /// Plans an edit by what is there now.
    ///
    /// - Parameter lookup: Finds the tickets that values name.
    func plan(
        _ tickets: [Ticket], _ edit: TicketEdit, in session: WriteSession,
        lookup: @escaping (String) -> IndexSnapshot.Lookup
    ) throws(WorkspaceError) -> ChangePlan {
        let edits = try AssignmentResolver(
            configuration: configuration, actor: session.actor, now: now, ticket: lookup
        ).edits(edit.assignments)
        var (drafts, attached): ([TicketDraft], [PlannedFile]) = ([], [])
        if tickets.count > 8 { try session.lookAtAllFiles(opening: tickets) }
        for ticket in tickets {
            var draft = try session.open(ticket)
            var entry = edit.entry
            if let sources = entry?.attachments, !sources.isEmpty {
                let (files, links) = attaching(sources, to: ticket)
                attached += files
                entry?.text += "\n\n" + links
            }
            try apply(edits, entry, to: &draft, session)
            if draft.hasChanged { drafts.append(draft) }
        }
        var plan = ChangePlan(files: attached + drafts.map(\.plannedFile))
        plan.tickets = ParallelWork.map(drafts) { $0.map(\.step) }.flatMap(\.self)
        plan.message = edit.message ?? CommitMessage.describe(plan.tickets)
        return plan
    }

    func apply(
        _ edits: [FieldEdit], _ entry: TicketEdit.EntryDraft?, to draft: inout TicketDraft, _ session: WriteSession
    ) throws(WorkspaceError) {
        for edit in edits { try draft.apply(edit) }
        try derivePriority(edits, &draft)
        guard let entry, let ticket = draft.ticket else { return }
        try draft.append(
            NewEntry(
                verb: entry.verb, person: try person(of: entry, ticket, session), instant: session.happenedAt,
                text: entry.text))
        guard entry.verb == .wrote, !edits.contains(where: { $0.field == .status }) else { return }
        let judge = ChangeJudge(configuration: session.judgeConfiguration)
        if let status = judge.statusAfterRequesterWrote(ticket) { try draft.apply(.set(.status, status)) }
    }

    /// Who is named in the heading of an entry.
    private func person(
        of entry: TicketEdit.EntryDraft, _ ticket: Ticket, _ session: WriteSession
    ) throws(WorkspaceError) -> String {
        if let person = entry.person {
            guard configuration.people == nil || configuration.isPersonReference(person) else {
                throw WorkspaceError(
                    .usage, "person.unknown", "nobody is called \(person)",
                    hint: "a handle of .tick/people.yml, of a customer's card, or an e-mail address")
            }
            return configuration.people?.person(person)?.handle ?? person
        }
        guard entry.verb == .wrote else { return session.actor.reference }
        guard let requester = ticket.requester else {
            throw WorkspaceError(
                .refused, "ticket.no-requester", "\(ticket.id) has no requester who could have written",
                hint: "name them: --by PERSON, or requester=PERSON")
        }
        return requester
    }

    /// Where the desk derives the priority from impact and urgency, a change of either brings the priority along.
    func derivePriority(_ edits: [FieldEdit], _ draft: inout TicketDraft) throws(WorkspaceError) {
        guard let table = configuration.priorityTable,
            edits.contains(where: { $0.field == .impact || $0.field == .urgency }),
            !edits.contains(where: { $0.field == .priority }), let ticket = draft.ticket,
            let impact = ticket.text(.impact), let urgency = ticket.text(.urgency),
            let priority = table.priority(impact: impact, urgency: urgency)
        else { return }
        try draft.apply(.set(.priority, priority))
    }

    /// Deletes the files of tickets, for those with the right to; history keeps them.
    package func remove(_ tickets: [Ticket], options: WriteOptions) throws(WorkspaceError) -> ChangeResult {
        try change(options) { session throws(WorkspaceError) in
            var plan = ChangePlan()
            if tickets.count > 8 { try session.lookAtAllFiles(opening: tickets) }
            for ticket in tickets {
                let draft = try session.open(ticket)
                plan.files.append(PlannedFile(path: draft.path, before: draft.original, after: nil))
                plan.tickets.append(ChangePlan.TicketStep(before: draft.before ?? ticket, after: nil))
            }
            plan.message = CommitMessage.describe(plan.tickets)
            return plan
        }
    }
}
