import ArgumentParser
import TicketModel
import TicketWorkspace

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Figures of a period, from history.",
        subcommands: [ReportPeriodCommand.self, ReportSlaCommand.self, ReportWeekCommand.self],
        defaultSubcommand: ReportPeriodCommand.self)
}

/// Reads what reports are told on the command line.
enum ReportArguments {
    /// Reads a moment: a date begins at its midnight in the desk's zone; `-7d` counts from now.
    static func instant(_ text: String, option: String, _ past: DeskPast) throws(UsageError) -> Instant {
        try SystemSurroundings.instant(text, option: option, in: past.zone, now: past.now)
    }

    /// Ends the command where history does not reach back to a moment: rather no report than a wrong one.
    static func refuseMissingHistory(_ past: DeskPast, from: Instant) throws(WorkspaceError) {
        guard let missing = past.missingBefore, missing > from else { return }
        throw WorkspaceError(
            .refused, "report.shallow",
            "history before \(missing.formatted(in: past.zone)) is not in this clone, and the report begins earlier",
            hint: "git fetch --unshallow brings it")
    }

    /// Says what a report leaves out.
    static func noteUnknown(_ count: Int, _ context: CommandContext) {
        guard count > 0 else { return }
        let words = count == 1 ? "1 clock is" : "\(count) clocks are"
        context.report.note("warning: \(words) not counted: this clone lacks the history they began in")
        context.report.note("Hint: git fetch --unshallow brings it")
    }
}
