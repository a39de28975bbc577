import TicketIndex
import TicketModel
import TicketText
import TicketWorkspace

/// Makes a report on a period from what the command line says, and writes it.
struct PeriodReportRun {
    let global: GlobalOptions
    let options: ReportOptions
    var from: String?
    var to: String?
    var at: String?

    /// - Parameter words: A period, then a query; both may be missing.
    func run(_ words: [String]) async throws {
        let context = try CommandContext(global)
        let format = try options.format(isTerminal: context.isTerminal)
        let words = try ReportPeriodWord(words, from: from, to: to)
        let desk = try context.openDesk()
        let field = try field(desk.configuration)
        let query = try words.query.isEmpty ? nil : context.query(words.query, desk.configuration)
        var past = try await desk.past()
        let request = try request(words.period, field, words.query, past)
        try ReportArguments.refuseMissingHistory(past, from: request.period.from)
        if let query { past = try await desk.narrow(past, to: query, in: request.period, seenFrom: request.at) }
        let page = PeriodReportPage(
            report: await PeriodReport(past, request), past: past, deskName: desk.configuration.name)
        if let output = options.output {
            try write(page, format, to: output, context)
        } else {
            if format == .table { context.usePager() }
            try page.write(format, context)
        }
        if request.period.from > past.now { context.report.note("the period has not begun: what is open is open now") }
        ReportArguments.noteUnknown(page.report.figures.unknownClocks, context)
        try context.finish()
    }

    private func write(
        _ page: PeriodReportPage, _ format: ReportFormat, to output: String, _ context: CommandContext
    ) throws {
        let path = output.hasPrefix("/") ? output : context.surroundings.folder + "/" + output
        do throws(TextFile.Failure) {
            // A pipe is written to; a report that is there stays until the new one is whole.
            let write = TextFile.isSpecial(path) ? TextFile.write : TextFile.replace
            try write(page.bytes(format), path)
        } catch {
            throw WorkspaceError(
                .refused, "file.write", "\(PrintableText.make(output)) cannot be written: \(error.message)")
        }
    }

    // MARK: What is asked

    private func field(_ configuration: Configuration) throws(UsageError) -> ReportField? {
        guard let by = options.by else { return nil }
        if let field = ReportField.named(by, configuration) { return field }
        let names = ReportField.all(configuration).map(\.name)
        let nearest = NearMatch.closest(to: by, among: names + ["assignee"], limit: 1).first
        throw UsageError(
            "--by takes \(names.joined(separator: ", ")), not \(PrintableText.argument(by))",
            hint: nearest.map { "did you mean \($0)?" } ?? "tick fields lists what tickets have")
    }

    private func request(
        _ named: NamedPeriod?, _ field: ReportField?, _ query: [String], _ past: DeskPast
    ) throws(UsageError) -> PeriodReport.Request {
        let moment = try at.map { text throws(UsageError) in try ReportArguments.instant(text, option: "--at", past) }
        let asked = moment ?? past.now
        let period = try period(named, asked: asked, past)
        let isNamed = from == nil && to == nil
        let request = PeriodReport.Request(
            period: period, name: isNamed ? (named ?? .lately).name(at: asked, in: past.zone) : nil,
            at: min(asked, past.now), field: field, query: query.isEmpty ? nil : query.joined(separator: " "))
        let most = request.mostGroups(in: past.zone)
        guard most <= PeriodReport.groupLimit else {
            throw UsageError(
                "--by \(field?.name ?? "") would make \(most) groups, and \(PeriodReport.groupLimit) are the most",
                hint: "take a shorter period, or --by month")
        }
        return request
    }

    private func period(
        _ named: NamedPeriod?, asked: Instant, _ past: DeskPast
    ) throws(UsageError) -> ReportPeriod {
        guard from != nil || to != nil else {
            return (named ?? .lately).period(at: asked, in: past.zone, first: past.firstCreated)
        }
        let all = NamedPeriod.all.period(at: asked, in: past.zone, first: past.firstCreated)
        let begin = try from.map { text throws(UsageError) in try instant(text, option: "--from", past, asked) }
        let end = try to.map { text throws(UsageError) in try instant(text, option: "--to", past, asked) } ?? all.to
        guard let period = ReportPeriod(from: begin ?? min(all.from, end), to: end) else {
            let isToday =
                to == nil
                ? "without --to the period ends with today" : "--from is its first moment, --to the first after it"
            throw UsageError("the period ends before it begins", hint: isToday)
        }
        return period
    }

    private func instant(
        _ text: String, option: String, _ past: DeskPast, _ asked: Instant
    ) throws(UsageError) -> Instant {
        try SystemSurroundings.instant(text, option: option, in: past.zone, now: asked).clampedToCalendar
    }
}
