import ServiceLevels
package import TicketIndex
package import TicketModel

/// What all tickets of a desk went through: what reports are computed from.
///
/// Tickets whose files were removed since belong to it, so that a report on a past week is the same whenever it is asked
/// for.
package struct DeskPast: Sendable {
    let configuration: Configuration
    package let now: Instant
    /// In a shallow clone, where what is known begins.
    package let missingBefore: Instant?
    /// By id.
    let tickets: [TicketPast]
    let policies: [ResolvedPolicy]
    /// For tickets without a policy.
    let deskCalendar: WorkingCalendar
    let builder: TicketPastBuilder

    package var zone: Zone { configuration.zone }

    /// The earliest `created` of the tickets; nil without tickets.
    package var firstCreated: Instant? { tickets.map(\.created).min() }

    /// Returns a ticket's clocks by what was known at the end of a period.
    func clocks(of past: TicketPast, seenFrom vantage: Vantage) -> [ServiceClock] {
        guard past.created < vantage.end else { return [] }
        let own = past.vantage(vantage)
        return ServiceLevels.clocks(of: past.timelines(before: own.end), now: own.now).clocks
    }

    /// Returns a ticket's stays in statuses with a limit by what was known at the end of a period.
    func statusLimits(of past: TicketPast, seenFrom vantage: Vantage) -> [StatusLimit] {
        guard past.created < vantage.end else { return [] }
        let own = past.vantage(vantage)
        let limited = configuration.workflow.statuses.compactMap { status in status.limit.map { (status.name, $0) } }
        return ServiceLevels.statusLimits(
            of: past.timeline(before: own.end), limits: Dictionary(limited) { first, _ in first }, policies: policies,
            otherwise: deskCalendar, now: own.now)
    }
}

extension Workspace {
    /// Reads the past of all tickets.
    ///
    /// - Parameters:
    ///   - query: leaves only the tickets that match it as they are now, or as they were last.
    ///   - time: by which policies clocks are judged.
    package func past(
        matching query: Query? = nil, policies time: PolicyTime = .now
    ) async throws(WorkspaceError) -> DeskPast {
        let builder = TicketPastBuilder(configuration: configuration, now: now)
        let history = try history()
        let clocks = DeskClocks(
            history: history, configuration: configuration,
            editions: time == .then ? try policyEditions(configuration) : [], now: now, zones: surroundings.zones)
        var tickets = await snapshot().tickets
        let gone = Set(history.events.map(\.ticket)).subtracting(tickets.map(\.id))
        tickets += gone.map { builder.lastVersion(of: $0, clocks.events(of: $0)) }
        if let query {
            let context = try await view(needs: query.needs.union(.text)).context
            tickets = query.filter(tickets, in: context)
        }
        let pasts = tickets.sorted { $0.id < $1.id }.map {
            builder.past(
                of: $0, events: clocks.events(of: $0.id), timeline: clocks.timeline(of: $0),
                judged: clocks.timelines(of: $0))
        }
        return DeskPast(
            configuration: configuration, now: now, missingBefore: history.missingBefore, tickets: pasts,
            policies: DeskClocks.policies(of: configuration, zones: surroundings.zones),
            deskCalendar: .always(zone: configuration.zone), builder: builder)
    }
}
