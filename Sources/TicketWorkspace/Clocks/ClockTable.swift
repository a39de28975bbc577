internal import GitStore
internal import ServiceLevels
internal import Synchronization
internal import TicketIndex
internal import TicketModel

/// How tickets stand with their clocks: for those that queries ask about, once each, on every core.
final class ClockTable: Sendable {
    /// A standing is large, and a table that grows moves what it has.
    private final class Known: Sendable {
        let standing: TicketStanding
        init(_ standing: TicketStanding) { self.standing = standing }
    }

    private let clocks: DeskClocks
    private let known = Mutex<[TicketID: Known]>([:])

    init(_ clocks: DeskClocks) { self.clocks = clocks }

    /// How a ticket stands, which is kept for the next time.
    func standing(of ticket: Ticket) -> TicketStanding {
        let id = ticket.id
        if let known = known.withLock({ $0[id] }) { return known.standing }
        let found = Known(clocks.standing(of: ticket))
        known.withLock { $0[id] = found }
        return found.standing
    }

    /// How a ticket stands, for somebody who asks once.
    func passingStanding(of ticket: Ticket) -> TicketStanding {
        let known = known.withLock { $0.isEmpty ? nil : $0[ticket.id] }
        return known?.standing ?? clocks.standing(of: ticket)
    }

    /// What queries ask about a ticket's clocks, by these.
    func facts(of ticket: Ticket) -> TicketFacts {
        let standing = standing(of: ticket)
        return TicketFacts(
            updated: clocks.updated(ticket), slaState: standing.state?.rawValue,
            slaRemainingSeconds: standing.secondsToNextBreak)
    }

    /// Computes how these tickets stand, all cores at once, for callers that wait for it.
    func prepareWaiting(_ tickets: [Ticket]) {
        let unknown = unknown(tickets)
        let parts = ParallelWork.map(unknown, size: 128) { $0.map { ($0.id, Known(self.clocks.standing(of: $0))) } }
        known.withLock { known in for (id, standing) in parts.joined() { known[id] = standing } }
    }

    /// Computes how these tickets stand, all cores at once.
    func prepare(_ tickets: [Ticket]) async {
        _ = await ParallelBatches.map(unknown(tickets)) { batch in
            let standings = batch.map { ($0.id, Known(self.clocks.standing(of: $0))) }
            self.known.withLock { known in for (id, standing) in standings { known[id] = standing } }
            return 0
        }
    }

    private func unknown(_ tickets: [Ticket]) -> [Ticket] {
        known.withLock { known in known.isEmpty ? tickets : tickets.filter { known[$0.id] == nil } }
    }
}
