import GitStore
import ServiceLevels
import TicketModel

/// Turns the changes of new commits into events, commit by commit, parents first.
///
/// What an event depends on are its commit's ancestors alone, so it is the same whether they were read now or are known
/// from before, and in whatever order commits that do not follow each other come.
struct HistoryBuilder {
    let configuration: Configuration
    let commits: [AncestryCommit]
    let files: HistoryFiles
    /// What is known already; nil for nothing.
    let base: HistoryStore?
    /// For each commit of the base whether the tip still reaches it; nil if it reaches all.
    let marks: [Bool]?
    private(set) var graph: HistoryGraph
    private(set) var tickets: [TicketID: HistoryTicket] = [:]
    /// What the messages of new commits name, beside the tickets that they change.
    private(set) var links: [NumberedLink] = []
    let numbers: [ObjectID: Int32]
    private let firstNumber: Int32

    init(
        configuration: Configuration, commits: [AncestryCommit], files: HistoryFiles, base: HistoryStore?,
        marks: [Bool]?,
        graph: HistoryGraph
    ) {
        self.configuration = configuration
        self.commits = commits
        self.files = files
        self.base = base
        self.marks = marks
        self.graph = graph
        firstNumber = Int32(graph.count)
        var numbers: [ObjectID: Int32] = [:]
        for (index, commit) in commits.enumerated() { numbers[commit.id] = Int32(graph.count + index) }
        self.numbers = numbers
    }

    /// The numbers of a new commit's parents.
    func parents(of commit: AncestryCommit) -> [Int32] {
        commit.parents.compactMap { numbers[$0] ?? base?.number(of: $0) }
    }

    /// - Parameter messages: What the messages of new commits name.
    mutating func build(
        in repository: borrowing GitRepository, messages: [ObjectID: [String: LinkKind]]
    ) throws(GitError) {
        for (index, commit) in commits.enumerated() {
            graph.append(parents: parents(of: commit))
            if let sides = files.sides[index] {
                try addMerge(commit, sides, in: repository)
            } else {
                try add(commit, files.changes[index], in: repository)
                for path in files.unreadRemovals[index] ?? [] { addUnreadRemoval(commit, files.path(path)) }
            }
            for (key, kind) in messages[commit.id] ?? [:] where kind == .closes || !changes(key) {
                links.append(NumberedLink(key: key, commit: number, kind: kind))
            }
        }
    }

    /// Whether the commit at hand changes a ticket: then its message need not name it.
    private func changes(_ key: String) -> Bool {
        tickets[TicketID(known: key)]?.events.last?.commit == number
    }

    private var number: Int32 { Int32(graph.count) - 1 }

    // MARK: Commits with one parent

    private mutating func add(
        _ commit: AncestryCommit, _ changes: [(path: Int32, change: HistoryFileChange)],
        in repository: borrowing GitRepository
    ) throws(GitError) {
        if changes.count == 1 { return try add(commit, changes[0].change.ticket, changes, in: repository) }
        let renumbered = Renumbered.find(in: changes)
        for ticket in renumbered { inherit(ticket) }
        var byTicket: [TicketID: [(path: Int32, change: HistoryFileChange)]] = [:]
        for change in changes { byTicket[change.change.ticket, default: []].append(change) }
        for ticket in renumbered where byTicket[ticket.added.ticket]?.count == 1 {
            let id = ticket.added.ticket
            byTicket[id] = nil
            append(
                commit, id, .changed, files.path(ticket.path), HistoryDelta(from: ticket.removed, to: ticket.added),
                heads(of: id))
        }
        for (id, own) in byTicket { try add(commit, id, own, in: repository) }
    }

    /// A ticket that got another id in a commit.
    private struct Renumbered {
        var removed: HistoryVersion
        var removedPath: Int32
        var added: HistoryVersion
        var path: Int32

        /// Of the files that went and came those that say the same title and the same moment of creation.
        static func find(in changes: [(path: Int32, change: HistoryFileChange)]) -> [Renumbered] {
            let removed = changes.compactMap { item -> (Int32, HistoryVersion)? in
                if case .removed(let version) = item.change { (item.path, version) } else { nil }
            }
            guard !removed.isEmpty, removed.count < changes.count else { return [] }
            let gone = Dictionary(grouping: removed) { $0.1.origin }
            let added = changes.compactMap { item -> (Int32, HistoryVersion)? in
                if case .added(let version) = item.change { (item.path, version) } else { nil }
            }
            return Dictionary(grouping: added) { $0.1.origin }.compactMap { origin, new in
                guard new.count == 1, let old = gone[origin], old.count == 1,
                    old[0].1.ticket != new[0].1.ticket
                else { return nil }
                return Renumbered(removed: old[0].1, removedPath: old[0].0, added: new[0].1, path: new[0].0)
            }.sorted { $0.path < $1.path }
        }
    }

