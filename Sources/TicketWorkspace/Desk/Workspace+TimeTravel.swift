import GitStore
package import TicketIndex
package import TicketModel
import TicketText

extension Workspace {
    /// Reads the desk as it was at an instant, by `HEAD`'s configuration: the tickets that were there, with the fields and
    /// texts that they had, and their clocks as they stood.
    ///
    /// What was not committed by then did not happen yet.
    package func view(
        needs: QueryNeeds, at instant: Instant?, policies time: PolicyTime = .now
    ) async throws(WorkspaceError) -> DeskView {
        guard let instant else { return try await view(needs: needs, policies: time) }
        let head = try asking { () throws(GitError) in try repository.head() }
        let configuration = try configuration(of: head.commit) ?? configuration
        let history = try history()
        let events = history.eventsOfAllTickets.filter { $0.at <= instant }
        let reader = TicketReader(configuration: configuration)
        var tickets: [Ticket] = []
        for (_, own) in Dictionary(grouping: events, by: \.ticket) {
            guard let last = own.last, last.kind != .removed, var ticket = try version(after: last, reader) else {
                continue
            }
            var fold = TimelineFold()
            for (number, event) in own.enumerated() { fold.apply(event, number: number) }
            ticket.values = fold.values
            tickets.append(ticket)
        }
        let snapshot = IndexSnapshot(configuration: configuration, tickets: tickets, diagnostics: [])
        let past = TicketHistory(
            events: events, missingBefore: history.missingBefore,
            links: { history.links(to: $0).filter { $0.at <= instant } })
        return DeskView(
            snapshot: snapshot,
            clocks: DeskClocks(
                history: past, configuration: configuration,
                editions: time == .then ? try policyEditions(configuration) : [], now: instant,
                zones: surroundings.zones),
            now: instant, actor: actor, uncommitted: [], withAttachments: [],
            computesClocks: needs.contains(.serviceLevels))
    }

    /// The ticket as the commit of an event has it.
    private func version(after event: TicketEvent, _ reader: TicketReader) throws(WorkspaceError) -> Ticket? {
        try asking { () throws(GitError) in
            guard let entry = try repository.entry(at: event.path.bytes, in: event.commit), entry.mode.isFile else {
                return nil
            }
            return reader.read(SourceText(path: event.path, bytes: try repository.blob(entry.id))).ticket
        }
    }
}
