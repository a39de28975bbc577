import TicketModel

/// The state of the clock that runs out next: `sla:breached`, `sla:none`.
struct ServiceStateTest: QueryTest {
    /// Nil where there is no clock.
    let states: [String?]
    static let names = ["running", "at-risk", "breached", "paused", "met", "missed", "cancelled", "unknown"]

    var needs: QueryNeeds { .serviceLevels }
    var usesRelativeTime: Bool { true }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        states.contains(facts.of(ticket, context).slaState)
    }
}

/// What that clock has left: `sla<2h`. False where no clock runs.
struct ServiceTimeTest: QueryTest {
    let comparison: QueryComparison
    let seconds: Int64

    var needs: QueryNeeds { .serviceLevels }
    var usesRelativeTime: Bool { true }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        facts.of(ticket, context).slaRemainingSeconds.map { comparison.holds($0, seconds) } ?? false
    }
}

extension QueryTermBuilder {
    func serviceLevelTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        guard clause.comparison.isEquality else {
            return ServiceTimeTest(comparison: clause.comparison, seconds: try seconds(clause.values[0]))
        }
        let states = try clause.values.map { value throws(QueryError) -> String? in
            if try isNone(value, clause) { return nil }
            let state = FoldedText(value.text).string
            guard ServiceStateTest.names.contains(state) else {
                if RelativeDuration.parse(value.text) != nil {
                    throw error(
                        "\(value.text) is no state of a clock", in: value.range,
                        hint: "write sla<\(value.text) for clocks with less than that left")
                }
                throw unknown("clock state", value, clause, among: ServiceStateTest.names + ["none"])
            }
            return state
        }
        return ServiceStateTest(states: states)
    }
}