    /// Gives a ticket the events of the time when it had another id.
    private mutating func inherit(_ ticket: Renumbered) {
        load(ticket.removed.ticket)
        load(ticket.added.ticket)
        guard let old = tickets[ticket.removed.ticket], heads(of: ticket.added.ticket).isEmpty else { return }
        // Of an id that several files had, what one of them was.
        let path = files.path(ticket.removedPath)
        let isShared = !old.contestedPaths.isEmpty
        var events = tickets[ticket.added.ticket]?.events ?? []
        for var item in old.events
        where graph.isAncestor(item.commit, of: number) && (!isShared || item.event.path == path) {
            item.event.ticket = ticket.added.ticket
            item.event.isInherited = true
            events.append(item)
        }
        tickets[ticket.added.ticket]?.events = events.sorted { $0.commit < $1.commit }
        let released = HistoryTicket.Released(commit: number, path: path)
        if isShared { tickets[ticket.removed.ticket]?.released.append(released) }
    }

    private mutating func add(
        _ commit: AncestryCommit, _ id: TicketID, _ changes: [(path: Int32, change: HistoryFileChange)],
        in repository: borrowing GitRepository
    ) throws(GitError) {
        load(id)
        let heads = heads(of: id)
        if isContested(id, changes, heads) { return try addContested(commit, id, changes, heads, in: repository) }
        let added = changes.lazy.compactMap { change -> HistoryVersion? in
            if case .added(let version) = change.change { version } else { nil }
        }.first
        let path = files.path((changes.first { !$0.change.isRemoval } ?? changes[0]).path)
        let removed = changes.lazy.compactMap { change -> HistoryVersion? in
            if case .removed(let version) = change.change { version } else { nil }
        }.first
        switch changes[0].change {
        case .changed(_, let delta): append(commit, id, .changed, path, delta, heads)
        case .mended(let version):
            let before = fold(id, heads).version(id)
            append(
                commit, id, before == nil ? .created : .changed, path, HistoryDelta(from: before, to: version), heads)
        case .added, .removed:
            let kind: TicketEvent.Kind = removed == nil ? .created : added == nil ? .removed : .changed
            append(commit, id, kind, path, HistoryDelta(from: removed, to: added), heads)
        }
    }

    /// Whether several files are, or were, this ticket at one time.
    private func isContested(
        _ id: TicketID, _ changes: [(path: Int32, change: HistoryFileChange)], _ heads: [Int]
    ) -> Bool {
        guard let ticket = tickets[id] else { return false }
        if !ticket.contestedPaths.isEmpty { return true }
        let additions = changes.count { $0.change.isAddition }
        let removals = changes.count { $0.change.isRemoval }
        if additions > 1 || removals > 1 || changes.count > additions + removals && changes.count > 1 { return true }
        return additions == 1 && removals == 0 && heads.contains { ticket.events[$0].event.kind != .removed }
    }

    /// Of several files with one id the first by path is the ticket, before and after.
    private mutating func addContested(
        _ commit: AncestryCommit, _ id: TicketID, _ changes: [(path: Int32, change: HistoryFileChange)],
        _ heads: [Int], in repository: borrowing GitRepository
    ) throws(GitError) {
        let paths = contest(id, changes.map { files.paths[Int($0.path)] })
        let before =
            try commit.parents.first.map { parent throws(GitError) in
                try version(of: id, at: paths, in: parent, of: repository)
            } ?? nil
        let after = try version(of: id, at: paths, in: commit.tree, of: repository)
        guard before?.blob != after?.blob || before?.path != after?.path, let path = (after ?? before)?.path else {
            return
        }
        let kind: TicketEvent.Kind = before == nil ? .created : after == nil ? .removed : .changed
        append(commit, id, kind, path, HistoryDelta(from: before?.version, to: after?.version), heads)
    }

    /// Remembers the paths of a ticket that several files claim to be, in order.
    private mutating func contest(_ id: TicketID, _ paths: [[UInt8]]) -> [[UInt8]] {
        let known = Set(knownPaths(of: id) + paths).sorted { $0.lexicographicallyPrecedes($1) }
        tickets[id]?.contestedPaths = known
        return known
    }

    /// Branches that each made a ticket with one id have two after their merge.
    mutating func noticeContest(
        _ id: TicketID, _ paths: [[UInt8]], in tree: ObjectID, of repository: borrowing GitRepository
    ) throws(GitError) {
        guard tickets[id]?.contestedPaths.isEmpty == true else { return }
        var count = 0
        for path in paths where try version(of: id, at: [path], in: tree, of: repository) != nil { count += 1 }
        if count > 1 { tickets[id]?.contestedPaths = paths }
    }

    func knownPaths(of id: TicketID) -> [[UInt8]] {
        guard let ticket = tickets[id] else { return [] }
        return ticket.contestedPaths + ticket.events.map(\.event.path.bytes)
    }

    struct Found {
        var path: RepositoryPath
        var blob: ObjectID
        var version: HistoryVersion
    }

