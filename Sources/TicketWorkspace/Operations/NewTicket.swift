package import TicketIndex
package import TicketModel
import TicketText

/// A ticket to be made.
package struct NewTicket: Sendable {
    package var title: String
    package var text: String
    package var assignments: [Assignment]
    /// `--once KEY`: at most one ticket is ever made with this key.
    package var once: String?

    package init(title: String, text: String = "", assignments: [Assignment] = [], once: String? = nil) {
        self.title = title
        self.text = text
        self.assignments = assignments
        self.once = once
    }
}

/// What `new` led to.
package enum NewTicketResult: Sendable {
    /// A new ticket, among those that were there before.
    case created(ChangeResult, among: IndexSnapshot)
    /// A ticket had been made with the same `--once` key before.
    case existing(Ticket)
}

extension Workspace {
    /// Makes a ticket: an id, a file at its place, a commit.
    package func create(_ new: NewTicket, options: WriteOptions) throws(WorkspaceError) -> NewTicketResult {
        var existing: Ticket?
        var others = IndexSnapshot(configuration: configuration, tickets: [], diagnostics: [])
        let result = try change(options) { session throws(WorkspaceError) in
            // Under the lock, so that two writers never make the same id or answer one key twice.
            let snapshot = self.snapshotNow()
            others = snapshot
            existing = new.once.flatMap { key in snapshot.tickets.first { $0.text(.once) == key } }
            guard existing == nil else { return ChangePlan() }
            let draft = try self.draft(new, in: snapshot, session)
            let plan = ChangePlan(files: [draft.plannedFile], tickets: [draft.step])
            return ChangePlan(message: CommitMessage.describe(plan.tickets), files: plan.files, tickets: plan.tickets)
        }
        return existing.map { .existing($0) } ?? .created(result, among: others)
    }

    /// Reads the desk on this thread alone, for operations that run under the lock.
    func snapshotNow() -> IndexSnapshot {
        let builder = IndexBuilder(configuration: configuration, root: root, keepsSource: true)
        return BlockingExecutor.run { await builder.build() }
    }

    /// A new ticket's file, to be planned with whatever else the same change does.
    func draft(
        _ new: NewTicket, in snapshot: IndexSnapshot, _ session: WriteSession
    ) throws(WorkspaceError) -> TicketDraft {
        let title = try titleText(new.title)
        let edits = try AssignmentResolver(
            configuration: configuration, actor: session.actor, now: now, ticket: snapshot.lookup
        ).edits(new.assignments)
        let id = try TicketIDs(configuration: configuration, random: surroundings.random).next(in: snapshot)
        let created = Self.created(edits, configuration) ?? session.happenedAt
        let path = TicketPlace(configuration: configuration).path(id: id, title: title, created: created)
        let empty = Array("---\n---\n".utf8)
        let document: TicketDocument
        do {
            document = try TicketDocument(SourceText(path: path, bytes: empty + body(new.text)))
        } catch {
            throw .refused([error.diagnostic])
        }
        var draft = TicketDraft(
            before: nil, original: nil, document: document, configuration: configuration, isEditedByHand: false)
        for edit in defaults(id: id, title: title, created: created, once: new.once) { try draft.apply(edit) }
        for edit in edits { try draft.apply(edit) }
        try derivePriority(edits, &draft)
        return draft
    }

    private func titleText(_ text: String) throws(WorkspaceError) -> String {
        let title = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !title.isEmpty else {
            throw WorkspaceError(.usage, "usage", "a ticket needs a title", hint: "tick new 'Printer on floor 3 jams'")
        }
        return title
    }

    private func body(_ text: String) -> [UInt8] {
        let lines = EntryText.escaped(text, configuration: configuration)
        return lines.isEmpty ? [] : Array(("\n" + lines.joined(separator: "\n") + "\n").utf8)
    }

    private func defaults(id: TicketID, title: String, created: Instant, once: String?) -> [FieldEdit] {
        var edits: [FieldEdit] = [.set(.id, id.text), .set(.title, title)]
        if let initial = configuration.workflow.initial { edits.append(.set(.status, initial)) }
        for field in configuration.customFields {
            if let value = field.defaultValue { edits.append(.set(field.name, value)) }
        }
        edits.append(.set(.created, created.formatted(in: configuration.zone)))
        if let once { edits.append(.set(.once, once)) }
        return edits
    }

    private static func created(_ edits: [FieldEdit], _ configuration: Configuration) -> Instant? {
        for case .set(.created, let text) in edits {
            return Instant.parse(text)?.resolved(in: configuration.zone)
        }
        return nil
    }
}
