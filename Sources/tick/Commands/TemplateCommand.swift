import ArgumentParser
import TicketModel
import TicketWorkspace

struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Canned replies and forms: which there are, and how they read on a ticket.",
        discussion: "  tick reply k7q --template greeting",
        subcommands: [TemplateListCommand.self, TemplateShowCommand.self, TemplateVariablesCommand.self])
}

struct TemplateListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The templates; with a ticket, those that are meant for it.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions
    @Argument(help: "A ticket.") var id: String?

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        var templates = desk.configuration.templates
        if let id {
            let (ticket, snapshot) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
            templates = try await desk.templates(for: ticket, in: snapshot)
        }
        let rows = templates.map { template in
            [template.name, template.title ?? "", Self.purpose(template), template.source.path.description]
        }
        try RowListing(
            member: "templates", kind: "template-list", names: ["template", "title", "for", "path"],
            flexible: ["title"],
            hidden: ["path"], rows: rows, values: templates.map(Self.json)
        ).print(formatting.format(isTerminal: context.isTerminal), in: context)
        if templates.isEmpty { context.report.note(id == nil ? "no templates yet" : "no template is meant for it") }
        try context.finish()
    }

    /// The tickets that a reply is for, or the types of a form.
    private static func purpose(_ template: ReplyTemplate) -> String {
        guard let types = template.forms else { return template.query ?? "" }
        return types == ["*"] ? "new tickets" : "new " + types.joined(separator: ", ")
    }

    private static func json(_ template: ReplyTemplate) -> JSONValue {
        [
            "name": .string(template.name), "title": .optional(template.title), "for": .optional(template.query),
            "form": template.forms.map { .strings($0) } ?? nil, "path": .string(template.source.path.description),
            "attach": .strings(template.attachments),
        ]
    }
}

struct TemplateShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A template's text; with a ticket, as it would be sent.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The template.") var name: String
    @Argument(help: "A ticket.") var id: String?

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let template = try desk.template(named: name)
        if let id {
            let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
            let filled = try desk.fill(template, for: ticket)
            try context.print(PrintableText.make(filled.text, .lines))
            for setting in template.sets { context.report.note("sets \(setting.field)=\(setting.value)") }
            for file in filled.attachments { context.report.note("attaches \(file.name)") }
        } else {
            try context.print(PrintableText.make(template.source.string(template.bodyRange), .lines))
        }
        try context.finish()
    }
}

struct TemplateVariablesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "variables", abstract: "What may stand between {{ and }}; with a ticket, with its values.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A ticket.") var id: String?

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let names = TemplateVariables.names(desk.configuration)
        guard let id else {
            for name in names { try context.print(PrintableText.make(name)) }
            return try context.finish()
        }
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
        let variables = try desk.templateVariables(of: ticket)
        for name in names { try context.output.write(DelimitedText.tsv([name, variables.value(name) ?? ""])) }
        try context.finish()
    }
}
