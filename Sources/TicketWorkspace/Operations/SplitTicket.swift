package import TicketModel
import TicketText

/// A new ticket from a part of another one's conversation.
package struct TicketSplit: Sendable {
    package var ticket: Ticket
    package var title: String
    /// The places of the entries that are quoted, from 0.
    package var entries: [Int]
    /// What stands above the quotations.
    package var text: String
    /// How the new ticket stands to the old one.
    package var relation: Relation
    package var assignments: [Assignment]

    package init(
        _ ticket: Ticket, title: String, entries: [Int] = [], text: String = "", relation: Relation = .related,
        assignments: [Assignment] = []
    ) {
        self.ticket = ticket
        self.title = title
        self.entries = entries
        self.text = text
        self.relation = relation
        self.assignments = assignments
    }
}

extension Workspace {
    /// Files a new ticket of the same requester and notes it in the old one, in one commit.
    ///
    /// Who asks, where it came from and what it is about is taken over, unless assignments say otherwise; nobody is assigned. The
    /// chosen entries are quoted and stay where they are: internal notes in an internal note, the others in the description.
    package func split(_ split: TicketSplit, options: WriteOptions) throws(WorkspaceError) -> ChangeResult {
        try change(options) { session throws(WorkspaceError) in
            // Under the lock, so that two writers never make the same id.
            let snapshot = snapshotNow()
            guard let old = try session.open(split.ticket).ticket else { return ChangePlan() }
            var new = NewTicket(
                title: split.title, text: description(split, of: old), assignments: taken(split, from: old))
            new.assignments += split.assignments
            var draft = try draft(new, in: snapshot, session)
            if let field = split.relation.field { try draft.apply(linking(field, to: old.id)) }
            let notes = quotations(split, of: old) { $0.verb == .noted }
            if !notes.isEmpty {
                let text = notes.joined(separator: "\n\n")
                try draft.append(
                    NewEntry(verb: .noted, person: session.actor.reference, instant: session.happenedAt, text: text))
            }
            guard let made = draft.ticket else { return ChangePlan() }
            let note = TicketEdit.EntryDraft(verb: .noted, text: noteText(split, made))
            var plan = try plan([PlannedEdit(ticket: split.ticket, entries: [note])], in: session)
            plan.files.insert(draft.plannedFile, at: 0)
            plan.tickets.insert(draft.step, at: 0)
            plan.message = CommitMessage.titled("\(old.id): split off \(made.id): \(made.title)", plan.tickets)
            return plan
        }
    }

    private func linking(_ field: FieldName, to id: TicketID) -> FieldEdit {
        configuration.type(of: field)?.isList ?? true ? .add(field, [id.text]) : .set(field, id.text)
    }

    private static let takenFields: [FieldName] = [
        .type, .priority, .impact, .urgency, .queue, .channel, .category, .requester, .participants,
    ]

    /// Values that the desk no longer knows are left behind: the new ticket could not be filed with them.
    private func taken(_ split: TicketSplit, from old: Ticket) -> [Assignment] {
        let said = Set(split.assignments.map(\.name))
        return Self.takenFields.compactMap { field in
            let values = old.list(field)
            guard !values.isEmpty, !said.contains(field.rawValue), !said.contains(configuration.fileName(of: field))
            else { return nil }
            if let choices = configuration.declaredChoices(of: field) {
                guard values.allSatisfy({ value in choices.contains { FoldedText($0.name) == FoldedText(value) } })
                else { return nil }
            }
            return Assignment(name: field.rawValue, operation: .set, value: values.joined(separator: ","))
        }
    }

    private func description(_ split: TicketSplit, of old: Ticket) -> String {
        let origin = "Split off \(old.id), \u{201C}\(old.title)\u{201D}."
        let text = [split.text].filter { $0.contains { !$0.isWhitespace } }
        return (text + [origin] + quotations(split, of: old) { $0.verb != .noted }).joined(separator: "\n\n")
    }

    private func quotations(_ split: TicketSplit, of old: Ticket, where isMeant: (Entry) -> Bool) -> [String] {
        let path = TicketPlace(configuration: configuration).path(id: old.id, title: split.title, created: now)
        let quotation = TicketQuotation(configuration: configuration, ticket: old, path: path)
        return split.entries.filter(old.entries.indices.contains).map { old.entries[$0] }.filter(isMeant)
            .compactMap(quotation.entry)
    }

    private func noteText(_ split: TicketSplit, _ made: Ticket) -> String {
        let numbers = split.entries.map { String($0 + 1) }
        let parts =
            numbers.isEmpty
            ? "" : ", with \(numbers.count == 1 ? "entry" : "entries") \(numbers.joined(separator: ", "))"
        return "Split off \(made.id), \u{201C}\(made.title)\u{201D}\(parts)."
    }
}
