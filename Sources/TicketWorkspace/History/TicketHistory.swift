package import TicketModel

/// All changes to all tickets that a tip's ancestry holds.
///
/// A ticket's events are decoded when they are asked for; asking for all of them decodes everything.
package struct TicketHistory: Sendable {
    private let store: HistoryStore?
    /// For each commit of the store whether the tip reaches it; nil if it reaches all.
    private let marks: [Bool]?
    /// The number of the first commit of the store that the tip does not reach.
    private let firstLost: Int32
    /// Tickets that differ from the store's, or all of them without a store.
    private let own: [TicketID: [HistoryEvent]]
    private let graph: HistoryGraph?
    /// In a shallow clone, where what is known of the tickets that are in its first commits begins.
    package let missingBefore: Instant?

    init(
        store: HistoryStore?, marks: [Bool]? = nil, own: [TicketID: HistoryTicket] = [:], graph: HistoryGraph? = nil,
        missingBefore: Instant?
    ) {
        self.store = store
        self.marks = marks
        firstLost = marks?.firstIndex(of: false).map { Int32($0) } ?? .max
        // The builder has left out of its events what is not reached, of its released files not.
        self.own = own.mapValues { ticket in
            ticket.events { number in marks.map { number >= $0.count || $0[Int(number)] } ?? true }
                .sorted(by: HistoryEvent.areInOrder)
        }
        self.graph = graph
        self.missingBefore = missingBefore
    }

    /// A history of events that were picked from another one, in time order.
    package init(events: [TicketEvent], missingBefore: Instant?) {
        var own: [TicketID: [HistoryEvent]] = [:]
        for (index, event) in events.enumerated() {
            own[event.ticket, default: []].append(HistoryEvent(commit: Int32(index), sequence: index, event: event))
        }
        store = nil
        marks = nil
        firstLost = .max
        self.own = own
        graph = nil
        self.missingBefore = missingBefore
    }

    /// All events in time order; of one instant, what a commit did before what its descendants did.
    package var events: [TicketEvent] {
        var all: [HistoryEvent] = own.values.flatMap(\.self)
        for position in 0..<(store?.ticketCount ?? 0) {
            guard let store, let id = store.ticketID(position), own[id] == nil else { continue }
            all += reachable(store.ticket(at: position))
        }
        // The other id has them already.
        all.removeAll(where: \.isInherited)
        let generations = (graph ?? store.map { HistoryGraph(extending: $0) })?.generations()
        func order(_ item: HistoryEvent) -> Int32 { generations?[Int(item.commit)] ?? item.commit }
        all.sort { left, right in
            if left.event.at != right.event.at { return left.event.at < right.event.at }
            let (one, other) = (order(left), order(right))
            if one != other { return one < other }
            return (left.event.commit, left.event.ticket) < (right.event.commit, right.event.ticket)
        }
        return all.map(\.event)
    }

    /// The events of a ticket in time order.
    package func events(of ticket: TicketID) -> [TicketEvent] {
        if let own = own[ticket] { return own.map(\.event) }
        guard let store, let position = store.position(of: ticket) else { return [] }
        return reachable(store.ticket(at: position)).sorted(by: HistoryEvent.areInOrder).map(\.event)
    }

    /// When a ticket was last changed by a commit; nil if none has it.
    package func lastInstant(of ticket: TicketID) -> Instant? {
        if let own = own[ticket] { return own.last?.event.at }
        guard let store, let position = store.position(of: ticket) else { return nil }
        let entry = store.directoryEntry(position)
        return entry.lastCommit < firstLost ? entry.lastInstant : events(of: ticket).last?.at
    }

    /// Events by ticket, each in time order.
    package var byTicket: [TicketID: [TicketEvent]] { Dictionary(grouping: events, by: \.ticket) }

    private func reachable(_ ticket: HistoryTicket) -> [HistoryEvent] {
        ticket.events { marks?[Int($0)] ?? true }
    }
}
