package import GitStore
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
    /// The links of commits that the store does not have, by the id in lower case.
    private let ownLinks: [String: [CommitLink]]
    /// For events that were picked from another history: its links, as far as they were picked too.
    private let pickedLinks: (@Sendable (TicketID) -> [CommitLink])?
    private let graph: HistoryGraph?
    /// In a shallow clone, where what is known of the tickets that are in its first commits begins.
    package let missingBefore: Instant?

    init(
        store: HistoryStore?, marks: [Bool]? = nil, own: [TicketID: HistoryTicket] = [:],
        links: [String: [CommitLink]] = [:], graph: HistoryGraph? = nil, missingBefore: Instant?
    ) {
        self.store = store
        self.marks = marks
        firstLost = marks?.firstIndex(of: false).map { Int32($0) } ?? .max
        // The builder has left out of its events what is not reached, of its released files not.
        self.own = own.mapValues { ticket in
            ticket.events { number in marks.map { number >= $0.count || $0[Int(number)] } ?? true }
                .sorted(by: HistoryEvent.areInOrder)
        }
        ownLinks = links
        pickedLinks = nil
        self.graph = graph
        self.missingBefore = missingBefore
    }

    /// A history of events that were picked from another one, in time order.
    ///
    /// - Parameters:
    ///   - links: Returns the commits that name a ticket, as far as they were picked too.
    package init(
        events: [TicketEvent], missingBefore: Instant?, links: (@Sendable (TicketID) -> [CommitLink])? = nil
    ) {
        var own: [TicketID: [HistoryEvent]] = [:]
        for (index, event) in events.enumerated() {
            own[event.ticket, default: []].append(HistoryEvent(commit: Int32(index), sequence: index, event: event))
        }
        store = nil
        marks = nil
        firstLost = .max
        self.own = own
        ownLinks = [:]
        pickedLinks = links
        graph = nil
        self.missingBefore = missingBefore
    }

    /// All events in time order, each once: what happened to a ticket under another id is listed under that one, as long as it has it.
    package var events: [TicketEvent] { Self.withoutInherited(eventsOfAllTickets) }

    /// The events of some commits, in time order, each once. Tickets that none of them touched are not decoded.
    package func events(of commits: Set<ObjectID>) -> [TicketEvent] {
        guard !commits.isEmpty else { return [] }
        var found = own.values.flatMap { $0.filter { commits.contains($0.event.commit) } }
        if let store, let first = commits.compactMap({ store.number(of: $0) }).min() {
            for position in 0..<store.ticketCount where store.directoryEntry(position).lastCommit >= first {
                guard let id = store.ticketID(position), own[id] == nil else { continue }
                found += reachable(store.ticket(at: position)).filter { commits.contains($0.event.commit) }
            }
        }
        return Self.withoutInherited(inOrder(found))
    }

    private static func withoutInherited(_ all: [TicketEvent]) -> [TicketEvent] {
        guard all.contains(where: \.isInherited) else { return all }
        struct Place: Hashable {
            var commit: ObjectID
            var path: RepositoryPath
        }
        let own = Set(all.lazy.filter { !$0.isInherited }.map { Place(commit: $0.commit, path: $0.path) })
        return all.filter { !$0.isInherited || !own.contains(Place(commit: $0.commit, path: $0.path)) }
    }

    /// The events of every ticket, with those of its earlier ids, in time order; of one instant, what a commit did before what its
    /// descendants did.
    package var eventsOfAllTickets: [TicketEvent] {
        var all: [HistoryEvent] = own.values.flatMap(\.self)
        for position in 0..<(store?.ticketCount ?? 0) {
            guard let store, let id = store.ticketID(position), own[id] == nil else { continue }
            all += reachable(store.ticket(at: position))
        }
        return inOrder(all)
    }

    private func inOrder(_ events: [HistoryEvent]) -> [TicketEvent] {
        var all = events
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

    /// The events that count from `instant` on, in time order: only tickets that have such are decoded.
    func events(since instant: Instant) -> [TicketEvent] {
        var found = own.values.flatMap { $0.filter { $0.event.at >= instant } }
        for position in 0..<(store?.ticketCount ?? 0) {
            guard let store, store.directoryEntry(position).lastInstant >= instant, let id = store.ticketID(position),
                own[id] == nil
            else { continue }
            found += reachable(store.ticket(at: position)).filter { $0.event.at >= instant }
        }
        return inOrder(found)
    }

    /// The commits that are kept: how many, and the last of them, whose ancestors the others are. Nil where none are.
    var kept: (count: Int, tip: ObjectID)? {
        guard let store, store.commitCount > 0 else { return nil }
        return (store.commitCount, store.id(ofCommit: store.commitCount - 1))
    }

    /// Whether the first kept commits are a commit and its ancestors.
    ///
    /// Parents come first, so they are where it is the last of as many as it has ancestors.
    func keepsFirst(_ count: Int, upTo tip: ObjectID) -> Bool {
        guard let store, count > 0, count <= store.commitCount else { return false }
        return store.id(ofCommit: count - 1) == tip
    }

    /// The tickets that may have another history than the first kept commits gave them, each with the number of the last commit
    /// that changed it, or `Int32.max`.
    func changes(since count: Int) -> [TicketID: Int32] {
        var found = own.mapValues { _ in Int32.max }
        guard let store else { return found }
        let first = min(Int32(clamping: count), firstLost)
        for position in 0..<store.ticketCount {
            let last = store.directoryEntry(position).lastCommit
            guard last >= first, let id = store.ticketID(position), found[id] == nil else { continue }
            found[id] = last >= firstLost ? .max : last
        }
        return found
    }

    /// When a ticket was last changed by a commit; nil if none has it.
    package func lastInstant(of ticket: TicketID) -> Instant? {
        if let own = own[ticket] { return own.last?.event.at }
        guard let store, let position = store.position(of: ticket) else { return nil }
        let entry = store.directoryEntry(position)
        return entry.lastCommit < firstLost ? entry.lastInstant : events(of: ticket).last?.at
    }

    /// Events by ticket, each in time order.
    package var byTicket: [TicketID: [TicketEvent]] { Dictionary(grouping: eventsOfAllTickets, by: \.ticket) }

    private func reachable(_ ticket: HistoryTicket) -> [HistoryEvent] {
        ticket.events { marks?[Int($0)] ?? true }
    }
}

