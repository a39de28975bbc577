package import TicketModel

extension RelationGraph {
    /// Whether work on a ticket has to wait until another one is done. What is done itself waits for nothing.
    package func isBlocked(_ ticket: Ticket) -> Bool {
        guard !readiness.isBlocked.isEmpty, let position = position(of: ticket) else { return false }
        return readiness.isBlocked[position]
    }

    /// Whether children of a ticket are not done.
    package func hasOpenChild(_ ticket: Ticket) -> Bool {
        guard !readiness.hasOpenChild.isEmpty, let position = position(of: ticket) else { return false }
        return readiness.hasOpenChild[position]
    }

    /// The undone tickets that hold a ticket up, by their ids.
    package func blockers(of ticket: Ticket) -> [Ticket] {
        guard !readiness.isBlocked.isEmpty, let position = position(of: ticket) else { return [] }
        return readiness.blockers(of: position).map { tickets[$0] }
    }
}
