internal import ServiceLevels
internal import Synchronization
internal import TicketIndex
internal import TicketModel

/// How tickets stand with their clocks: computed for those that somebody asks for, once each, on every core.
final class ClockTable: Sendable {
    struct Standing: Sendable {
        var clocks: TicketClocks
        /// The limit of the status that the ticket is in; nil where it has none.
        var limit: StatusLimit?
    }

    private let clocks: DeskClocks
    private let known = Mutex<[TicketID: Standing]>([:])

    init(_ clocks: DeskClocks) { self.clocks = clocks }

    func standing(of ticket: Ticket) -> Standing {
        let id = ticket.id
        if let standing = known.withLock({ $0[id] }) { return standing }
        let standing = clocks.standing(of: ticket)
        known.withLock { $0[id] = standing }
        return standing
    }

    func forget() { known.withLock { $0.removeAll(keepingCapacity: true) } }

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
