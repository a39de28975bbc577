import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// The screen with which a day begins: what breaks next, one's own tickets, what is new, what nobody has. Each with the command to act.
///
///     BREAKS NEXT  2 at risk
///     HD-k7q  first-reply  at risk, 22m left  Printer jams  ivan  tick reply k7q
struct DailyScreen {
    let desk: DailyDesk
    let palette: Palette
    let width: Int

    /// So many rows of each part fit beside the others.
    static let shownRows = 5
    static let shownOwn = 10
    static let shownLate = 3

    private var view: DeskView { desk.view }
    private var zone: Zone { view.configuration.zone }

    func lines() -> [String] {
        var lines = [heading]
        for announcement in desk.announcements {
            lines.append(palette.apply(.bold, to: AnnouncementLines(announcement, zone: zone).title))
        }
        lines += breaking + late + own + news + unassigned + team
        if lines.count == 1 + desk.announcements.count {
            lines += ["", "Nothing waits for you. tick list shows every ticket, tick queue the queues."]
        }
        return lines
    }

    private var heading: String {
        let desk = view.configuration.name.isEmpty ? view.configuration.key : view.configuration.name
        let person = view.actor.map { $0.handle ?? ($0.name.isEmpty ? $0.email : $0.name) }
        let moment = zone.civil(at: view.now).date.weekday.name + " " + TimeText.local(view.now, in: zone)
        let parts = [desk, person, moment].compactMap(\.self).map { PrintableText.make($0) }
        return palette.apply(.bold, to: parts.joined(separator: " · "))
    }

    private func section(_ title: String, _ note: String, _ rows: [String], more: String?) -> [String] {
        guard !rows.isEmpty || !note.isEmpty else { return [] }
        let head = palette.apply(.bold, to: title) + (note.isEmpty ? "" : "  " + palette.apply(.dim, to: note))
        return ["", head] + rows + (more.map { [palette.apply(.dim, to: $0)] } ?? [])
    }

    private func more(_ count: Int, _ shown: Int, _ command: String) -> String? {
        count > shown ? "… and \(count - shown) more: \(command)" : nil
    }

    private func table(_ columns: [Table.Column], _ rows: [[StyledText]]) -> [String] {
        guard !rows.isEmpty else { return [] }
        var table = Table(columns)
        for row in rows { table.append(row) }
        return Array(table.lines(width: width, palette: palette).dropFirst())
    }

    private static let title = Table.Column(title: "", isFlexible: true, minimumWidth: 12)

    // MARK: Parts

    private var breaking: [String] {
        let risk = desk.breaking.count { $0.state == .atRisk }
        return clocks("BREAKS NEXT", risk > 0 ? "\(risk) at risk" : "", desk.breaking, shown: Self.shownRows)
    }

    private var late: [String] {
        let count = desk.late.count
        return clocks(
            "LATE", count == 0 ? "" : "\(count) ticket\(count == 1 ? "" : "s"), the last first", desk.late,
            shown: Self.shownLate)
    }

    private func clocks(_ title: String, _ note: String, _ rows: [ClockRow], shown: Int) -> [String] {
        let lines = table(
            [.init(title: ""), .init(title: ""), .init(title: ""), Self.title, .init(title: ""), .init(title: "")],
            rows.prefix(shown).map { row in
                [
                    id(row.ticket), StyledText(row.name),
                    StyledText(
                        ClockText.state(row.state, remainingSeconds: row.remainingSeconds), ClockText.style(row.state)),
                    StyledText(row.ticket.title), StyledText(row.ticket.assignee ?? "nobody", .dim),
                    StyledText(command(for: row), .dim),
                ]
            })
        let rest = desk.team.isEmpty ? "tick sla assignee:me,none" : "tick sla"
        return lines.isEmpty ? [] : section(title, note, lines, more: more(rows.count, shown, rest))
    }

    private var own: [String] {
        guard let actor = view.actor else {
            return ["", "git does not know who you are: git config user.email YOU@EXAMPLE.ORG"]
        }
        let capacity = actor.handle.flatMap { view.configuration.people?.person($0)?.capacity }
        var note = capacity.map { "\(desk.own.count) of \($0)" } ?? "\(desk.own.count)"
        if let capacity, desk.own.count > capacity { note += ", more than you have room for" }
        if desk.waitingCount > 0 { note += ", \(desk.waitingCount) waiting" }
        guard !desk.own.isEmpty || desk.waitingCount > 0 else { return [] }
        return section(
            "YOURS", note, tickets(desk.own.prefix(Self.shownOwn), command: command),
            more: more(desk.own.count, Self.shownOwn, "tick list assignee:me phase:open --sort sla"))
    }

