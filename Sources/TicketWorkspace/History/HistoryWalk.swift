import GitStore
import ServiceLevels
import TicketModel
import TicketText

/// Reads the history of all tickets, as far as it is not known already.
///
/// The cache holds what an earlier walk found. Commits that it has and the tip reaches are taken from it; those that it
/// has and the tip reaches no more (after amend, rebase, reset) are left out; those that it has not are read. An event
/// depends on the ancestors of its commit only, so the three give what a walk from nothing gives.
struct HistoryWalk {
    let configuration: Configuration
    /// Called with the number of steps that are done, and of all.
    let progress: (_ done: Int, _ total: Int) -> Void

    static let cacheName: StaticString = "timelines"
    /// So many commits are read again each time before the cache is written anew: that costs more than they do.
    private static let toleratedCommits = 64
    /// The same for tickets that they changed: one commit may change thousands.
    private static let toleratedTickets = 256

    init(configuration: Configuration, progress: @escaping (Int, Int) -> Void = { _, _ in }) {
        self.configuration = configuration
        self.progress = progress
    }

    /// Returns the history of what a tip reaches.
    ///
    /// - Parameter keepsCache: Whether the cache may be written: not for a tip that is looked at once.
    func history(
        of tip: ObjectID, in repository: borrowing GitRepository, keepsCache: Bool = true
    ) throws(GitError) -> TicketHistory {
        let shallow = try repository.shallowCommits()
        let fingerprint = ReadingFingerprint.make(
            configuration, with: ["key \(configuration.key)"] + shallow.map(\.hex).sorted())
        let cached = Self.cacheFile(in: repository).flatMap { HistoryStore($0, fingerprint: fingerprint) }
        if let cached, cached.tip == tip {
            return TicketHistory(store: cached, missingBefore: Self.missingBefore(cached, nil, [], shallow))
        }
        let parts = try parts(of: tip, over: cached, in: repository)
        let (base, marks, commits) = (parts.base, parts.marks, parts.commits)
        let files = try HistoryFileFinder(configuration: configuration, commits: commits).find(in: repository) {
            progress(Int($0 * Double(commits.count)), commits.count)
        }
        var builder = HistoryBuilder(
            configuration: configuration, commits: commits, files: files, base: base, marks: marks, graph: parts.graph)
        try builder.build(in: repository, messages: parts.messages)
        let missingBefore = Self.missingBefore(base, marks, commits, shallow)
        let lost = marks?.count { !$0 } ?? 0
        let isWorthKeeping =
            base == nil || commits.count + lost > Self.toleratedCommits
            || builder.tickets.count > Self.toleratedTickets
        if keepsCache, isWorthKeeping {
            let bytes = HistoryStore.bytes(of: builder, tip: tip, fingerprint: fingerprint)
            if let store = HistoryStore(PackedBytes(bytes), fingerprint: fingerprint) {
                repository.writeCacheFile(Self.cacheName, .repository, bytes)
                return TicketHistory(store: store, missingBefore: missingBefore)
            }
        }
        return TicketHistory(
            store: base, marks: marks, own: builder.tickets, links: Self.links(builder), graph: builder.graph,
            missingBefore: missingBefore)
    }

    private static func cacheFile(in repository: borrowing GitRepository) -> PackedBytes? {
        PackedBytes(mapping: String(decoding: repository.cachePath(cacheName, .repository), as: UTF8.self))
    }

    private struct Parts {
        var base: HistoryStore?
        var marks: [Bool]?
        var commits: [AncestryCommit]
        var graph: HistoryGraph
        /// The tickets that messages of new commits name.
        var messages: [ObjectID: [String: LinkKind]]
    }

    /// What is known, what of it the tip reaches, and what is new.
    private func parts(
        of tip: ObjectID, over base: HistoryStore?, in repository: borrowing GitRepository
    ) throws(GitError) -> Parts {
        repository.readPacksDirectly()
        let finder = MessageLinkFinder(key: configuration.key)
        var messages: [ObjectID: [String: LinkKind]] = [:]
        let commits = try repository.ancestry(
            of: tip,
            readMessage: { id, message in
                let links = finder.links(in: message)
                if !links.isEmpty { messages[id] = links }
            },
            isKnown: { base?.number(of: $0) != nil })
        guard let base else {
            return Parts(base: nil, marks: nil, commits: commits, graph: HistoryGraph(), messages: messages)
        }
        let graph = HistoryGraph(extending: base)
        let marks = Self.marks(tip, commits, base, graph)
        // Which files claim to be a ticket is not kept by commit: where some are lost, all is read again.
        if marks != nil, base.contestedCount > 0 { return try parts(of: tip, over: nil, in: repository) }
        return Parts(base: base, marks: marks, commits: commits, graph: graph, messages: messages)
    }

    /// The links of commits that the store does not have.
    private static func links(_ builder: HistoryBuilder) -> [String: [CommitLink]] {
        let known = builder.graph.count - builder.commits.count
        return Dictionary(grouping: builder.links, by: \.key).mapValues { links in
            links.map { CommitLink(builder.commits[Int($0.commit) - known], $0.kind) }
        }
    }

