import ArgumentParser
import TicketModel
import TicketWorkspace

struct ReportPeriodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "period",
        abstract: "All figures of any period: load, flow, replies, clocks, agents, channels, ratings.",
        discussion: """
              tick report
              tick report month queue:it --by agent
              tick report 2026-Q3 -o q3.html
              tick report --from 2026-11-01 --to 2026-11-15 --format csv

            PERIOD is today, yesterday, week, month, quarter or year (the last whole one), 2026-11-21, 2026-W47, 2026-11, \
            2026-Q4, 2026, or all. Without it: 30 days, of which today is the last. The word period itself can be left out.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: ReportOptions

    @Option(name: .long, help: "The period's first moment.")
    var from: String?

    @Option(name: .long, help: "The moment with which the period ends.")
    var to: String?

    @Option(name: .long, help: "As the report would have been made then.")
    var at: String?

    @Argument(help: "PERIOD, and a query: only these tickets.")
    var words: [String] = []

    func run() async throws {
        try await PeriodReportRun(global: global, options: options, from: from, to: to, at: at).run(words)
    }
}
