import GitStore
package import ServiceLevels
package import TicketIndex
package import TicketModel
import TicketText

/// Tickets together with what their files do not say: clocks, uncommitted edits, attachments. As much as was asked for.
package struct DeskView: Sendable {
    package let snapshot: IndexSnapshot
    package let clocks: DeskClocks?
    package let now: Instant
    package let actor: Actor?
    private let table: ClockTable?
    private let uncommitted: Set<RepositoryPath>
    private let withAttachments: Set<TicketID>
    private let profile: Profile?

    init(
        snapshot: IndexSnapshot, clocks: DeskClocks?, now: Instant, actor: Actor?, uncommitted: Set<RepositoryPath>,
        withAttachments: Set<TicketID>, computesClocks: Bool, profile: Profile? = nil
    ) {
        self.profile = profile
        self.snapshot = snapshot
        self.clocks = clocks
        self.now = now
        self.actor = actor
        self.uncommitted = uncommitted
        self.withAttachments = withAttachments
        table = computesClocks ? clocks.map { ClockTable($0) } : nil
    }

    package var configuration: Configuration { snapshot.configuration }

    /// The ticket's clocks and the limit of the status that it is in; nil where clocks were not asked for.
    package func standing(of ticket: Ticket) -> TicketStanding? { table?.passingStanding(of: ticket) }

    /// Computes the clocks of tickets on all cores, where they were asked for, and keeps them for who asks several times.
    package func prepareClocks(of tickets: [Ticket]) async {
        guard let table else { return }
        let start = profile.begin()
        await table.prepare(tickets)
        profile.end(.clocks, since: start)
    }

    package func isUncommitted(_ ticket: Ticket) -> Bool { uncommitted.contains(ticket.path) }

    package func updated(_ ticket: Ticket) -> Instant? { clocks?.updated(ticket) }

    /// What queries and sort orders are asked over.
    package var context: QueryContext {
        QueryContext(now: now, configuration: configuration, actor: actor, relations: snapshot.lazyRelations) {
            ticket in
            facts(of: ticket)
        }
    }

    private func facts(of ticket: Ticket) -> TicketFacts {
        let standing = table?.standing(of: ticket)
        return TicketFacts(
            hasUncommittedChanges: isUncommitted(ticket), updated: updated(ticket),
            slaState: standing?.state?.rawValue, slaRemainingSeconds: standing?.secondsToNextBreak,
            hasAttachments: withAttachments.contains(ticket.id))
    }

    /// Works the relations out before many tickets are asked about on all cores.
    private func relate() async {
        let start = profile.begin()
        await snapshot.lazyRelations.prepare()
        profile.end(.relations, since: start)
    }

    /// The tickets that match, in order.
    ///
    /// - Parameter limit: How many are wanted; nil for all.
    package func tickets(matching query: Query, sortedBy order: SortOrder, limit: Int? = nil) async -> [Ticket] {
        let context = context
        if query.needs.contains(.relations) { await relate() }
        let start = profile.begin()
        if let limit, query.paysToStopEarly(sortedBy: order) {
            defer { profile.end(.query, since: start) }
            return await query.first(limit, of: snapshot.tickets, sortedBy: order, in: context)
        }
        let tickets = await query.filterInParallel(snapshot.tickets, in: context)
        profile.end(.query, since: start)
        profile?.count(tickets.count, "of \(snapshot.tickets.count) tickets match", in: .query)
        if !order.needs.isDisjoint(with: .serviceLevels) { await prepareClocks(of: tickets) }
        let orderStart = profile.begin()
        defer { profile.end(.order, since: orderStart) }
        let sorted = await order.sortedInParallel(tickets, in: context)
        return limit.map { Array(sorted.prefix($0)) } ?? sorted
    }
}

extension Workspace {
    /// Reads the desk, and of its surroundings what `needs` names.
    package func view(needs: QueryNeeds, policies time: PolicyTime = .now) async throws(WorkspaceError) -> DeskView {
        let snapshot = await cachedSnapshot(
            keepsText: needs.contains(.text),
            readsConversation: !needs.isDisjoint(with: [.conversation, .serviceLevels, .history]))
        return try view(of: snapshot, needs: needs, policies: time)
    }

