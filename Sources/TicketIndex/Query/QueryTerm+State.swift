import TicketModel

/// The phase of a ticket's status among some: `phase:open,waiting`, `phase>=resolved`.
struct PhaseTest: QueryTest {
    let phases: Set<Phase>
    private let lookup: PhaseLookup

    init(phases: Set<Phase>, workflow: WorkflowDefinition) {
        self.phases = phases
        lookup = PhaseLookup(workflow)
    }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        phases.contains(lookup.phase(of: ticket.status))
    }
}

/// ``WorkflowDefinition/phase(of:)`` with a table for the statuses as they are declared.
struct PhaseLookup: Sendable {
    private let workflow: WorkflowDefinition
    private let phaseByStatus: [String: Phase]

    init(_ workflow: WorkflowDefinition) {
        self.workflow = workflow
        phaseByStatus = Dictionary(workflow.statuses.map { ($0.name, $0.phase) }) { first, _ in first }
    }

    func phase(of status: String) -> Phase { phaseByStatus[status] ?? workflow.phase(of: status) }
}

/// The verb of the last entry: `last:wrote`, `last:none`.
struct LastVerbTest: QueryTest {
    /// Nil for a ticket without entries.
    let verbs: [EntryVerb?]

    var needs: QueryNeeds { .conversation }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        verbs.contains(ticket.entries.last?.verb)
    }
}

/// `is:uncommitted`.
struct UncommittedTest: QueryTest {
    var needs: QueryNeeds { .workingTreeState }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        facts.of(ticket, context).hasUncommittedChanges
    }
}

/// Any of several tests of other kinds.
struct AnyTest: QueryTest {
    let tests: [any QueryTest]

    var needs: QueryNeeds { tests.reduce(into: []) { $0.formUnion($1.needs) } }
    var usesRelativeTime: Bool { tests.contains(where: \.usesRelativeTime) }
    var usesActor: Bool { tests.contains(where: \.usesActor) }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        for test in tests where test.matches(ticket, context, &facts) { return true }
        return false
    }
}

extension QueryTermBuilder {
    func phaseTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        var phases: Set<Phase> = []
        for value in clause.values {
            guard let phase = Phase(rawValue: FoldedText(value.text).string) else {
                throw unknown("phase", value, clause, among: Phase.allCases.map(\.rawValue))
            }
            phases.formUnion(Phase.allCases.filter { clause.comparison.positive.holds($0, phase) })
        }
        return PhaseTest(phases: phases, workflow: configuration.workflow)
    }

    func lastVerbTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        let names = EntryVerb.allCases.map(\.rawValue) + configuration.verbNames.keys.sorted()
        let verbs = try clause.values.map { value throws(QueryError) -> EntryVerb? in
            if try isNone(value, clause) { return nil }
            let key = FoldedText(value.text)
            if let verb = EntryVerb(rawValue: key.string) { return verb }
            if let named = configuration.verbNames.first(where: { FoldedText($0.key) == key }) { return named.value }
            throw unknown("verb", value, clause, among: names)
        }
        return LastVerbTest(verbs: verbs)
    }

    /// `is:uncommitted`, `is:open`, `is:ready`, `is:blocked`.
    func stateTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        let tests = try clause.values.map { value throws(QueryError) -> any QueryTest in
            let word = FoldedText(value.text).string
            if word == "uncommitted" { return UncommittedTest() }
            if let state = ReadinessTest.State(rawValue: word) {
                return ReadinessTest(state: state, workflow: configuration.workflow)
            }
            if let phase = Phase(rawValue: word) { return PhaseTest(phases: [phase], workflow: configuration.workflow) }
            throw unknown(
                "state", value, clause, among: ["uncommitted", "ready", "blocked"] + Phase.allCases.map(\.rawValue))
        }
        return AnyTest(tests: tests)
    }
}
