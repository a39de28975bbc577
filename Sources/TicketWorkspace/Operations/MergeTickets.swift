package import TicketIndex
package import TicketModel
import TicketText
import Workflow

/// Tickets that ask for the same, to be worked on as one.
package struct TicketUnion: Sendable {
    /// Those that are closed as duplicates.
    package var sources: [Ticket]
    /// The one that is worked on.
    package var target: Ticket
    /// What is set in each of `sources`, such as what their closing requires.
    package var assignments: [Assignment]
    /// A reply to those who asked in `sources`; nil for none.
    package var reply: String?

    package init(sources: [Ticket], target: Ticket, assignments: [Assignment] = [], reply: String? = nil) {
        self.sources = sources
        self.target = target
        self.assignments = assignments
        self.reply = reply
    }
}

extension Workspace {
    /// Closes tickets as duplicates of another one, which gets their people and what they say, in one commit.
    ///
    /// Each source gets `duplicates`, a note and a status in which work has ended; the target gets their requesters and participants
    /// as participants, their watchers, and a note that quotes them. Tags, priorities and assignees stay what they are. What was
    /// merged before is left alone and noted.
    package func merge(
        _ union: TicketUnion, in snapshot: IndexSnapshot, options: WriteOptions
    ) throws(WorkspaceError) -> LinkResult {
        let maker = UnionEdits(workspace: self, union: union, snapshot: snapshot)
        let (sources, merged) = try maker.pendingSources()
        let change = try change(options) { session throws(WorkspaceError) in
            guard !sources.isEmpty else { return ChangePlan() }
            var plan = try plan(try maker.edits(of: sources, session), in: session)
            let names = sources.map(\.id.text).joined(separator: ", ")
            plan.message = CommitMessage.titled("\(union.target.id): merged \(names)", plan.tickets)
            return plan
        }
        return LinkResult(change: change, notes: merged.map { "\($0.id) was merged into \(union.target.id) before" })
    }
}

/// Works out what a union does to each ticket.
private struct UnionEdits {
    let workspace: Workspace
    let union: TicketUnion
    let snapshot: IndexSnapshot

    private var configuration: Configuration { workspace.configuration }
    private var target: Ticket { union.target }

    // MARK: What cannot be merged

    /// The sources that are still to be merged, and those that were before.
    func pendingSources() throws(WorkspaceError) -> (pending: [Ticket], merged: [Ticket]) {
        var problems: [WorkspaceError] = []
        var (pending, merged): ([Ticket], [Ticket]) = ([], [])
        for source in union.sources {
            if let problem = problem(of: source) {
                problems.append(problem)
            } else if isMerged(source) {
                merged.append(source)
            } else {
                pending.append(source)
            }
        }
        if let problem = problemOfTarget() { problems.append(problem) }
        if let error = WorkspaceError(all: problems) { throw error }
        return (pending, merged)
    }

    private func isDone(_ ticket: Ticket) -> Bool { configuration.workflow.phase(of: ticket.status).isDone }

    private func isMerged(_ source: Ticket) -> Bool {
        isDone(source) && source.list(.duplicates).contains { TicketID($0) == target.id }
    }

    private func problem(of source: Ticket) -> WorkspaceError? {
        if source.id == target.id {
            return WorkspaceError(
                .usage, "merge.itself", "\(source.id) cannot be merged into itself",
                hint: "name another ticket after --into")
        }
        guard let other = source.list(.duplicates).first(where: { TicketID($0) != target.id }) else { return nil }
        return WorkspaceError(
            .refused, "merge.elsewhere", "\(source.id) is a duplicate of \(other) already",
            hint: "tick unlink \(source.id) duplicates \(other) takes that back")
    }

    /// A target that is a duplicate itself is worked on by nobody.
    private func problemOfTarget() -> WorkspaceError? {
        guard let other = target.list(.duplicates).first else { return nil }
        let graph = snapshot.relations
        let end = graph.position(of: target).flatMap { graph.original(of: $0) }.map { graph.tickets[$0] }
        let sources = union.sources.map(\.id)
        var hint = "tick unlink \(target.id) duplicates \(other) takes that back"
        if let end, end.id != target.id, !sources.contains(end.id) {
            let names = sources.filter { $0 != target.id }.map(\.text).joined(separator: " ")
            hint = "it stands for \(end.id): tick merge \(names) --into \(end.id)"
        }
        return WorkspaceError(
            .refused, "merge.duplicate", "\(target.id) is itself a duplicate of \(other)", hint: hint)
    }

    // MARK: What is done

