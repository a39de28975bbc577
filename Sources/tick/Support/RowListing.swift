/// A list of things that are no tickets: the same rows as a table, delimited text, or JSON.
struct RowListing {
    /// The member of the JSON document that holds them: `templates`.
    let member: String
    let kind: String
    /// The columns' names as delimited text has them.
    let names: [String]
    /// Which columns a table narrows where it is too wide.
    var flexible: Set<String> = []
    /// Columns that only delimited text has.
    var hidden: Set<String> = []
    let rows: [[String]]
    let values: [JSONValue]

    func print(_ format: OutputFormat, in context: CommandContext) throws {
        switch format {
        case .json:
            try context.print(
                json: .object([
                    (name: "schemaVersion", value: 1), (name: "kind", value: .string(kind)),
                    (name: member, value: .array(values)),
                ]))
        case .ndjson: try context.output.write(JSONWriter.lines(values))
        case .tsv: for row in rows { try context.output.write(DelimitedText.tsv(row)) }
        case .csv: for row in [names] + rows { try context.output.write(DelimitedText.csv(row)) }
        case .table:
            let shown = names.indices.filter { !hidden.contains(names[$0]) }
            var table = Table(
                shown.map { .init(title: names[$0].uppercased(), isFlexible: flexible.contains(names[$0])) })
            for row in rows { table.append(shown.map { StyledText(row[$0]) }) }
            for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
    }
}
