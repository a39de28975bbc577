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

            Weeks go from Monday to Sunday in the desk's zone.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Option(name: .long, help: "The last week that was whole then; without it, now.")
    var at: String?

    func run() async throws {
        let context = try CommandContext(global)
        let past = try await context.openDesk().past()
        let instant = try at.map { text throws(UsageError) in try ReportArguments.instant(text, option: "--at", past) }
        try ReportArguments.refuseMissingHistory(past, from: WeekReport.begin(at: instant ?? past.now, in: past.zone))
        let rendering = ReportWeek(report: WeekReport(past, at: instant ?? past.now), past: past)
        try rendering.write(formatting.format(isTerminal: context.isTerminal), context)
        if !rendering.report.isOver { context.report.note("the week is not over: its figures are those of now") }
        ReportArguments.noteUnknown(rendering.report.current.unknownClocks, context)
        try context.finish()
    }
}
