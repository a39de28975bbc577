import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// What a person has to know when the day begins, picked from the desk.
struct DailyDesk {
    /// How much of a colleague's room is taken.
    struct Colleague {
        var handle: String
        var open: Int
        var capacity: Int?
        /// The last day of the absence that today lies in.
        var awayUntil: CivilDate?

        var isOverloaded: Bool { capacity.map { open > $0 } ?? false }
    }

    let view: DeskView
    /// The person's open tickets, what breaks first on top.
    let own: [Ticket]
    /// How many of the person's tickets wait for somebody else.
    let waitingCount: Int
    /// Open tickets that nobody has, what breaks first on top.
    let unassigned: [Ticket]
    /// The next clock to run out of each ticket, the soonest first: of the tickets above, for a lead of all open ones.
    let breaking: [ClockRow]
    /// The clock of each ticket that ran out last, the latest first: what is late for days is not to hide what can be saved.
    let late: [ClockRow]
    /// What is new for the person; nil where git does not know who it is.
    let inbox: Inbox?
    /// For leads: everybody who answers tickets, the fullest first.
    let team: [Colleague]
    let announcements: [Announcement]

    static let needs: QueryNeeds = [.text, .conversation, .history, .serviceLevels]

    init(_ desk: Workspace) async throws {
        let view = try await desk.view(needs: Self.needs)
        let isLead = view.actor?.roles.contains { FoldedText($0) == FoldedText("lead") } ?? false
        let isMine = Self.ownership(view)
        let open = await view.tickets(
            matching: try Query.parse("phase:open", configuration: view.configuration), sortedBy: .byID)
        let watched = isLead ? open : open.filter { $0.assignee == nil || isMine($0) }
        await view.prepareClocks(of: watched)
        let rows = watched.flatMap { ClockRow.rows(of: $0, in: view, activeOnly: true) }
        let running = ClockRow.mostUrgentFirst(rows.filter { $0.state != .paused })
        breaking = Self.firstOfEach(running.filter { $0.state != .breached })
        late = Self.firstOfEach(running.filter { $0.state == .breached }.reversed())
        let order = try SortOrder.parse("sla,-priority,created", view.configuration)
        own = order.sorted(open.filter(isMine), in: view.context)
        unassigned = order.sorted(open.filter { $0.assignee == nil }, in: view.context)
        let waiting = try Query.parse("phase:waiting", configuration: view.configuration)
        waitingCount = view.snapshot.tickets.count { isMine($0) && waiting.matches($0, in: view.context) }
        inbox = view.actor == nil ? nil : try desk.inbox(.unread, in: view)
        team = isLead ? Self.team(open, view) : []
        announcements = desk.currentAnnouncements()
        self.view = view
    }

    private static func ownership(_ view: DeskView) -> (Ticket) -> Bool {
        guard let person = view.actor?.reference, !person.isEmpty else { return { _ in false } }
        return { $0.assignee.map { view.configuration.isSamePerson($0, person) } ?? false }
    }

    private static func firstOfEach(_ rows: [ClockRow]) -> [ClockRow] {
        var seen: Set<TicketID> = []
        return rows.filter { seen.insert($0.ticket.id).inserted }
    }

    private static func team(_ open: [Ticket], _ view: DeskView) -> [Colleague] {
        let people = view.configuration.people
        var counts: [String: Int] = [:]
        for ticket in open {
            guard let name = ticket.assignee, let handle = people?.person(name)?.handle else { continue }
            counts[handle, default: 0] += 1
        }
        let today = view.configuration.zone.civil(at: view.now).date
        return (people?.people ?? []).filter { $0.takesTickets || counts[$0.handle] != nil }.map { person in
            Colleague(
                handle: person.handle, open: counts[person.handle] ?? 0, capacity: person.capacity,
                awayUntil: person.absences.first { $0.contains(today) }?.upperBound)
        }.sorted { ($1.share, $0.handle) < ($0.share, $1.handle) }
    }
}

extension DailyDesk.Colleague {
    /// Open tickets in thousandths of the capacity, or of ten where there is none.
    fileprivate var share: Int { open * 1_000 / max(1, capacity ?? 10) }
}
