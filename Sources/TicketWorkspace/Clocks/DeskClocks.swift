internal import GitStore
package import ServiceLevels
internal import TicketIndex
package import TicketModel
internal import TicketText

/// The clocks of a desk's tickets at one moment, computed when asked for and then kept.
package final class DeskClocks: Sendable {
    private let builder: TimelineBuilder
    let policies: [ResolvedPolicy]
    /// Empty where all clocks are judged by the policies of today.
    private let editions: [Edition]
    let deskCalendar: WorkingCalendar
    /// By status.
    private let limits: [String: WorkDuration]
    package let history: TicketHistory
    package let now: Instant
    private let memory: ClockMemory?

    /// How timelines are read and judged from a moment on.
    private struct Edition {
        let from: Instant
        let builder: TimelineBuilder
        let policies: [ResolvedPolicy]
    }

    /// - Parameter memory: what is known of the same history, configuration and moment.
    init(
        history: TicketHistory, configuration: Configuration, editions: [PolicyEdition] = [], now: Instant,
        zones: ZoneSource, memory: ClockMemory? = nil
    ) {
        self.memory = editions.isEmpty ? memory : nil
        self.history = history
        self.now = now
        builder = TimelineBuilder(configuration: configuration, now: now)
        deskCalendar = .always(zone: configuration.zone)
        let limited = configuration.workflow.statuses.compactMap { status in status.limit.map { (status.name, $0) } }
        limits = Dictionary(limited, uniquingKeysWith: { first, _ in first })
        policies = Self.policies(of: configuration, zones: zones)
        self.editions = editions.map { edition in
            Edition(
                from: edition.from, builder: TimelineBuilder(configuration: edition.configuration, now: now),
                policies: Self.policies(of: edition.configuration, zones: zones))
        }
    }

    /// The policies of a configuration with their calendars.
    static func policies(of configuration: Configuration, zones: ZoneSource) -> [ResolvedPolicy] {
        configuration.serviceLevels.policies.map { policy in
            ResolvedPolicy(
                policy: policy, calendar: calendar(policy.calendarName, configuration: configuration, zones: zones))
        }
    }

    private static func calendar(_ name: String, configuration: Configuration, zones: ZoneSource) -> WorkingCalendar {
        guard let definition = configuration.calendars[name] else { return .always(zone: configuration.zone) }
        return WorkingCalendar(definition: definition, zone: zones.zone(definition.zoneName) ?? configuration.zone)
    }

    /// Returns a ticket's clocks.
    package func clocks(of ticket: Ticket, includeSegments: Bool = false) -> TicketClocks {
        ServiceLevels.clocks(of: timelines(of: ticket), now: now, includeSegments: includeSegments)
    }

    /// The ticket's timeline under each set of policies that its clocks are judged by, in order of time.
    func timelines(of ticket: Ticket) -> [TimelineEdition] {
        guard !editions.isEmpty else {
            return [TimelineEdition(from: .distantPast, timeline: timeline(of: ticket), policies: policies)]
        }
        let events = events(of: ticket.id)
        return editions.map { edition in
            TimelineEdition(
                from: edition.from,
                timeline: edition.builder.timeline(of: ticket, events: events, missingBefore: history.missingBefore),
                policies: edition.policies)
        }
    }

    package func timeline(of ticket: Ticket) -> Timeline {
        builder.timeline(of: ticket, events: events(of: ticket.id), missingBefore: history.missingBefore)
    }

    /// Returns a ticket's clocks and the limit of the status that it is in, remembered or computed: without what started and
    /// stopped them.
    func standing(of ticket: Ticket) -> TicketStanding {
        if let known = memory?.standing(of: ticket) { return known }
        let timelines = timelines(of: ticket)
        var standing = TicketStanding(
            clocks: ServiceLevels.clocks(of: timelines, now: now, includeSegments: false), limit: nil)
        if limits[ticket.status] != nil {
            let timeline = editions.isEmpty ? timelines.first?.timeline : timeline(of: ticket)
            standing.limit = timeline.flatMap { statusLimits(of: $0).last { $0.leftAt == nil } }
        }
        for index in standing.clocks.clocks.indices {
            (standing.clocks.clocks[index].startSource, standing.clocks.clocks[index].stopSource) = (nil, nil)
        }
        if let memory, let timeline = timelines.first?.timeline { memory.keep(standing, of: ticket, timeline) }
        return standing
    }

    /// Returns the stays of a ticket in statuses with a limit.
    package func statusLimits(of ticket: Ticket) -> [StatusLimit] { statusLimits(of: timeline(of: ticket)) }

    private func statusLimits(of timeline: Timeline) -> [StatusLimit] {
        ServiceLevels.statusLimits(
            of: timeline, limits: limits, policies: policies, otherwise: deskCalendar, now: now)
    }

    /// The events of a ticket, oldest first.
    package func events(of ticket: TicketID) -> [TicketEvent] { history.events(of: ticket) }

    /// The commits that name a ticket and do not change it, oldest first.
    package func links(to ticket: TicketID) -> [CommitLink] { history.links(to: ticket) }

    /// The later of the last commit's and the last entry's instant; `created` for a ticket without either.
    package func updated(_ ticket: Ticket) -> Instant? {
        let lastEvent = history.lastInstant(of: ticket.id)
        return [lastEvent, ticket.lastEntryInstant, ticket.created].compactMap(\.self).max()
    }
}

