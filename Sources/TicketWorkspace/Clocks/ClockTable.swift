internal import GitStore
internal import ServiceLevels
internal import Synchronization
internal import TicketIndex
internal import TicketModel

/// How tickets stand with their clocks: computed for those that somebody asks for, once each, on every core.
final class ClockTable: Sendable {
    private let clocks: DeskClocks
    private let known = Mutex<[TicketID: TicketStanding]>([:])

    init(_ clocks: DeskClocks) { self.clocks = clocks }

    func standing(of ticket: Ticket) -> TicketStanding {
        let id = ticket.id
        if let standing = known.withLock({ $0[id] }) { return standing }
        let standing = clocks.standing(of: ticket)
        known.withLock { $0[id] = standing }
        return standing
    }

    func forget() { known.withLock { $0.removeAll(keepingCapacity: true) } }

    /// What queries ask about a ticket's clocks, by these.
    func facts(of ticket: Ticket) -> TicketFacts {
        let standing = standing(of: ticket)
        return TicketFacts(
            updated: clocks.updated(ticket), slaState: standing.state?.rawValue,
            slaRemainingSeconds: standing.secondsToNextBreak)
    }

    /// Computes how these tickets stand, all cores at once, for callers that wait for it.
    func prepareWaiting(_ tickets: [Ticket]) {
        let unknown = known.withLock { known in tickets.filter { known[$0.id] == nil } }
        let parts = ParallelWork.map(unknown, size: 128) { $0.map { ($0.id, self.clocks.standing(of: $0)) } }
        known.withLock { known in for (id, standing) in parts.joined() { known[id] = standing } }
    }

    /// Computes how these tickets stand, all cores at once.
    func prepare(_ tickets: [Ticket]) async {
        let unknown = known.withLock { known in tickets.filter { known[$0.id] == nil } }
        _ = await ParallelBatches.map(unknown) { batch in
            let standings = batch.map { ($0.id, self.clocks.standing(of: $0)) }
            self.known.withLock { known in for (id, standing) in standings { known[id] = standing } }
            return 0
        }
    }
}
