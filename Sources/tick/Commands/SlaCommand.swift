import ArgumentParser
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

struct SlaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sla",
        abstract: "Show the clocks that run, the soonest first.",
        subcommands: [SlaListCommand.self, SlaExplainCommand.self, SlaCheckCommand.self, SlaWhatIfCommand.self],
        defaultSubcommand: SlaListCommand.self)
}

struct SlaListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Clocks of the tickets that match a query, soonest first.",
        discussion: "Without a query: the clocks that run, of all tickets that are not closed.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions
    @OptionGroup var judging: JudgingOptions

    @Argument(help: "A query.")
    var query: [String] = []

    func run() async throws {
        if query.count == 2, !NearMatch.closest(to: query[0], among: ["explain"]).isEmpty {
            throw UsageError(
                "\(PrintableText.make(query[0])) is no command of tick sla",
                hint: "did you mean tick sla explain \(PrintableText.make(query[1]))?")
        }
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let hasPolicies = !desk.configuration.serviceLevels.policies.isEmpty
        let rows = try await Self.rows(query, activeOnly: query.isEmpty, judging, context, desk)
        try await ClockListing(
            context: context, format: formatting.format(isTerminal: context.isTerminal),
            emptyText: hasPolicies ? "no clocks run" : "no clocks: .tick/sla.yml has no policies"
        ).print(rows)
        try context.finish()
        await desk.keepCaches()
    }

    /// The clocks of the tickets that match, the most urgent first.
    static func rows(
        _ words: [String], activeOnly: Bool, _ judging: JudgingOptions, _ context: CommandContext, _ desk: Workspace
    ) async throws -> [ClockRow] {
        let query = try context.query(words.isEmpty ? ["phase:open,waiting,resolved"] : words, desk.configuration)
        let view = try await judging.view(needs: query.needs.union([.serviceLevels, .history]), desk)
        let tickets = await view.tickets(matching: query, sortedBy: .byID)
        let start = context.surroundings.profile.begin()
        let rows = await ParallelBatches.map(tickets) { tickets in
            var rows: [ClockRow] = []
            for ticket in tickets { ClockRow.appendRows(of: ticket, in: view, activeOnly: activeOnly, to: &rows) }
            return rows
        }
        context.surroundings.profile.end(.clocks, since: start)
        return ClockRow.mostUrgentFirst(Array(rows.joined()))
    }
}

struct SlaCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Exit with 1 if a clock has run out or is about to, for cron.",
        discussion: """
            Lists the clocks that are breached or at risk; prints nothing and exits with 0 where there are none.

              tick sla check queue:it || notify-send 'SLA'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions
    @OptionGroup var judging: JudgingOptions

    @Argument(help: "A query.")
    var query: [String] = []

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let rows = try await SlaListCommand.rows(query, activeOnly: true, judging, context, desk)
            .filter { $0.state == .breached || $0.state == .atRisk }
        let format = formatting.format(isTerminal: context.isTerminal)
        if !rows.isEmpty || format == .json {
            try await ClockListing(context: context, format: format, emptyText: "").print(rows)
        }
        try context.finish()
        await desk.keepCaches()
        if !rows.isEmpty { throw Exit.findings }
    }
}

/// Which moment's clocks are shown, and by which policies they are judged.
struct JudgingOptions: ParsableArguments {
    @Option(name: .long, help: "The clocks as they stood at this instant, from history.")
    var at: String?

    @Option(name: .long, help: PolicyTime.help)
    var policyAt: PolicyTime = .now

    /// Reads the desk at that moment.
    func view(needs: QueryNeeds, _ desk: Workspace) async throws -> DeskView {
        let zone = desk.configuration.zone
        let instant = try at.map { text throws(UsageError) in
            try SystemSurroundings.instant(text, option: "--at", in: zone, now: desk.now)
        }
        return try await desk.view(needs: needs, at: instant, policies: policyAt)
    }
}

extension PolicyTime: ExpressibleByArgument {
    static let help: ArgumentHelp =
        "now: today's policies for everything; then: each clock by those in force when it started."
}
