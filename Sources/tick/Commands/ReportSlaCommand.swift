import ArgumentParser
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

struct ReportSlaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sla",
        abstract: "How many clocks were met, missed and broken, and how long replies took.",
        discussion: """
              tick report sla month
              tick report sla 2026-11 queue:support --by agent --format csv
              tick report sla week --late
              tick report sla --from 2026-11-01 --to 2026-11-15

            Counts clocks that ended or broke in a PERIOD, which is written as for tick report; or from --from up to, but \
            without, --to; else of all time. A date is its midnight in the desk's zone.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Option(name: .long, help: "The period's first moment.")
    var from: String?

    @Option(name: .long, help: "The moment with which the period ends.")
    var to: String?

    @Option(name: .long, help: "policy, queue, priority, agent or month. Without it: by policy and target.")
    var by: SLAReport.Dimension?

    @Flag(name: .long, help: "List the clocks that were missed or broke, the latest first.")
    var late = false

    @Option(name: .long, help: PolicyTime.help)
    var policyAt: PolicyTime = .now

    @Argument(help: "PERIOD, and a query: only these tickets' clocks.")
    var words: [String] = []

    func run() async throws {
        guard !late || by == nil else {
            throw UsageError("--late lists clocks, and --by groups figures", hint: "leave one of them out")
        }
        let context = try CommandContext(global)
        let words = try ReportPeriodWord(words, from: from, to: to)
        let desk = try context.openDesk()
        let query = try words.query.isEmpty ? nil : context.query(words.query, desk.configuration)
        let past = try await desk.past(matching: query, policies: policyAt)
        let period = try words.period?.period(at: past.now, in: past.zone, first: past.firstCreated) ?? period(past)
        try ReportArguments.refuseMissingHistory(past, from: period.from)
        let rendering = ReportSla(
            report: SLAReport(past, period: period, by: by), past: past,
            query: query == nil ? nil : words.query.joined(separator: " "), listsLate: late)
        try rendering.write(formatting.format(isTerminal: context.isTerminal), context)
        ReportArguments.noteUnknown(rendering.report.unknownClocks, context)
        try context.finish()
    }

    private func period(_ past: DeskPast) throws(UsageError) -> ReportPeriod {
        let everything = ReportPeriod.everything
        let begin = try from.map { text throws(UsageError) in try ReportArguments.instant(text, option: "--from", past)
        }
        let end = try to.map { text throws(UsageError) in try ReportArguments.instant(text, option: "--to", past) }
        guard let period = ReportPeriod(from: begin ?? everything.from, to: end ?? everything.to) else {
            throw UsageError(
                "the period ends before it begins", hint: "--from is its first moment, --to the first after it")
        }
        return period
    }
}

extension SLAReport.Dimension: ExpressibleByArgument {}
