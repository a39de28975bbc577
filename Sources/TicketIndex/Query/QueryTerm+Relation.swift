import TicketModel

/// Tickets that stand in a relation to some others: `blocked-by:HD-9x2m4c`, `child:none`, `parent:HD-k7q`.
///
/// Whichever of the two files says it: what HD-9x2m4c `blocks` is found, too. Ids that lead nowhere are found where they are written.
struct RelationTest: QueryTest {
    let relation: Relation
    /// The ids of the others.
    let ids: IDTest

    /// A relation that only the ticket's own file says needs nobody else's.
    var needs: QueryNeeds { Self.isOwn(relation) ? [] : .relations }

    private static func isOwn(_ relation: Relation) -> Bool {
        [.parent, .duplicates, .problem].contains(relation)
    }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        let isEmpty = relation.field.map { !ticket.has($0) } ?? true
        if !isEmpty, matchesOwn(ticket) { return true }
        guard !Self.isOwn(relation), let graph = context.relations?.graph else { return isEmpty && ids.includesAbsent }
        let others = graph.tickets(relation, of: ticket)
        if others.isEmpty { return isEmpty && ids.includesAbsent }
        return others.contains { ids.matches($0.id) }
    }

    private func matchesOwn(_ ticket: Ticket) -> Bool {
        guard let field = relation.field else { return false }
        return ticket.list(field).contains { text in TicketID(text).map(ids.matches) ?? false }
    }
}

extension IDTest {
    /// The absence of a value.
    static func none(of field: FieldName) -> IDTest { IDTest(field: field, includesAbsent: true) }
}

/// `is:ready`: work on it can go on now. `is:blocked`: it waits for another ticket.
struct ReadinessTest: QueryTest {
    enum State: String {
        case ready, blocked
    }

    let state: State
    private let phases: PhaseLookup

    init(state: State, workflow: WorkflowDefinition) {
        self.state = state
        phases = PhaseLookup(workflow)
    }

    var needs: QueryNeeds { .relations }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        let phase = phases.phase(of: ticket.status)
        let graph = context.relations?.graph
        switch state {
        case .blocked: return !phase.isDone && graph?.isBlocked(ticket) ?? false
        case .ready:
            guard phase == .open else { return false }
            return graph.map { !$0.isBlocked(ticket) && !$0.hasOpenChild(ticket) } ?? true
        }
    }
}

extension QueryTermBuilder {
    func relationTest(_ relation: Relation, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        RelationTest(relation: relation, ids: try idTest(relation.field ?? .id, clause))
    }
}
