import ArgumentParser
import TicketModel

/// How a report is written.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case table, tsv, ndjson, json, csv, html

    /// What a file's name asks for: `q3.html`.
    init?(file: String) {
        guard let dot = file.lastIndex(of: "."),
            let format = ReportFormat(rawValue: file[dot...].dropFirst().lowercased()),
            format != .table
        else { return nil }
        self = format
    }
}

/// Options of reports on a period.
struct ReportOptions: ParsableArguments {
    @Option(name: .long, help: "Groups of all figures: agent, team, queue, type, customer, week and more.")
    var by: String?

    @Option(
        name: .long,
        help:
            "table, tsv, ndjson, json, csv or html. Without it: by the file's name, else a table on a terminal, tsv in a pipe."
    )
    var format: ReportFormat?

    @Flag(name: .long, help: "The same as --format json.")
    var json = false

    @Option(name: [.customShort("o"), .long], help: "Write to FILE.")
    var output: String?

    /// The format as what knows no pages has it: nil within where none is asked for, nil for a page.
    var plainFormat: OutputFormat?? {
        if json { return .json }
        guard let format else { return .some(nil) }
        return OutputFormat(rawValue: format.rawValue).map { .some($0) }
    }

    func format(isTerminal: Bool) throws(UsageError) -> ReportFormat {
        if json { return .json }
        if let format { return format }
        guard let output else { return isTerminal ? .table : .tsv }
        guard let format = ReportFormat(file: output) else {
            throw UsageError(
                "\(PrintableText.argument(output)) does not say what it should be",
                hint: "end it with .html, .csv, .json, .ndjson or .tsv, or add --format")
        }
        return format
    }
}