extension Workspace {
    /// Returns what the commits of `A..B` did to tickets; without a range, all that `HEAD` reaches.
    package func history(_ range: String?) throws(WorkspaceError) -> TicketHistory {
        guard let range else { return try history() }
        let (base, tip) = try resolve(range)
        return try asking { () throws(GitError) in
            let isHead = try repository.head().commit == tip
            let whole = try walk.history(of: tip, in: repository, keepsCache: isHead)
            let wanted = Set(try repository.historyIDs(from: [tip], hiding: base.map { [$0] } ?? []))
            return TicketHistory(
                events: whole.eventsOfAllTickets.filter { wanted.contains($0.commit) },
                missingBefore: whole.missingBefore,
                links: { whole.links(to: $0).filter { wanted.contains($0.commit) } })
        }
    }

    /// Returns what every commit did to every ticket.
    package func history() throws(WorkspaceError) -> TicketHistory {
        try asking { () throws(GitError) in
            guard let tip = try repository.head().commit else { return TicketHistory(events: [], missingBefore: nil) }
            return try walk.history(of: tip, in: repository)
        }
    }

    private var walk: HistoryWalk { HistoryWalk(configuration: configuration, progress: surroundings.historyProgress) }

    /// Returns the clocks of all tickets, from history.
    ///
    /// - Parameter remembers: whether how tickets stand will be asked for.
    package func clocks(
        _ time: PolicyTime = .now, remembers: Bool = true
    ) throws(WorkspaceError) -> DeskClocks {
        let history = try history()
        return DeskClocks(
            history: history, configuration: configuration,
            editions: time == .then ? try policyEditions(configuration) : [], now: now, zones: surroundings.zones,
            memory: remembers && time == .now ? clockMemory(of: history) : nil)
    }

    /// What is known of the clocks of the desk's tickets; nil where that cannot be told from their files and history.
    func clockMemory(of history: TicketHistory) -> ClockMemory? {
        let policies = DeskClocks.policies(of: configuration, zones: surroundings.zones)
        guard let digest = configuration.sourceDigest, arePoliciesLasting else { return nil }
        let zones = Set(policies.map(\.calendar.zone) + [configuration.zone]).map(\.ruleText).sorted()
        guard let shallow = try? repository.shallowCommits().map(\.hex).sorted() else { return nil }
        let missing = history.missingBefore.map { "\($0.secondsSinceEpoch)" } ?? ""
        let fingerprint = ReadingFingerprint.make(
            configuration, with: ["\(digest)", "\(HistoryStore.format.version)", missing] + shallow + zones)
        let path = String(decoding: repository.cachePath(ClockMemory.cacheName, .worktree), as: UTF8.self)
        let memory = ClockMemory(
            PackedBytes(mapping: path), fingerprint: fingerprint, history: history, policies: policies,
            otherwise: .always(zone: configuration.zone), now: now)
        loadedClocks = memory
        return memory
    }

    /// Whether the policy of a ticket follows from its file alone.
    private var arePoliciesLasting: Bool {
        configuration.serviceLevels.policies.allSatisfy { policy in
            guard let match = policy.match else { return true }
            guard let query = try? Query.parse(match, configuration: configuration) else { return true }
            return query.needs.isSubset(of: .text) && !query.usesRelativeTime && !query.usesActor
        }
    }

    /// Returns events with the texts of their entries, read from their commits; nil stays where a text is not found.
    package func fillingTexts(of events: [TicketEvent]) throws(WorkspaceError) -> [TicketEvent] {
        let reader = TicketReader(configuration: configuration)
        return try asking { () throws(GitError) in
            var filled = events
            for index in filled.indices where !filled[index].addedEntries.isEmpty {
                let event = filled[index]
                guard let file = try repository.entry(at: event.path.bytes, in: event.commit), file.mode.isFile,
                    let ticket = reader.read(SourceText(path: event.path, bytes: try repository.blob(file.id))).ticket
                else { continue }
                let known = ticket.entries.map { RecordedEntry($0, in: ticket) }
                for place in event.addedEntries.indices {
                    filled[index].addedEntries[place].text = known.first { $0 == event.addedEntries[place] }?.text
                }
            }
            return filled
        }
    }
}
