package import TicketIndex
package import TicketModel
import TicketText

/// What `link` and `unlink` did, and what was so already.
package struct LinkResult: Sendable {
    package var change: ChangeResult
    /// One line for each link that needed nothing: `HD-a is blocked by HD-b already`.
    package var notes: [String]
}

extension Workspace {
    /// Links a ticket to others: `HD-a blocked-by HD-b HD-c`.
    ///
    /// Each link is written once, in the file of `ticket` where a field says it, else in the other one's. A link that is there, from
    /// either side, is left alone. A circle is refused by the judge, as in any other change.
    package func link(
        _ ticket: Ticket, _ relation: Relation, _ others: [Ticket], in snapshot: IndexSnapshot, options: WriteOptions
    ) throws(WorkspaceError) -> LinkResult {
        var edits: [PlannedEdit] = []
        var notes: [String] = []
        let maker = LinkEdits(configuration: configuration, ticket: ticket, relation: relation)
        for other in others {
            if snapshot.relations.holds(relation, ticket, other.id) {
                notes.append("\(ticket.id) \(relation.verb) \(other.id) already")
            } else {
                try maker.add(other, to: &edits)
            }
        }
        let planned = edits
        let change = try change(options) { session throws(WorkspaceError) in try plan(planned, in: session) }
        return LinkResult(change: change, notes: notes)
    }

    /// Takes links between a ticket and others away, from whichever files say them.
    ///
    /// - Parameter names: ids, or what else stands in the ticket's field: a link that leads nowhere can be taken out, too.
    package func unlink(
        _ ticket: Ticket, _ relation: Relation, _ names: [String], in snapshot: IndexSnapshot, options: WriteOptions
    ) throws(WorkspaceError) -> LinkResult {
        var edits: [PlannedEdit] = []
        var notes: [String] = []
        let maker = LinkEdits(configuration: configuration, ticket: ticket, relation: relation)
        for name in names {
            var other: Ticket?
            if case .found(let found) = snapshot.lookup(name) { other = found }
            if !maker.remove(name, other, from: &edits) {
                let problem = maker.nothingToRemove(name, other, snapshot)
                guard other != nil else { throw problem }
                notes.append(problem.message)
            }
        }
        let planned = edits
        let change = try change(options) { session throws(WorkspaceError) in try plan(planned, in: session) }
        return LinkResult(change: change, notes: notes)
    }
}

/// Edits that write one ticket's links, or take them away.
private struct LinkEdits {
    let configuration: Configuration
    let ticket: Ticket
    let relation: Relation

    private func isList(_ field: FieldName) -> Bool { configuration.type(of: field)?.isList ?? true }

    func add(_ other: Ticket, to edits: inout [PlannedEdit]) throws(WorkspaceError) {
        guard other.id != ticket.id else {
            throw WorkspaceError(
                .refused, "link.itself", "\(ticket.id) cannot be linked to itself", hint: "name another ticket")
        }
        if let field = relation.field { return try add(field, of: ticket, other.id, to: &edits) }
        if let field = relation.inverse.field { try add(field, of: other, ticket.id, to: &edits) }
    }

    private func add(
        _ field: FieldName, of ticket: Ticket, _ target: TicketID, to edits: inout [PlannedEdit]
    ) throws(WorkspaceError) {
        guard !isList(field) else { return append(.add(field, [target.text]), to: ticket, &edits) }
        let planned = edits.first { $0.ticket.id == ticket.id }?.edits.first { $0.field == field }
        if let planned, case .set(_, let other) = planned {
            throw WorkspaceError(
                .usage, "link.several", "a ticket has one \(field), not \(other) and \(target)",
                hint: "name one of them")
        }
        if let old = ticket.text(field) {
            throw WorkspaceError(
                .refused, "link.taken", "\(ticket.id) has the \(field) \(old)",
                hint: "tick set \(ticket.id) \(field)=\(target) puts \(target) in its place")
        }
        append(.set(field, target.text), to: ticket, &edits)
    }

    /// Returns whether there was anything to take away.
    func remove(_ name: String, _ other: Ticket?, from edits: inout [PlannedEdit]) -> Bool {
        var isFound = false
        if let field = relation.field {
            let texts = ticket.list(field).filter { text in
                text == name || TicketID(text).map { $0 == TicketID(name) || $0 == other?.id } ?? false
            }
            isFound = remove(texts, field, of: ticket, &edits)
        }
        if let other, let field = relation.inverse.field {
            let texts = other.list(field).filter { TicketID($0) == ticket.id }
            isFound = remove(texts, field, of: other, &edits) || isFound
        }
        return isFound
    }

    /// A list that loses its last item goes with it.
    private func remove(
        _ texts: [String], _ field: FieldName, of ticket: Ticket, _ edits: inout [PlannedEdit]
    ) -> Bool {
        guard !texts.isEmpty else { return false }
        var gone = Set(texts)
        let place = edits.firstIndex { $0.ticket.id == ticket.id }
        if let place {
            edits[place].edits.removeAll { edit in
                guard case .remove(field, let others) = edit else { return false }
                gone.formUnion(others)
                return true
            }
        }
        let isLast = !isList(field) || ticket.list(field).allSatisfy(gone.contains)
        append(isLast ? .clear(field) : .remove(field, gone.sorted()), to: ticket, &edits)
        return true
    }

    func nothingToRemove(_ name: String, _ other: Ticket?, _ snapshot: IndexSnapshot) -> WorkspaceError {
        guard let other else {
            return WorkspaceError(
                .absent, "ticket.unknown", "there is no ticket \(PrintableText.make(name)), and no link to it",
                hint: "tick show \(ticket.id) lists its links")
        }
        return WorkspaceError(.refused, "link.none", "\(ticket.id) \(relation.verbNegated) \(other.id)")
    }

    private func append(_ edit: FieldEdit, to ticket: Ticket, _ edits: inout [PlannedEdit]) {
        if let place = edits.firstIndex(where: { $0.ticket.id == ticket.id }) {
            edits[place].edits.append(edit)
        } else {
            edits.append(PlannedEdit(ticket: ticket, edits: [edit]))
        }
    }
}

extension Relation {
    /// `is not blocked by`, `does not block`.
    fileprivate var verbNegated: String {
        switch self {
        case .parent: "does not have the parent"
        case .child: "does not have the child"
        case .blocks: "does not block"
        case .blockedBy: "is not blocked by"
        case .duplicates: "does not duplicate"
        case .duplicatedBy: "is not duplicated by"
        case .related: "is not related to"
        case .problem: "does not have the problem"
        case .incident: "does not have the incident"
        }
    }
}
