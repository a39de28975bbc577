import ArgumentParser

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, tsv, ndjson, json, csv
}

/// Options of commands that list things.
struct FormatOptions: ParsableArguments {
    @Option(name: .long, help: "table, tsv, ndjson, json or csv. Without it: a table on a terminal, tsv in a pipe.")
    var format: OutputFormat?

    @Flag(name: .long, help: "The same as --format json.")
    var json = false

    func format(isTerminal: Bool) -> OutputFormat {
        if json { return .json }
        return format ?? (isTerminal ? .table : .tsv)
    }
}
