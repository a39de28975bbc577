package import TicketModel

/// What an agent did in a period and has at its end, beside what they can take.
package struct AgentWorkload: Sendable {
    package let figures: AgentFigures
    /// Nil for nobody, and for people that `people.yml` does not know.
    package let person: Person?
    /// Whether only the tickets of a query are counted, which says nothing about anybody's load.
    private let isPart: Bool

    /// How many open tickets the agent takes at once; nil without a limit.
    package var capacity: Int? { person?.capacity }

    /// The open tickets in thousandths of the capacity, rounded down; nil where there is nothing to compare.
    package var fillPerMille: Int? {
        guard !isPart, let capacity, capacity > 0 else { return nil }
        return figures.open * 1_000 / capacity
    }

    /// Whether there are more open tickets than the capacity; nil where there is nothing to compare.
    ///
    /// Tickets that wait for others do not count, as they do not when the desk gives out tickets.
    package var isOverloaded: Bool? { isPart ? nil : capacity.map { figures.open > $0 } }

    /// Returns everybody with a figure, and everybody who is given tickets.
    static func all(_ facts: ReportFacts, _ configuration: Configuration, isPart: Bool) -> [AgentWorkload] {
        let people = configuration.people
        let listed = (people?.people ?? []).filter(\.takesTickets).map(\.handle)
        return AgentFigures.all(facts, withLoad: true, listed: listed).map { figures in
            AgentWorkload(
                figures: figures, person: figures.agent.flatMap { people?.person($0) }, isPart: isPart)
        }
    }
}
