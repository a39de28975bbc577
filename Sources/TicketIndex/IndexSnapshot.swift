internal import Synchronization
package import TicketModel

/// All tickets of a desk at one moment. Immutable: when files change, a new snapshot replaces it.
package struct IndexSnapshot: Sendable {
    package let configuration: Configuration
    /// Sorted by id.
    package let tickets: [Ticket]
    /// What is wrong with files: broken ones, duplicate ids, symbolic links. In reading order.
    package let diagnostics: [Diagnostic]
    private let shortKeys: ShortKeys
    /// What the tickets' links say, in both directions.
    package let lazyRelations: LazyRelations

    /// Positions in `tickets` by the id's part without the desk's key, sorted by it.
    private var byShortKey: [(key: Substring, position: Int)] { shortKeys.sorted(tickets) }

    /// Puts tickets in order. Of several with one id the first by path counts; each of the others is a diagnostic.
    package init(configuration: Configuration, tickets unsorted: [Ticket], diagnostics found: [Diagnostic]) {
        var diagnostics = found
        var sorted = unsorted.sortedByID()
        if zip(sorted, sorted.dropFirst()).contains(where: { $0.id == $1.id }) {
            var unique: [Ticket] = []
            for ticket in sorted {
                if let last = unique.last, last.id == ticket.id {
                    diagnostics.append(Self.duplicate(ticket, of: last))
                } else {
                    unique.append(ticket)
                }
            }
            sorted = unique
        }
        self.init(configuration: configuration, sorted: sorted, diagnostics: diagnostics)
    }

    /// Takes tickets that are in the order of their ids, each id once.
    init(configuration: Configuration, sorted: [Ticket], diagnostics: [Diagnostic]) {
        self.configuration = configuration
        tickets = sorted
        self.diagnostics = diagnostics.sorted(by: Diagnostic.readingOrder)
        shortKeys = ShortKeys()
        lazyRelations = LazyRelations(sorted, configuration.workflow)
    }

    /// How the tickets stand to each other; worked out when it is asked for first.
    package var relations: RelationGraph { lazyRelations.graph }

    /// Returns the snapshot with these tickets in place of those with their ids, or beside the others.
    ///
    /// - Parameter gone: ids whose tickets are left out.
    package func replacing(_ changed: [Ticket], without gone: Set<TicketID> = []) -> IndexSnapshot {
        var result: [Ticket] = []
        result.reserveCapacity(tickets.count + changed.count)
        var start = 0
        for ticket in changed.sorted(by: { $0.id < $1.id }) {
            let place = tickets.partitioningIndex { $0.id >= ticket.id }
            guard place >= start, result.last?.id != ticket.id else { continue }
            result += tickets[start..<place]
            result.append(ticket)
            start = place < tickets.count && tickets[place].id == ticket.id ? place + 1 : place
        }
        result += tickets[start...]
        let left = gone.subtracting(changed.map(\.id))
        if !left.isEmpty { result.removeAll { left.contains($0.id) } }
        return IndexSnapshot(configuration: configuration, sorted: result, diagnostics: diagnostics)
    }

    private static func duplicate(_ ticket: Ticket, of first: Ticket) -> Diagnostic {
        let location =
            ticket.location(of: .id)
            ?? SourceLocation(path: ticket.path, lineNumber: 1, columnNumber: 1, length: 0, lineText: "")
        return Diagnostic(
            rule: "duplicate-id", message: "\(first.path) has the id \(ticket.id) already",
            hint: "tick renumber gives the younger one another id; this file is not listed until then",
            location: location,
            ticket: ticket.id)
    }

    /// Returns the ticket with exactly this id, in any case.
    package func ticket(_ id: TicketID) -> Ticket? {
        let position = tickets.partitioningIndex { $0.id >= id }
        return position < tickets.count && tickets[position].id == id ? tickets[position] : nil
    }
}

// MARK: - Looking up by prefix

extension IndexSnapshot {
    /// What a name on the command line leads to.
    package enum Lookup: Sendable {
        case found(Ticket)
        /// Several ids begin so, in order.
        case ambiguous([TicketID])
        /// None does; `nearest` are ids that look alike.
        case absent(nearest: [TicketID])
    }

    /// Finds a ticket by its exact id or by a unique prefix, with or without the desk's key, in any case.
    package func lookup(_ name: String) -> Lookup {
        guard let id = TicketID(name) else { return .absent(nearest: []) }
        if let ticket = ticket(id) { return .found(ticket) }
        let positions = Set(positions(byPrefix: id.key)).union(positions(byShortPrefix: id.key))
        let exact = positions.filter { tickets[$0].id.keyWithoutPrefix == id.key[...] }
        if exact.count == 1, let position = exact.first { return .found(tickets[position]) }
        switch positions.count {
        case 0: return .absent(nearest: nearest(to: id))
        case 1: return .found(tickets[positions.first ?? 0])
        default: return .ambiguous(positions.sorted().map { tickets[$0].id })
        }
    }

    private func positions(byPrefix prefix: String) -> [Int] {
        let start = tickets.partitioningIndex { $0.id.key >= prefix }
        return Array(tickets[start...].indices.prefix { tickets[$0].id.key.hasPrefix(prefix) })
    }

    private func positions(byShortPrefix prefix: String) -> [Int] {
        let start = byShortKey.partitioningIndex { $0.key >= prefix[...] }
        return byShortKey[start...].prefix { $0.key.hasPrefix(prefix) }.map(\.position)
    }

    private func nearest(to id: TicketID) -> [TicketID] {
        // A scan over all ids is fine for an error, but not for a hundred thousand of them.
        guard tickets.count <= 20_000 else { return [] }
        let names = NearMatch.closest(to: id.key, among: tickets.lazy.map(\.id.key), limit: 3)
        let short = NearMatch.closest(to: id.key, among: byShortKey.lazy.map { String($0.key) }, limit: 3)
        let byName = names.compactMap(TicketID.init).compactMap { ticket($0)?.id }
        let byShortName = short.flatMap { name in positions(byShortPrefix: name).map { tickets[$0].id } }
        var seen: Set<TicketID> = []
        return (byName + byShortName).filter { seen.insert($0).inserted }.prefix(3).map(\.self)
    }

    /// Returns how many characters of the id's part behind the key it takes to name this ticket alone, at least 1.
    package func uniquePrefixLength(of id: TicketID) -> Int {
        let key = id.keyWithoutPrefix
        let position = byShortKey.partitioningIndex { $0.key >= key }
        var length = 1
        for neighbour in [position - 1, position + 1] where byShortKey.indices.contains(neighbour) {
            length = max(length, key.commonPrefix(with: byShortKey[neighbour].key) + 1)
        }
        return min(length, key.count)
    }
}

extension Substring {
    fileprivate func commonPrefix(with other: Substring) -> Int {
        zip(utf8, other.utf8).prefix { $0 == $1 }.count
    }
}

/// The ids without their keys, put in order when somebody first asks.
private final class ShortKeys: Sendable {
    private let keys = Mutex<[(key: Substring, position: Int)]?>(nil)

    func sorted(_ tickets: [Ticket]) -> [(key: Substring, position: Int)] {
        keys.withLock { known in
            if let known { return known }
            let keys = tickets.enumerated().map { ($0.element.id.keyWithoutPrefix, $0.offset) }
            // Where all ids share the desk's key, their order is this order already.
            let isSorted = zip(keys, keys.dropFirst()).allSatisfy { $0.0 <= $1.0 }
            let sorted = isSorted ? keys : keys.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            known = sorted
            return sorted
        }
    }
}