    /// Which known commits the tip reaches; nil for all of them.
    private static func marks(
        _ tip: ObjectID, _ commits: [AncestryCommit], _ base: HistoryStore, _ graph: HistoryGraph
    ) -> [Bool]? {
        let starts = commits.flatMap(\.parents) + [tip]
        // All that is known was reached by the tip of that time.
        if starts.contains(base.tip) { return nil }
        let marks = graph.marks(from: starts.compactMap { base.number(of: $0) })
        return marks.contains(false) ? marks : nil
    }

    /// The last instant at which a commit was recorded whose parents a shallow clone left out.
    private static func missingBefore(
        _ base: HistoryStore?, _ marks: [Bool]?, _ commits: [AncestryCommit], _ shallow: Set<ObjectID>
    ) -> Instant? {
        guard !shallow.isEmpty else { return nil }
        let new = commits.filter(\.isBoundary).map { Instant(secondsSinceEpoch: $0.committedSecondsSinceEpoch) }
        let old = shallow.compactMap { id -> Instant? in
            guard let base, let number = base.number(of: id), marks?[Int(number)] ?? true else { return nil }
            return base.commit(Int(number)).recorded
        }
        return (new + old).max()
    }
}

extension HistoryStore {
    /// Puts together what was known and what was found.
    static func bytes(of builder: HistoryBuilder, tip: ObjectID, fingerprint: (UInt64, UInt64)) -> [UInt8] {
        var writer: HistoryStoreWriter
        if let base = builder.base, builder.marks == nil {
            writer = HistoryStoreWriter(extending: base)
            for commit in builder.commits { writer.add(commit, parents: builder.parents(of: commit)) }
            for position in 0..<base.ticketCount {
                guard let id = base.ticketID(position), builder.tickets[id] == nil else { continue }
                writer.copy(position, of: base)
            }
            for (id, ticket) in builder.tickets { writer.add(id, ticket) }
            for position in 0..<base.linkCount { if let link = base.link(at: position) { writer.add(link) } }
            for link in builder.links { writer.add(link) }
        } else {
            writer = HistoryStoreWriter()
            addAnew(builder, to: &writer)
        }
        return writer.finish(tip: tip, fingerprint: fingerprint)
    }

    /// Numbers the commits that are still reached without a gap.
    private static func addAnew(_ builder: HistoryBuilder, to writer: inout HistoryStoreWriter) {
        var numbers: [Int32] = []
        var next: Int32 = 0
        for number in 0..<builder.graph.count {
            let isReached = builder.marks.map { number >= $0.count || $0[number] } ?? true
            numbers.append(isReached ? next : -1)
            next += isReached ? 1 : 0
        }
        let known = builder.base?.commitCount ?? 0
        if let base = builder.base {
            for number in 0..<known where numbers[number] >= 0 {
                let commit = base.commit(number)
                writer.add(
                    base.id(ofCommit: number), parents: commit.parents.map { numbers[Int($0)] },
                    isBoundary: commit.isBoundary, authored: commit.authored, recorded: commit.recorded,
                    name: base.string(commit.authorName), email: base.string(commit.authorEmail))
            }
        }
        for commit in builder.commits {
            writer.add(commit, parents: builder.parents(of: commit).map { numbers[Int($0)] })
        }
        func add(_ id: TicketID, _ ticket: HistoryTicket) {
            var ticket = ticket
            for index in ticket.events.indices {
                ticket.events[index].commit = numbers[Int(ticket.events[index].commit)]
            }
            ticket.released = ticket.released.compactMap { item in
                let number = numbers[Int(item.commit)]
                return number < 0 ? nil : HistoryTicket.Released(commit: number, path: item.path)
            }
            writer.add(id, ticket)
        }
        for (id, ticket) in builder.tickets { add(id, ticket) }
        for link in builder.links { writer.add(link, numbers) }
        guard let base = builder.base else { return }
        for position in 0..<base.linkCount {
            if let link = base.link(at: position) { writer.add(link, numbers) }
        }
        for position in 0..<base.ticketCount {
            guard let id = base.ticketID(position), builder.tickets[id] == nil else { continue }
            var ticket = base.ticket(at: position)
            ticket.events.removeAll { numbers[Int($0.commit)] < 0 }
            add(id, ticket)
        }
    }
}

extension CommitLink {
    fileprivate init(_ commit: AncestryCommit, _ kind: LinkKind) {
        self.init(
            commit: commit.id, kind: kind, authoredAt: Instant(secondsSinceEpoch: commit.author.secondsSinceEpoch),
            recordedAt: Instant(secondsSinceEpoch: commit.committedSecondsSinceEpoch), authorName: commit.author.name,
            authorEmail: commit.author.email)
    }
}

extension HistoryStoreWriter {
    /// Adds a link under its commit's new number, unless the commit is lost.
    fileprivate mutating func add(_ link: NumberedLink, _ numbers: [Int32]) {
        guard numbers[Int(link.commit)] >= 0 else { return }
        var link = link
        link.commit = numbers[Int(link.commit)]
        add(link)
    }

    fileprivate mutating func add(_ commit: AncestryCommit, parents: [Int32]) {
        add(
            commit.id, parents: parents, isBoundary: commit.isBoundary,
            authored: Instant(secondsSinceEpoch: commit.author.secondsSinceEpoch),
            recorded: Instant(secondsSinceEpoch: commit.committedSecondsSinceEpoch), name: commit.author.name,
            email: commit.author.email)
    }
}
