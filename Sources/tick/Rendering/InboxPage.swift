import GitStore
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// An inbox on the terminal: announcements, what changed by ticket with the command to act, clocks that run out.
///
///     2 changes since 2026-11-21 09:00
///
///     HD-k7qf3m  Printer jams  open
///       2026-11-21 10:40  requester wrote · maria@acme.example wrote, waiting → open (Olga Orlova)
///                         Tray 2.
///       tick reply HD-k7qf3m
struct InboxPage {
    let inbox: Inbox
    let view: DeskView
    let announcements: [Announcement]
    let clocks: [ClockRow]

    private var zone: Zone { view.configuration.zone }

    func lines(palette: Palette, width: Int) -> [String] {
        var lines: [String] = []
        for announcement in announcements {
            lines += AnnouncementLines(announcement, zone: zone).lines(palette: palette, width: width) + [""]
        }
        lines.append(heading)
        for group in InboxGroup.byTicket(inbox.items) { lines += [""] + self.lines(group, palette, width) }
        return lines + clockLines(palette, width)
    }

    private func clockLines(_ palette: Palette, _ width: Int) -> [String] {
        guard !clocks.isEmpty else { return [] }
        var table = Table([
            .init(title: "CLOCKS"), .init(title: "TARGET"), .init(title: "STATE"),
            .init(title: "TITLE", isFlexible: true, minimumWidth: 12), .init(title: "NEXT"),
        ])
        for row in clocks {
            let state = ClockText.state(row.state, remainingSeconds: row.remainingSeconds)
            table.append([
                StyledText(row.ticket.id.text, .bold), StyledText(row.name),
                StyledText(state, ClockText.style(row.state)),
                StyledText(row.ticket.title), StyledText(clockCommand(row), .dim),
            ])
        }
        return [""] + table.lines(width: width, palette: palette)
    }

    private var heading: String {
        let count = inbox.items.count
        let what = count == 0 ? "nothing new" : "\(count) \(count == 1 ? "change" : "changes")"
        switch inbox.beginning {
        case .mark(let instant), .instant(let instant): return "\(what) since \(TimeText.local(instant, in: zone))"
        case .firstTime(let instant):
            return "\(what) since \(TimeText.local(instant, in: zone)); all that ever was: tick inbox --all"
        case .everything: return what
        }
    }

    // MARK: By ticket

    private func lines(_ group: InboxGroup, _ palette: Palette, _ width: Int) -> [String] {
        let title = group.items.last?.title ?? ""
        let status = view.snapshot.ticket(group.ticket)?.status ?? "removed"
        var lines = [
            palette.apply(.bold, to: group.ticket.text) + "  " + PrintableText.make(title)
                + palette.apply(.dim, to: "  " + PrintableText.make(status))
        ]
        for item in group.items {
            let time = palette.apply(.dim, to: TimeText.local(item.event.at, in: zone))
            let reasons = palette.apply(.bold, to: PrintableText.make(item.reasonText))
            lines.append(
                "  \(time)  \(reasons) · \(PrintableText.make(item.words)) (\(PrintableText.make(item.event.authorName)))"
            )
            for entry in item.entries {
                guard let text = Self.firstLine(entry.text ?? "", item.reasons) else { continue }
                lines.append(String(repeating: " ", count: 20) + TerminalWidth.truncated(text, to: max(20, width - 20)))
            }
        }
        return lines + ["  " + palette.apply(.dim, to: Self.command(group.reason, group.ticket))]
    }

    /// The first line that says something, or has the mention.
    private static func firstLine(_ text: String, _ reasons: [InboxReason]) -> String? {
        let lines = text.split(whereSeparator: \.isNewline).lazy.map { PrintableText.make(String($0)) }
        let mention = reasons.contains(.mentioned) ? lines.first { $0.contains("@") } : nil
        return mention ?? lines.first { $0.contains { $0.isLetter || $0.isNumber } }
    }

    static func command(_ reason: InboxReason, _ ticket: TicketID) -> String {
        switch reason {
        case .wrote, .called: "tick reply \(ticket)"
        case .removed: "tick log \(ticket)"
        default: "tick show \(ticket)"
        }
    }

    func clockWords(_ row: ClockRow) -> String {
        let due = row.due.map { ", due \(TimeText.local($0, in: zone))" } ?? ""
        return "\(row.name) \(ClockText.state(row.state, remainingSeconds: row.remainingSeconds))\(due)"
    }

    func clockCommand(_ row: ClockRow) -> String {
        row.name == "first-reply" || row.name == "next-reply"
            ? "tick reply \(row.ticket.id)" : "tick sla explain \(row.ticket.id)"
    }
}