    /// Looks at a snapshot's tickets together with what `needs` names.
    package func view(
        of snapshot: IndexSnapshot, needs: QueryNeeds, policies time: PolicyTime = .now
    ) throws(WorkspaceError) -> DeskView {
        let needsHistory = !needs.isDisjoint(with: [.history, .serviceLevels])
        let profile = surroundings.profile
        let start = profile.begin()
        let clocks = needsHistory ? try clocks(time, remembers: needs.contains(.serviceLevels)) : nil
        if needsHistory { profile.end(.history, since: start) }
        let statusStart = profile.begin()
        let uncommitted = needs.contains(.workingTreeState) ? try uncommittedTickets(among: snapshot.tickets) : []
        if needs.contains(.workingTreeState) { profile.end(.status, since: statusStart) }
        return DeskView(
            snapshot: clocks.map { snapshot.filling($0) } ?? snapshot, clocks: clocks, now: now, actor: actor,
            uncommitted: uncommitted, withAttachments: needs.contains(.attachments) ? attachmentOwners() : [],
            computesClocks: needs.contains(.serviceLevels), profile: profile)
    }

    /// The paths of those of some tickets, just read, that differ from `HEAD`, on disk or staged.
    ///
    /// For files that have the numbers that git remembers nobody is asked.
    private func uncommittedTickets(among tickets: [Ticket]) throws(WorkspaceError) -> Set<RepositoryPath> {
        let mostPaths = 1_000
        guard let cache = indexCache else { return try uncommittedTickets() }
        var files = CachedFiles(cache)
        var isCommitted = [Bool](repeating: false, count: cache.ticketCount)
        let isKnown = try asking { () throws(GitError) in
            try repository.visitCommittedFiles { path, stamp in
                guard let (record, own) = files.ticket(at: path), own.matches(stamp) else { return }
                isCommitted[record] = true
            }
        }
        guard isKnown else { return try uncommittedTickets() }
        let doubtful = tickets.filter { ticket in
            guard let (records, number) = ticket.record, records === cache else { return true }
            return !isCommitted[number]
        }
        guard doubtful.count <= mostPaths else { return try uncommittedTickets() }
        guard !doubtful.isEmpty else { return [] }
        let entries = try asking { () throws(GitError) in try repository.status(in: doubtful.map(\.path.bytes)) }
        return Set(entries.map { RepositoryPath($0.path) })
    }

    /// The paths of tickets that differ from `HEAD`, on disk or staged.
    func uncommittedTickets() throws(WorkspaceError) -> Set<RepositoryPath> {
        let globs = configuration.ticketGlobs.compactMap { try? Glob($0, .path) }
        let entries = try asking { () throws(GitError) in
            try repository.status { path in globs.contains { $0.matches(path) } }
        }
        return Set(entries.map { RepositoryPath($0.path) })
    }

    /// The tickets that have attachments.
    func attachmentOwners() -> Set<TicketID> {
        let folders = files.listing(of: "attachments")?.folders ?? []
        return Set(folders.compactMap { TicketID(String(decoding: $0, as: UTF8.self)) })
    }
}

extension IndexSnapshot {
    /// Tickets without `created` get the author date of the commit that added them, or now.
    fileprivate func filling(_ clocks: DeskClocks) -> IndexSnapshot {
        guard tickets.contains(where: { $0.created == nil }) else { return self }
        let filled = tickets.map { ticket -> Ticket in
            guard ticket.created == nil else { return ticket }
            var ticket = ticket
            let created = clocks.events(of: ticket.id).first { $0.kind == .created }?.at ?? clocks.now
            ticket.values[.created] = .instant(created, text: created.formatted())
            return ticket
        }
        return IndexSnapshot(configuration: configuration, tickets: filled, diagnostics: diagnostics)
    }
}

extension FileStamp {
    /// Whether git remembers the same numbers.
    fileprivate func matches(_ other: CommittedStamp) -> Bool {
        modifiedNanoseconds == other.modifiedNanoseconds && changedNanoseconds == other.changedNanoseconds
            && UInt32(truncatingIfNeeded: sizeBytes) == other.sizeBytes
            && UInt32(truncatingIfNeeded: inode) == other.inode
    }
}

extension DeskView {
    /// Tickets alone, without anything around them.
    package init(snapshot: IndexSnapshot, now: Instant, actor: Actor?) {
        self.init(
            snapshot: snapshot, clocks: nil, now: now, actor: actor, uncommitted: [], withAttachments: [],
            computesClocks: false)
    }
}