// MARK: - Links

extension TicketHistory {
    /// The commits whose messages name a ticket and that do not change it, in time order.
    ///
    /// Those that name it by an id that it had before are among them.
    package func links(to ticket: TicketID) -> [CommitLink] {
        if let pickedLinks { return pickedLinks(ticket) }
        var best: [ObjectID: CommitLink] = [:]
        for name in names(of: ticket) {
            for link in allLinks(to: name) where best[link.commit].map({ $0.kind < link.kind }) ?? true {
                best[link.commit] = link
            }
        }
        guard !best.isEmpty else { return [] }
        for event in events(of: ticket) { best[event.commit] = nil }
        return best.values.sorted { ($0.at, $0.recordedAt, $0.commit) < ($1.at, $1.recordedAt, $1.commit) }
    }

    /// The tickets that commits say they close, under the ids that they give, with these commits.
    func closings() -> [TicketID: [CommitLink]] {
        var result: [TicketID: [CommitLink]] = [:]
        for position in 0..<(store?.linkCount ?? 0) {
            guard let store, store.isClosing(position), let link = store.link(at: position) else { continue }
            guard marks?[Int(link.commit)] ?? true else { continue }
            result[TicketID(known: link.key), default: []].append(CommitLink(link, in: store))
        }
        for (key, links) in ownLinks {
            let closing = links.filter { $0.kind == .closes }
            if !closing.isEmpty { result[TicketID(known: key), default: []] += closing }
        }
        return result
    }

    /// Whether one commit is an ancestor of another, as far as the cache has both; nil where it has not.
    func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) -> Bool? {
        guard let store, let first = store.number(of: ancestor), let last = store.number(of: commit) else { return nil }
        return HistoryGraph(extending: store).isAncestor(first, of: last)
    }

    private func allLinks(to name: TicketID) -> [CommitLink] {
        var links: [CommitLink] = ownLinks[name.key] ?? []
        guard let store else { return links }
        for link in store.links(to: name.key) where marks?[Int(link.commit)] ?? true {
            links.append(CommitLink(link, in: store))
        }
        return links
    }

    // MARK: Former ids

    /// A ticket's id and those that it had before.
    func names(of ticket: TicketID) -> [TicketID] {
        [ticket] + events(of: ticket).compactMap(\.formerID).filter { $0 != ticket }
    }

    /// For each id that a ticket had, the commits in which it was lost and the ids that the ticket got there.
    ///
    /// That an id is given away happens once in a long while; who asks for many reads all events once.
    func successors() -> [TicketID: [(commit: ObjectID, id: TicketID)]] {
        var found: [TicketID: [(commit: ObjectID, id: TicketID)]] = [:]
        func add(_ id: TicketID, _ items: [HistoryEvent]) {
            for item in items {
                guard let former = item.event.formerID, former != id else { continue }
                found[former, default: []].append((item.event.commit, id))
            }
        }
        for (id, items) in own { add(id, items) }
        for position in 0..<(store?.ticketCount ?? 0) {
            guard let store, let id = store.ticketID(position), own[id] == nil else { continue }
            add(id, reachable(store.ticket(at: position)))
        }
        return found
    }
}

extension TicketEvent {
    /// The id that the ticket had before the event; nil where it has kept it.
    fileprivate var formerID: TicketID? {
        guard kind == .changed, let change = changes.first(where: { $0.field == .id }) else { return nil }
        return change.from?.texts.first.flatMap { TicketID($0) }
    }
}

extension CommitLink {
    init(_ link: NumberedLink, in store: HistoryStore) {
        let commit = store.commit(Int(link.commit))
        self.init(
            commit: store.id(ofCommit: Int(link.commit)), kind: link.kind, authoredAt: commit.authored,
            recordedAt: commit.recorded, authorName: store.string(commit.authorName),
            authorEmail: store.string(commit.authorEmail))
    }
}
