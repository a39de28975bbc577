import ArgumentParser
import ServiceLevels
import TicketIndex
import TicketModel
import TicketText
import TicketWorkspace

struct SlaWhatIfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whatif",
        abstract: "Judge all of history by a changed policy, and show what would differ.",
        discussion: """
            Nothing is changed. FILE is an sla.yml; a calendar file replaces the calendar of its name.

              tick sla whatif --sla new-sla.yml
              tick sla whatif --calendar office.yml
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Option(name: .long, help: "The sla.yml to try.")
    var sla: String?

    @Option(name: .long, help: "A calendar file to try in place of the one of its name. May be given again.")
    var calendar: [String] = []

    @Argument(help: "A query.")
    var query: [String] = []

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        guard sla != nil || !calendar.isEmpty else {
            throw UsageError("nothing to try", hint: "--sla FILE or --calendar FILE")
        }
        let changed = try changedConfiguration(desk, context)
        let query = try context.query(query, desk.configuration)
        let view = try await desk.view(needs: query.needs.union([.serviceLevels, .history]))
        let other = try desk.clocks(judgedBy: changed)
        let tickets = await view.tickets(matching: query, sortedBy: .byID)
        let comparison = ClockComparison(
            tickets: tickets, now: { view.standing(of: $0)?.clocks }, then: { other.clocks(of: $0) })
        try write(comparison, context, desk.configuration.zone)
        try context.finish()
    }

    private func changedConfiguration(_ desk: Workspace, _ context: CommandContext) throws -> Configuration {
        var files: [SourceText] = []
        for path in calendar {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            files.append(try file(path, as: ".tick/calendars/\(name)", context))
        }
        if let sla { files.append(try file(sla, as: ".tick/sla.yml", context)) }
        let (configuration, diagnostics) = desk.configuration(replacing: files)
        context.report.diagnostics(diagnostics)
        guard !diagnostics.contains(where: { $0.severity == .error }) else { throw Exit.refused }
        return configuration
    }

    private func file(_ path: String, as name: String, _ context: CommandContext) throws(UsageError) -> SourceText {
        let absolute = path.hasPrefix("/") ? path : context.surroundings.folder + "/" + path
        guard let bytes = TextFile.bytes(absolute, limit: 1 << 20) else {
            throw UsageError("\(PrintableText.make(path)) cannot be read")
        }
        return SourceText(path: RepositoryPath(name), bytes: bytes)
    }

    private func write(_ comparison: ClockComparison, _ context: CommandContext, _ zone: Zone) throws(OutputError) {
        switch formatting.format(isTerminal: true) {
        case .json:
            try context.print(
                json: [
                    "schemaVersion": 1, "kind": "sla-whatif", "before": comparison.countsBefore.json,
                    "after": comparison.countsAfter.json, "differences": .array(comparison.differences.map(\.json)),
                ])
        case .ndjson: try context.output.write(JSONWriter.lines(comparison.differences.map(\.json)))
        case .tsv:
            for difference in comparison.differences { try context.output.write(DelimitedText.tsv(difference.values)) }
        case .csv:
            try context.output.write(DelimitedText.csv(ClockDifference.columns))
            for difference in comparison.differences { try context.output.write(DelimitedText.csv(difference.values)) }
        case .table: try writeTable(comparison, context, zone)
        }
    }

    private func writeTable(_ comparison: ClockComparison, _ context: CommandContext, _ zone: Zone) throws(OutputError)
    {
        var counts = Table([
            .init(title: "STATE"), .init(title: "NOW", alignment: .right), .init(title: "THEN", alignment: .right),
        ])
        for state in ClockState.allCases {
            let (before, after) = (comparison.countsBefore[state], comparison.countsAfter[state])
            if before + after > 0 {
                counts.append([StyledText(state.rawValue), StyledText("\(before)"), StyledText("\(after)")])
            }
        }
        for line in counts.lines(width: context.width, palette: context.palette) { try context.print(line) }
        try context.print("")
        guard !comparison.differences.isEmpty else { return try context.print("no clock differs") }
        var table = Table([
            .init(title: "ID"), .init(title: "TARGET"), .init(title: "NOW"), .init(title: "THEN"),
            .init(title: "DUE NOW"),
            .init(title: "DUE THEN"), .init(title: "TITLE", isFlexible: true),
        ])
        for difference in comparison.differences { table.append(difference.cells(zone)) }
        for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
    }
}
