import ArgumentParser
import TicketModel
import TicketWorkspace

struct FieldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fields",
        abstract: "Show the fields that the desk knows, and what they take.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    func run() async throws {
        let context = try CommandContext(global)
        let configuration = try context.openDesk().configuration
        let rows = configuration.knownFields.map { FieldRow($0, configuration) }
        switch formatting.format(isTerminal: context.isTerminal) {
        case .json:
            try context.print(json: ["schemaVersion": 1, "kind": "field-list", "fields": .array(rows.map(\.json))])
        case .ndjson: try context.output.write(JSONWriter.lines(rows.map(\.json)))
        case .tsv: for row in rows { try context.output.write(DelimitedText.tsv(row.values)) }
        case .csv:
            try context.output.write(DelimitedText.csv(["name", "type", "list", "title", "values"]))
            for row in rows { try context.output.write(DelimitedText.csv(row.values)) }
        case .table:
            var table = Table([
                .init(title: "FIELD"), .init(title: "TYPE"), .init(title: "TITLE"),
                .init(title: "VALUES", isFlexible: true),
            ])
            for row in rows { table.append(row.cells) }
            for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
        try context.finish()
    }
}

private struct FieldRow {
    let name: String
    let type: FieldType
    let title: String?
    let choices: [String]

    init(_ field: FieldName, _ configuration: Configuration) {
        name = field.rawValue
        type = configuration.type(of: field) ?? FieldType(.text)
        title = configuration.customField(field)?.title
        choices = configuration.declaredChoices(of: field)?.map(\.name) ?? []
    }

    var values: [String] {
        [name, type.kind.rawValue, type.isList ? "true" : "false", title ?? "", choices.joined(separator: ",")]
    }

    var json: JSONValue {
        [
            "name": .string(name), "type": .string(type.kind.rawValue), "list": .bool(type.isList),
            "title": .optional(title), "values": .strings(choices),
        ]
    }

    var cells: [StyledText] {
        [
            StyledText(name, .bold), StyledText(type.kind.rawValue + (type.isList ? " list" : "")),
            StyledText(title ?? ""),
            StyledText(choices.joined(separator: ", ")),
        ]
    }
}
