import TicketModel

/// One condition of a query, with the text that stands for it.
struct QueryTerm: Sendable {
    /// The field under its own name, the values as they were written.
    let text: String
    let test: any QueryTest
}

/// What a term asks of a ticket. Values are folded and looked up when the query is parsed, not for every ticket.
protocol QueryTest: Sendable {
    var needs: QueryNeeds { get }
    /// Whether the answer depends on the current time.
    var usesRelativeTime: Bool { get }
    /// Whether the answer depends on who asks.
    var usesActor: Bool { get }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool
}

extension QueryTest {
    var needs: QueryNeeds { [] }
    var usesRelativeTime: Bool { false }
    var usesActor: Bool { false }
}

/// The opposite of another test: a clause with `!=`.
struct OppositeTest: QueryTest {
    let test: any QueryTest

    var needs: QueryNeeds { test.needs }
    var usesRelativeTime: Bool { test.usesRelativeTime }
    var usesActor: Bool { test.usesActor }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        !test.matches(ticket, context, &facts)
    }
}