    func edits(of sources: [Ticket], _ session: WriteSession) throws(WorkspaceError) -> [PlannedEdit] {
        let assigned = try workspace.fieldEdits(union.assignments, in: snapshot, session)
        let statuses = try closingStatuses(of: sources, assigned, session)
        var edits: [PlannedEdit] = []
        for (source, status) in zip(sources, statuses) {
            edits.append(edit(of: source, status: status, assigned))
        }
        return edits + [try editOfTarget(sources, session)]
    }

    private func edit(of source: Ticket, status: String?, _ assigned: [FieldEdit]) -> PlannedEdit {
        var edits: [FieldEdit] = [.add(.duplicates, [target.id.text])]
        if let status { edits.append(.set(.status, status)) }
        edits += assigned.filter { $0.field != .status }
        var entries = [TicketEdit.EntryDraft(verb: .noted, text: "Merged into \(Self.name(target)).")]
        if let reply = union.reply { entries.append(TicketEdit.EntryDraft(verb: .replied, text: reply)) }
        return PlannedEdit(ticket: source, edits: edits, entries: entries)
    }

    /// `HD-k7qf3m, "Printer on floor 3 jams"`.
    private static func name(_ ticket: Ticket) -> String {
        ticket.title.isEmpty ? ticket.id.text : "\(ticket.id), \u{201C}\(ticket.title)\u{201D}"
    }

    private func editOfTarget(_ sources: [Ticket], _ session: WriteSession) throws(WorkspaceError) -> PlannedEdit {
        var participants = People(
            configuration, known: [target.requester].compactMap(\.self) + target.list(.participants))
        var watchers = People(configuration, known: target.list(.watchers))
        var notes: [String] = []
        for source in sources {
            participants.add([source.requester].compactMap(\.self) + source.list(.participants))
            watchers.add(source.list(.watchers))
            guard let read = try session.open(source).ticket else { continue }
            notes.append(note(about: read))
        }
        var edit = PlannedEdit(ticket: target)
        if !participants.added.isEmpty { edit.edits.append(.add(.participants, participants.added)) }
        if !watchers.added.isEmpty { edit.edits.append(.add(.watchers, watchers.added)) }
        edit.entries = [TicketEdit.EntryDraft(verb: .noted, text: notes.joined(separator: "\n\n"))]
        return edit
    }

    /// The description, and what the requester wrote since.
    private func note(about source: Ticket) -> String {
        let quotation = TicketQuotation(configuration: configuration, ticket: source, path: target.path)
        let words = source.entries.filter { $0.verb == .wrote }.compactMap(quotation.entry)
        return (["Merged \(Self.name(source))."] + [quotation.description].compactMap(\.self) + words)
            .joined(separator: "\n\n")
    }

    // MARK: The status of what is merged

    /// The status that each of them gets; nil for one that is done already and is not told where to go.
    private func closingStatuses(
        of sources: [Ticket], _ assigned: [FieldEdit], _ session: WriteSession
    ) throws(WorkspaceError) -> [String?] {
        var named: String?
        for case .set(.status, let status) in assigned { named = status }
        if let named, !configuration.workflow.phase(of: named).isDone {
            throw WorkspaceError(
                .usage, "merge.status", "work goes on in \(named): what is merged is closed",
                hint: "leave the status out, or name one of phase resolved or closed")
        }
        let choice = ClosingChoice(
            configuration: session.judgeConfiguration, actor: session.actor, given: Set(assigned.map(\.field)),
            inUse: snapshot)
        var statuses: [String?] = []
        var lacking: [Diagnostic] = []
        for source in sources {
            let (status, missing) =
                isDone(source) && named == nil ? (nil, []) : choice.status(for: source, named: named)
            statuses.append(status)
            guard let status, !missing.isEmpty else { continue }
            let fields = missing.map { "\(configuration.fileName(of: $0))=…" }.joined(separator: " ")
            lacking.append(
                Diagnostic(
                    rule: "transition-requires",
                    message: "\(source.id): the move from \(source.status) to \(status) needs "
                        + missing.map { configuration.fileName(of: $0) }.joined(separator: ", "),
                    hint:
                        "tick merge \(union.sources.map(\.id.text).joined(separator: " ")) --into \(target.id) \(fields)",
                    ticket: source.id))
        }
        guard lacking.isEmpty else { throw .refused(lacking) }
        return statuses
    }
}

/// People without doubles: nobody twice under two names.
private struct People {
    private let configuration: Configuration
    private var known: [String]
    private(set) var added: [String] = []

    init(_ configuration: Configuration, known: [String]) {
        self.configuration = configuration
        self.known = known
    }

    mutating func add(_ people: [String]) {
        for person in people where !known.contains(where: { configuration.isSamePerson($0, person) }) {
            known.append(person)
            added.append(person)
        }
    }
}