    func version(
        of id: TicketID, at paths: [[UInt8]], in tree: ObjectID, of repository: borrowing GitRepository
    ) throws(GitError) -> Found? {
        for path in paths {
            guard let entry = try repository.entry(at: path, in: tree), entry.mode.isFile,
                let version = try version(entry.id, path, of: repository), version.ticket == id
            else { continue }
            return Found(path: RepositoryPath(path), blob: entry.id, version: version)
        }
        return nil
    }

    func version(
        _ blob: ObjectID, _ path: [UInt8], of repository: borrowing GitRepository
    ) throws(GitError) -> HistoryVersion? {
        var reader = HistoryVersionReader(configuration: configuration)
        return reader.read(try repository.blob(blob), path: RepositoryPath(path))
    }

    /// A file that could not be read any more is gone: with it goes the ticket that it was when it could be read.
    private mutating func addUnreadRemoval(_ commit: AncestryCommit, _ path: RepositoryPath) {
        for id in ticketIDs(lastAt: path) {
            load(id)
            let heads = heads(of: id)
            let fold = fold(id, heads)
            guard let before = fold.version(id), fold.path == path else { continue }
            append(commit, id, .removed, path, HistoryDelta(from: before, to: nil), heads)
        }
    }

    /// The tickets that a file has ever been. All that is known is looked through: it happens once in a long while.
    private func ticketIDs(lastAt path: RepositoryPath) -> [TicketID] {
        var ids = Set(tickets.filter { $0.value.events.contains { $0.event.path == path } }.keys)
        for position in 0..<(base?.ticketCount ?? 0) {
            guard let base, let id = base.ticketID(position), tickets[id] == nil,
                base.ticket(at: position).events.contains(where: { $0.event.path == path })
            else { continue }
            ids.insert(id)
        }
        return ids.sorted()
    }

    // MARK: Events

    /// Brings in what the base has of a ticket.
    mutating func load(_ id: TicketID) {
        guard tickets[id] == nil else { return }
        guard let base, let position = base.position(of: id) else {
            tickets[id] = HistoryTicket()
            return
        }
        var ticket = base.ticket(at: position)
        if let marks { ticket.events.removeAll { !marks[Int($0.commit)] } }
        tickets[id] = ticket
    }

    /// The last events of a ticket before the commit at hand: one, or several if its parents had different ones.
    func heads(of id: TicketID) -> [Int] {
        guard let events = tickets[id]?.events else { return [] }
        var heads: [Int] = []
        for index in events.indices.reversed() {
            let commit = events[index].commit
            guard graph.isAncestor(commit, of: number),
                !heads.contains(where: { graph.isAncestor(commit, of: events[$0].commit) })
            else { continue }
            heads.append(index)
            if index == 0 || graph.areAllBelow(events[index - 1].commit, ancestorsOf: commit) { break }
        }
        return heads
    }

    /// The state that all events before the commit at hand make in time order.
    func fold(_ id: TicketID, _ heads: [Int]) -> TimelineFold {
        let events = (tickets[id]?.events ?? []).filter {
            graph.isAncestor($0.commit, of: number) && $0.commit != number
        }
        var fold = TimelineFold()
        for (index, item) in events.sorted(by: HistoryEvent.areInOrder).enumerated() {
            fold.apply(item.event, number: index)
        }
        return fold
    }

    mutating func append(
        _ commit: AncestryCommit, _ id: TicketID, _ kind: TicketEvent.Kind, _ path: RepositoryPath,
        _ delta: HistoryDelta, _ heads: [Int]
    ) {
        let authored = Instant(secondsSinceEpoch: commit.author.secondsSinceEpoch)
        let recorded = Instant(secondsSinceEpoch: commit.committedSecondsSinceEpoch)
        var (at, moved): (Instant, MovedInstant?) = authored > recorded ? (recorded, .afterRecorded) : (authored, nil)
        var sequence = 0
        for head in heads {
            guard let before = tickets[id]?.events[head] else { continue }
            if before.event.at > at { (at, moved) = (before.event.at, .beforePrevious) }
            sequence = max(sequence, before.sequence + 1)
        }
        let event = TicketEvent(
            kind: kind, ticket: id, path: path, at: at, authoredAt: authored, recordedAt: recorded, moved: moved,
            commit: commit.id, authorName: commit.author.name, authorEmail: commit.author.email, changes: delta.changes,
            addedEntries: delta.added, removedEntries: delta.removed, changedEntries: delta.changed,
            created: kind == .removed ? nil : delta.created, isMerge: commit.parents.count > 1,
            isAtBoundary: commit.isBoundary)
        tickets[id, default: HistoryTicket()].events.append(
            HistoryEvent(commit: number, sequence: sequence, event: event))
    }
}

extension HistoryFileChange {
    fileprivate var isAddition: Bool {
        if case .added = self { true } else { false }
    }

    fileprivate var isRemoval: Bool {
        if case .removed = self { true } else { false }
    }
}