    private var unassigned: [String] {
        section(
            "NOBODY HAS", desk.unassigned.isEmpty ? "" : "\(desk.unassigned.count)",
            tickets(desk.unassigned.prefix(Self.shownRows)) { "tick assign \(name($0)) me" },
            more: more(desk.unassigned.count, Self.shownRows, "tick list assignee:none phase:open --sort sla"))
    }

    private func tickets(_ tickets: some Sequence<Ticket>, command: (Ticket) -> String) -> [String] {
        table(
            [.init(title: ""), .init(title: ""), .init(title: ""), Self.title, .init(title: ""), .init(title: "")],
            tickets.map { ticket in
                [
                    id(ticket), StyledText(ticket.status), StyledText(ticket.priority ?? ""), StyledText(ticket.title),
                    ClockText.next(view.standing(of: ticket)),
                    StyledText(command(ticket), .dim),
                ]
            })
    }

    private var news: [String] {
        guard let inbox = desk.inbox, !inbox.items.isEmpty else { return [] }
        let groups = InboxGroup.byTicket(inbox.items).reversed()
        let rows = table(
            [.init(title: ""), .init(title: ""), Self.title, .init(title: "")],
            groups.prefix(Self.shownRows).map { group in
                let reasons = group.items.flatMap(\.reasons).sorted().map(\.words)
                let name = view.snapshot.ticket(group.ticket).map(id) ?? StyledText(group.ticket.text)
                return [
                    name, StyledText(reasons.first ?? ""), StyledText(group.items.last?.title ?? ""),
                    StyledText(InboxPage.command(group.reason, group.ticket), .dim),
                ]
            })
        let mentions = inbox.items.count { $0.reasons.contains(.mentioned) }
        let count = inbox.items.count
        let note =
            "\(count) change\(count == 1 ? "" : "s")"
            + (mentions > 0 ? ", \(mentions) mention\(mentions == 1 ? "s" : "") you" : "")
        return section("NEW FOR YOU", note, rows, more: "tick inbox shows all of it, and counts it as read")
    }

    private var team: [String] {
        let shown = desk.team.filter { $0.isOverloaded || $0.awayUntil != nil || $0.open == $0.capacity }
        return section(
            "TEAM", "",
            table(
                [.init(title: ""), .init(title: "", alignment: .right), Self.title],
                shown.map { colleague in
                    let room = colleague.capacity.map { "\(colleague.open) of \($0)" } ?? "\(colleague.open)"
                    let words = [
                        colleague.isOverloaded ? "overloaded" : colleague.open == colleague.capacity ? "full" : nil,
                        colleague.awayUntil.map { "away until \($0)" },
                    ].compactMap(\.self).joined(separator: ", ")
                    return [
                        StyledText(colleague.handle, .bold), StyledText(room),
                        StyledText(words, colleague.isOverloaded ? .bold.and(.red) : .plain),
                    ]
                }), more: shown.isEmpty ? nil : "tick report shows everybody's load and work")
    }

    // MARK: Words

    /// The shortest part of the id that names the ticket.
    private func name(_ ticket: Ticket) -> String {
        String(ticket.id.keyWithoutPrefix.prefix(max(3, view.snapshot.uniquePrefixLength(of: ticket.id))))
    }

    private func id(_ ticket: Ticket) -> StyledText { StyledText(ticket.id.text, .bold) }

    private func command(for row: ClockRow) -> String {
        row.ticket.assignee == nil ? "tick assign \(name(row.ticket)) me" : command(row.ticket)
    }

    /// What comes next: an answer where the requester waits for one.
    private func command(_ ticket: Ticket) -> String {
        let waits = view.standing(of: ticket)?.clocks.clocks.contains {
            ($0.target == .firstReply || $0.target == .nextReply) && $0.state.isActive
        }
        let isAsked = ticket.entries.last { $0.verb != .noted }.map { $0.verb == .wrote }
        return (waits == true || isAsked == true ? "tick reply " : "tick show ") + name(ticket)
    }
}
