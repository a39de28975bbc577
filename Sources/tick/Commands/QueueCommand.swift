import ArgumentParser
import GitStore
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Show the queues, or the tickets of one.",
        discussion:
            "Queues are named queries in .tick/queues.yml. Without a name: how many tickets each holds, and what is late."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var formatting: FormatOptions

    @Argument(help: "The queue to list.")
    var name: String?

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        if let name {
            try await TicketListing(
                context: context, desk: desk, query: [], queue: name, options: listing, formatting: formatting
            ).print()
        } else {
            try await overview(context, desk)
        }
        sayHowOldTheFetchIs(context, desk)
        try context.finish()
    }

    private func overview(_ context: CommandContext, _ desk: Workspace) async throws {
        // One that cannot be read was warned of when the desk was opened, and hides no other.
        let queries = desk.configuration.namedQueries.compactMap { queue in
            (try? TicketListing.query(of: queue, desk.configuration)).map { (queue, $0) }
        }
        let needs = queries.reduce(into: QueryNeeds.serviceLevels) { $0.formUnion($1.1.needs) }
        let view = try await desk.view(
            needs: needs, at: try listing.instant(in: desk.configuration.zone, now: desk.now))
        var rows: [QueueSummary] = []
        for (queue, query) in queries {
            let tickets = await view.tickets(matching: query, sortedBy: .byID)
            await view.prepareClocks(of: tickets)
            rows.append(QueueSummary(queue, tickets: tickets, view))
        }
        switch formatting.format(isTerminal: context.isTerminal) {
        case .json:
            try context.print(json: ["schemaVersion": 1, "kind": "queue-list", "queues": .array(rows.map(\.json))])
        case .ndjson: try context.output.write(JSONWriter.lines(rows.map(\.json)))
        case .tsv: for row in rows { try context.output.write(DelimitedText.tsv(row.values)) }
        case .csv:
            try context.output.write(DelimitedText.csv(QueueSummary.columns))
            for row in rows { try context.output.write(DelimitedText.csv(row.values)) }
        case .table:
            for announcement in desk.currentAnnouncements() {
                try context.print(AnnouncementLines(announcement, zone: desk.configuration.zone).title)
            }
            try write(rows, context, view)
        }
        context.noteHidden(view.snapshot)
        await desk.keepCaches()
    }

    private func write(_ rows: [QueueSummary], _ context: CommandContext, _ view: DeskView) throws {
        guard !rows.isEmpty else {
            try context.print("no queues")
            context.report.note("Hint: name queries in .tick/queues.yml: mine: {query: 'assignee:me phase:open'}")
            return
        }
        var table = Table([
            .init(title: "QUEUE"), .init(title: "TICKETS", alignment: .right),
            .init(title: "UNASSIGNED", alignment: .right),
            .init(title: "AT RISK", alignment: .right), .init(title: "BREACHED", alignment: .right),
            .init(title: "OLDEST", alignment: .right), .init(title: "TITLE", isFlexible: true),
        ])
        for row in rows { table.append(row.cells(now: view.now)) }
        for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
    }

    private func sayHowOldTheFetchIs(_ context: CommandContext, _ desk: Workspace) {
        guard let fetched = desk.repository.lastFetchSecondsSinceEpoch else { return }
        let age = desk.now.secondsSinceEpoch - fetched
        if age > 600 {
            context.report.note("last fetch \(TimeText.duration(age)) ago: tick sync brings what others did")
        }
    }
}

/// One line of the overview.
struct QueueSummary {
    static let columns = ["name", "count", "unassigned", "atRisk", "breached", "oldest", "title"]

    let queue: NamedQuery
    let count: Int
    let unassigned: Int
    let atRisk: Int
    let breached: Int
    let oldest: Instant?

    init(_ queue: NamedQuery, tickets: [Ticket], _ view: DeskView) {
        self.queue = queue
        count = tickets.count
        unassigned = tickets.count { $0.assignee == nil }
        let states = tickets.map { view.standing(of: $0)?.state }
        atRisk = states.count { $0 == .atRisk }
        breached = states.count { $0 == .breached }
        oldest = tickets.compactMap(\.created).min()
    }

    var json: JSONValue {
        [
            "name": .string(queue.name), "title": .optional(queue.title), "count": .integer(Int64(count)),
            "unassigned": .integer(Int64(unassigned)), "atRisk": .integer(Int64(atRisk)),
            "breached": .integer(Int64(breached)), "oldest": TicketJSON.instant(oldest),
        ]
    }

    var values: [String] {
        [
            queue.name, "\(count)", "\(unassigned)", "\(atRisk)", "\(breached)", oldest?.formatted() ?? "",
            queue.title ?? "",
        ]
    }

    func cells(now: Instant) -> [StyledText] {
        [
            StyledText(queue.name, .bold), StyledText("\(count)"), number(unassigned, .yellow), number(atRisk, .yellow),
            number(breached, .bold.and(.red)), StyledText(oldest.map { TimeText.duration(now - $0) } ?? ""),
            StyledText(queue.title ?? "", .dim),
        ]
    }

    private func number(_ count: Int, _ style: Style) -> StyledText {
        count == 0 ? StyledText("·", .dim) : StyledText("\(count)", style)
    }
}
