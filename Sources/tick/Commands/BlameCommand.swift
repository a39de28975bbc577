import ArgumentParser
import GitStore
import TicketModel
import TicketWorkspace

struct BlameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame",
        abstract: "Show for each field who set it, when, in which commit.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Argument(help: "The ticket.")
    var id: String

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
        let rows = try desk.blame(ticket)
        switch formatting.format(isTerminal: context.isTerminal) {
        case .json:
            try context.print(
                json: [
                    "schemaVersion": 1, "kind": "blame", "ticket": .string(ticket.id.text),
                    "fields": .array(rows.map(Self.json)),
                ])
        case .ndjson: try context.output.write(JSONWriter.lines(rows.map(Self.json)))
        case .tsv: for row in rows { try context.output.write(DelimitedText.tsv(Self.values(row))) }
        case .csv:
            try context.output.write(DelimitedText.csv(["field", "value", "at", "author", "commit"]))
            for row in rows { try context.output.write(DelimitedText.csv(Self.values(row))) }
        case .table:
            var table = Table([
                .init(title: "FIELD"), .init(title: "VALUE", isFlexible: true), .init(title: "WHEN"),
                .init(title: "WHO"),
                .init(title: "COMMIT"),
            ])
            for row in rows {
                table.append([
                    StyledText(row.field.rawValue, .bold), StyledText(row.value.texts.joined(separator: ", ")),
                    StyledText(
                        row.event.map { TimeText.local($0.at, in: desk.configuration.zone) } ?? "not committed yet",
                        .dim),
                    StyledText(row.event?.authorName ?? ""), StyledText(row.event?.commit.shortHex ?? "", .dim),
                ])
            }
            for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
        try context.finish()
    }

    private static func values(_ row: FieldBlame) -> [String] {
        [
            row.field.rawValue, row.value.texts.joined(separator: ","), row.event?.at.formatted() ?? "",
            row.event.map { "\($0.authorName) <\($0.authorEmail)>" } ?? "", row.event?.commit.hex ?? "",
        ]
    }

    private static func json(_ row: FieldBlame) -> JSONValue {
        [
            "field": .string(row.field.rawValue), "value": TicketJSON.untyped(row.value),
            "at": TicketJSON.instant(row.event?.at),
            "author": .optional(row.event.map { "\($0.authorName) <\($0.authorEmail)>" }),
            "commit": .optional(row.event?.commit.hex),
        ]
    }
}
