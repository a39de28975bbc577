import ArgumentParser
import TicketModel
import TicketWorkspace

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say in words what lies between two commits, ticket by ticket.",
        discussion: """
            Without a range: between HEAD and what is on disk.

              tick diff
              tick diff main..
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Argument(help: "A..B; an empty end is HEAD.")
    var range: String?

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let deltas = try await desk.differences(range)
        switch formatting.format(isTerminal: true) {
        case .json:
            try context.print(json: ["schemaVersion": 1, "kind": "diff", "tickets": .array(deltas.map(Self.json))])
        case .ndjson: try context.output.write(JSONWriter.lines(deltas.map(Self.json)))
        case .tsv: for delta in deltas { try context.output.write(DelimitedText.tsv(Self.values(delta))) }
        case .csv:
            try context.output.write(DelimitedText.csv(["ticket", "kind", "what", "title"]))
            for delta in deltas { try context.output.write(DelimitedText.csv(Self.values(delta))) }
        case .table: for delta in deltas { try write(delta, context) }
        }
        if deltas.isEmpty, formatting.format(isTerminal: true) == .table { context.report.note("no ticket differs") }
        try context.finish()
    }

    private func write(_ delta: TicketDelta, _ context: CommandContext) throws(OutputError) {
        let title = (delta.after ?? delta.before)?.title ?? ""
        let id = context.palette.apply(.bold, to: delta.ticket.text)
        try context.print("\(id)  \(PrintableText.make(title))")
        try context.print("  " + PrintableText.make(Self.words(delta)))
        for entry in delta.addedEntries {
            let first = entry.text?.split(separator: "\n").first.map(String.init) ?? ""
            try context.print(
                context.palette.apply(
                    .dim, to: "  \(entry.verb.rawValue): " + PrintableText.make(String(first.prefix(100)))))
        }
    }

    private static func words(_ delta: TicketDelta) -> String {
        ChangeWords.describe(
            kind: delta.kind, changes: delta.changes, added: delta.addedEntries, removed: delta.removedEntries)
    }

    private static func values(_ delta: TicketDelta) -> [String] {
        [delta.ticket.text, delta.kind.rawValue, words(delta), (delta.after ?? delta.before)?.title ?? ""]
    }

    private static func json(_ delta: TicketDelta) -> JSONValue {
        [
            "ticket": .string(delta.ticket.text), "kind": .string(delta.kind.rawValue),
            "title": .string((delta.after ?? delta.before)?.title ?? ""),
            "path": .string((delta.after ?? delta.before)?.path.description ?? ""),
            "changes": .array(delta.changes.map(ChangeWords.json)),
            "entries": .array(delta.addedEntries.map(ChangeWords.json)),
            "removedEntries": .array(delta.removedEntries.map(ChangeWords.json)),
        ]
    }
}
