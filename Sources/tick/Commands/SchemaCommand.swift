import ArgumentParser
import TicketModel
import TicketWorkspace

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print a JSON Schema of this desk's front matter, for editors.",
        discussion: "  tick schema > .vscode/ticket.schema.json")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let context = try CommandContext(global)
        let configuration = try context.openDesk().configuration
        try context.output.write(JSONWriter.pretty(FrontMatterSchema(configuration: configuration).value))
        try context.print("")
        try context.finish()
    }
}

/// The front matter that a desk's configuration allows, as JSON Schema (draft 2020-12).
struct FrontMatterSchema {
    let configuration: Configuration

    var value: JSONValue {
        let fields = configuration.knownFields.map { (configuration.fileName(of: $0), property($0)) }
        return .object([
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("title", .string("Tickets of \(configuration.name.isEmpty ? configuration.key : configuration.name)")),
            ("type", "object"), ("properties", .object(fields)),
            ("required", .strings([configuration.fileName(of: .title), configuration.fileName(of: .status)])),
            ("additionalProperties", true),
        ])
    }

    private func property(_ field: FieldName) -> JSONValue {
        let type = configuration.type(of: field) ?? FieldType(.text)
        var members = single(field, type)
        if type.isList {
            // A single value where a list is meant is a list of one.
            members = [("oneOf", [.object(members), ["type": "array", "items": .object(members)]])]
        }
        if let title = configuration.customField(field)?.title { members.append(("title", .string(title))) }
        return .object(members)
    }

    private func single(_ field: FieldName, _ type: FieldType) -> [JSONValue.Member] {
        if let choices = configuration.declaredChoices(of: field) { return [("enum", .strings(choices.map(\.name)))] }
        switch type.kind {
        case .integer: return [("type", "integer")]
        case .decimal: return [("type", "number")]
        case .boolean: return [("type", "boolean")]
        case .instant: return [("type", "string"), ("format", "date-time")]
        case .date: return [("type", "string"), ("format", "date")]
        case .url: return [("type", "string"), ("format", "uri")]
        case .rating: return [("type", "object")]
        case .person: return person
        // A version such as 1.10 is a number to YAML and a text to us.
        case .id, .text, .duration, .choice, .ticket: return [("type", ["string", "number", "boolean"])]
        }
    }

    /// Handles are offered; addresses are allowed too.
    private var person: [JSONValue.Member] {
        let handles = configuration.people?.people.map(\.handle) ?? []
        guard !handles.isEmpty else { return [("type", "string")] }
        return [("anyOf", [["enum": .strings(handles)], ["type": "string"]])]
    }
}
