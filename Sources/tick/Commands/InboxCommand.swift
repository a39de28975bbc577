import ArgumentParser
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "Show what changed for you since you looked.",
        discussion: """
            What others gave you, wrote on your tickets, and where they mentioned you; clocks of your tickets that run out; announcements. On a \
            terminal what was shown counts as read; piped it does not, unless --mark-read says so.

              tick inbox
              tick inbox --since -2d --keep
              tick inbox --format ndjson --mark-read
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Option(name: .long, help: "What was recorded from this instant on, read or not; -2d and 2d are two days ago.")
    var since: String?

    @Flag(name: .long, help: "Everything that ever was, read or not.")
    var all = false

    @Flag(help: "Count it as read, or leave it unread; by itself read on a terminal without --since and --as.")
    var marking: InboxMarking?

    func run() async throws {
        guard since == nil || !all else { throw UsageError("--since and --all cannot be given together") }
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let view = try await desk.view(needs: [.text, .conversation, .history, .serviceLevels])
        let inbox = try desk.inbox(try range(desk), in: view)
        let page = InboxPage(
            inbox: inbox, view: view, announcements: desk.currentAnnouncements(), clocks: await clocks(view))
        try write(page, context)
        try context.finish()
        if isRead(context) { try markRead(inbox, desk, context) }
        await desk.keepCaches()
    }

    /// Where nothing can be written, an inbox can be read all the same.
    private func markRead(_ inbox: Inbox, _ desk: Workspace, _ context: CommandContext) throws(WorkspaceError) {
        do throws(WorkspaceError) {
            try desk.markRead(inbox)
        } catch {
            guard marking == nil else { throw error }
            context.report.note("it stays unread: \(error.message)")
        }
    }

    /// What is shown with less than all that is unread does not make the rest read, and nobody reads another's inbox for them.
    private func isRead(_ context: CommandContext) -> Bool {
        if let marking { return marking == .markRead }
        let isTable = formatting.format(isTerminal: context.isTerminal) == .table
        return context.isTerminal && isTable && since == nil && global.actingAs == nil
    }

    private func range(_ desk: Workspace) throws(UsageError) -> Workspace.InboxRange {
        guard let since else { return all ? .everything : .unread }
        let instant = try SystemSurroundings.instant(
            since, option: "--since", in: desk.configuration.zone, now: desk.now)
        // What is to come has not changed yet: `2d` can only mean the last two days.
        let isAhead = RelativeDuration.parse(since) != nil && instant > desk.now
        return .since(isAhead ? desk.now - (instant.secondsSinceEpoch - desk.now.secondsSinceEpoch) : instant)
    }

    /// The clocks of the person's own tickets that are late or at risk, the most urgent first.
    private func clocks(_ view: DeskView) async -> [ClockRow] {
        guard let actor = view.actor else { return [] }
        let own = view.snapshot.tickets.filter { ticket in
            ticket.assignee.map { view.configuration.isSamePerson($0, actor.reference) } ?? false
        }
        await view.prepareClocks(of: own)
        let rows = own.flatMap { ClockRow.rows(of: $0, in: view, activeOnly: true) }
        return ClockRow.mostUrgentFirst(rows.filter { $0.state == .breached || $0.state == .atRisk })
    }

    private func write(_ page: InboxPage, _ context: CommandContext) throws {
        switch formatting.format(isTerminal: context.isTerminal) {
        case .json: try context.print(json: page.json)
        case .ndjson: try context.output.write(JSONWriter.lines(page.records))
        case .tsv: for row in page.rows { try context.output.write(DelimitedText.tsv(row)) }
        case .csv:
            try context.output.write(DelimitedText.csv(InboxPage.columns))
            for row in page.rows { try context.output.write(DelimitedText.csv(row)) }
        case .table:
            for line in page.lines(palette: context.palette, width: context.width ?? 100) { try context.print(line) }
        }
    }
}

/// `--mark-read` or `--keep`.
enum InboxMarking: String, EnumerableFlag {
    case markRead, keep

    static func name(for value: InboxMarking) -> NameSpecification {
        .customLong(value == .markRead ? "mark-read" : "keep")
    }
}
