import ArgumentParser
import TicketModel
import TicketWorkspace

struct ReportWeekCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "week",
        abstract: "The last whole week beside the week before: load, flow, replies, clocks, agents.",
        discussion: """
              tick report week
              tick report week --at 2026-11-02 --format csv

            Weeks go from Monday to Sunday in the desk's zone. With a query, --by, -o or --format html it is tick report period \
            week: all figures, of that week alone.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: ReportOptions

    @Option(name: .long, help: "The last week that was whole then; without it, now.")
    var at: String?

    @Argument(help: "A query: only these tickets, with all figures of the week.")
    var query: [String] = []

    func run() async throws {
        guard query.isEmpty, options.by == nil, options.output == nil, let format = options.plainFormat else {
            return try await PeriodReportRun(global: global, options: options, at: at).run(["week"] + query)
        }
        try await runComparison(format)
    }

    private func runComparison(_ format: OutputFormat?) async throws {
        let context = try CommandContext(global)
        let past = try await context.openDesk().past()
        let instant = try at.map { text throws(UsageError) in try ReportArguments.instant(text, option: "--at", past) }
        try ReportArguments.refuseMissingHistory(past, from: WeekReport.begin(at: instant ?? past.now, in: past.zone))
        let rendering = ReportWeek(report: WeekReport(past, at: instant ?? past.now), past: past)
        try rendering.write(format ?? (context.isTerminal ? .table : .tsv), context)
        if !rendering.report.isOver { context.report.note("the week is not over: its figures are those of now") }
        ReportArguments.noteUnknown(rendering.report.current.unknownClocks, context)
        try context.finish()
    }
}
