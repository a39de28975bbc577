internal import GitStore
package import ServiceLevels
package import TicketModel

/// The clocks of a desk's tickets at one moment, computed when asked for and then kept.
package final class DeskClocks: Sendable {
    private let builder: TimelineBuilder
    private let policies: [ResolvedPolicy]
    private let deskCalendar: WorkingCalendar
    private let history: TicketHistory
    private let events: [TicketID: [TicketEvent]]
    package let now: Instant

    init(history: TicketHistory, configuration: Configuration, now: Instant, zones: ZoneSource) {
        self.history = history
        self.now = now
        builder = TimelineBuilder(configuration: configuration, now: now)
        events = history.byTicket
        deskCalendar = .always(zone: configuration.zone)
        policies = configuration.serviceLevels.policies.map { policy in
            ResolvedPolicy(
                policy: policy, calendar: Self.calendar(policy.calendarName, configuration: configuration, zones: zones)
            )
        }
    }

    private static func calendar(_ name: String, configuration: Configuration, zones: ZoneSource) -> WorkingCalendar {
        guard let definition = configuration.calendars[name] else { return .always(zone: configuration.zone) }
        return WorkingCalendar(definition: definition, zone: zones.zone(definition.zoneName) ?? configuration.zone)
    }

    /// Returns a ticket's clocks.
    package func clocks(of ticket: Ticket, includeSegments: Bool = false) -> TicketClocks {
        ServiceLevels.clocks(of: timeline(of: ticket), policies: policies, now: now, includeSegments: includeSegments)
    }

    package func timeline(of ticket: Ticket) -> Timeline {
        builder.timeline(of: ticket, events: events[ticket.id] ?? [], missingBefore: history.missingBefore)
    }

    /// Returns the stays of a ticket in statuses with a limit.
    package func statusLimits(of ticket: Ticket) -> [StatusLimit] {
        let limited = builder.configuration.workflow.statuses.compactMap { status in
            status.limit.map { (status.name, $0) }
        }
        return ServiceLevels.statusLimits(
            of: timeline(of: ticket), limits: Dictionary(uniqueKeysWithValues: limited), policies: policies,
            otherwise: deskCalendar, now: now)
    }

    /// The events of a ticket, oldest first.
    package func events(of ticket: TicketID) -> [TicketEvent] { events[ticket] ?? [] }

    /// The later of the last commit's and the last entry's instant; `created` for a ticket without either.
    package func updated(_ ticket: Ticket) -> Instant? {
        let lastEvent = events[ticket.id]?.last?.at
        let lastEntry = ticket.entries.compactMap(\.instant).max()
        return [lastEvent, lastEntry, ticket.created].compactMap(\.self).max()
    }
}

extension Workspace {
    /// Returns what the commits of `A..B` did to tickets; without a range, all that `HEAD` reaches.
    package func history(_ range: String?) throws(WorkspaceError) -> TicketHistory {
        guard let range else { return try history() }
        let (base, tip) = try resolve(range)
        return try asking { () throws(GitError) in
            var walk = HistoryWalk(configuration: configuration)
            return try walk.events(from: tip, hiding: base.map { [$0] } ?? [], in: repository)
        }
    }

    /// Returns what every commit did to every ticket.
    package func history() throws(WorkspaceError) -> TicketHistory {
        try asking { () throws(GitError) in
            guard let tip = try repository.head().commit else {
                return TicketHistory(events: [], commits: [], missingBefore: nil)
            }
            var walk = HistoryWalk(configuration: configuration)
            return try walk.events(from: tip, in: repository)
        }
    }

    /// Returns the clocks of all tickets, from history.
    package func clocks() throws(WorkspaceError) -> DeskClocks {
        DeskClocks(history: try history(), configuration: configuration, now: now, zones: surroundings.zones)
    }
}
