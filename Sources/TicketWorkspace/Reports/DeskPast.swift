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
    private(set) var tickets: [TicketPast]
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
        let pasts = await ParallelBatches.map(tickets.sorted { $0.id < $1.id }, size: 256) { batch in
            batch.map { builder.past(of: $0, clocks, judgedThen: time == .then) }
        }
        return DeskPast(
            configuration: configuration, now: now, missingBefore: history.missingBefore,
            tickets: Array(pasts.joined()),
            policies: DeskClocks.policies(of: configuration, zones: surroundings.zones),
            deskCalendar: .always(zone: configuration.zone), builder: builder)
    }
}

extension Workspace {
    /// Leaves only the tickets that matched a query at the end of a period, or now if that is earlier; removed ones as they
    /// were last.
    ///
    /// - Parameter moment: From when the report looks.
    package func narrow(
        _ past: DeskPast, to query: Query, in period: ReportPeriod, seenFrom moment: Instant
    ) async throws(WorkspaceError) -> DeskPast {
        let vantage = Vantage(endOf: period, now: moment)
        let view = try await view(
            needs: query.needs.union(.text), at: vantage.end > now ? nil : vantage.end - 1)
        let context = view.context
        let there = Set(view.snapshot.tickets.map(\.id))
        let matching = Set(query.filter(view.snapshot.tickets, in: context).map(\.id))
        return past.leaving { ticket in
            guard !there.contains(ticket.ticket.id) else { return matching.contains(ticket.ticket.id) }
            var last = ticket.ticket
            last.values = ticket.values(before: vantage.end, now: now)
            return query.matches(last, in: context)
        }
    }
}

extension DeskPast {
    fileprivate func leaving(_ isWanted: (TicketPast) -> Bool) -> DeskPast {
        var result = self
        result.tickets = tickets.filter(isWanted)
        return result
    }
}

extension TicketPastBuilder {
    /// - Parameter judgedThen: Whether clocks are judged by the policies of their time, not by those of now.
    fileprivate func past(of ticket: Ticket, _ clocks: DeskClocks, judgedThen: Bool) -> TicketPast {
        let timeline = clocks.timeline(of: ticket)
        let now = TimelineEdition(from: .distantPast, timeline: timeline, policies: clocks.policies)
        return past(
            of: ticket, events: clocks.events(of: ticket.id), timeline: timeline,
            judged: judgedThen ? clocks.timelines(of: ticket) : [now])
    }
}
