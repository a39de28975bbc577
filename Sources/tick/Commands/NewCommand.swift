import ArgumentParser
import TicketModel
import TicketWorkspace

struct NewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "File a ticket.",
        discussion: """
            Prints the new ticket's id, alone when piped.

              tick new 'Printer on floor 3 jams' type=incident queue=it priority=high
              tick new 'VPN drops' -m 'Every ten minutes since Monday.' requester=maria@acme.example
              tick new 'Disk full on db1' --once alert-4711
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var text: TextOptions

    @Option(name: .long, help: "If a ticket was made with this key before, print its id and do nothing.")
    var once: String?

    @Argument(help: "The title, then FIELD=VALUE.")
    var arguments: [String] = []

    func run() async throws {
        guard once.map({ !$0.isEmpty }) ?? true else { throw UsageError("--once needs a key") }
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let (title, assignments) = try titleAndAssignments()
        var new = NewTicket(
            title: title, text: try text.text(in: context.surroundings.folder) ?? "",
            assignments: assignments.filter { $0.name != "title" },
            once: once)
        if title.isEmpty { new = try compose(context, desk, assignments) }
        switch try desk.create(new, options: writing.options) {
        case .existing(let ticket): try print(existing: ticket, context, desk)
        case .created(let result, let others):
            try print(result, context, desk)
            try context.output.flush()
            IntakeNotes(context: context, desk: desk, others: others).print(result.tickets.first)
        }
        try context.finish()
    }

    private func titleAndAssignments() throws(UsageError) -> (String, [Assignment]) {
        var words: [String] = []
        var assignments: [Assignment] = []
        for argument in arguments {
            // A title may hold `=`: only one word with a name before the sign is an assignment.
            if let assignment = Assignment(argument: argument), !argument.prefix(while: { $0 != "=" }).contains(" ") {
                assignments.append(assignment)
            } else {
                words.append(argument)
            }
        }
        let title = assignments.last { $0.name == "title" }?.value ?? words.joined(separator: " ")
        return (title, assignments)
    }

    /// Without a title: the editor with a form, where there is a terminal.
    private func compose(
        _ context: CommandContext, _ desk: Workspace, _ assignments: [Assignment]
    ) throws -> NewTicket {
        guard Terminal.isTerminal(0), context.isTerminal else {
            let first = assignments.first.map { "title='\($0.name)=\($0.value)', if that was the title" }
            throw UsageError(
                "a ticket needs a title", hint: "tick new " + (first ?? "'Printer on floor 3 jams'"))
        }
        let written = try TextEditor(context: context, desk: desk).compose(
            NewTicketForm(configuration: desk.configuration, assignments: assignments).text)
        return try NewTicketForm.read(written, once: once)
    }

    /// The ticket that `--once` found, in the form that a new one would have.
    private func print(existing ticket: Ticket, _ context: CommandContext, _ desk: Workspace) throws {
        guard writing.json else { return try context.print(ticket.id.text) }
        let step = ChangePlan.TicketStep(before: ticket, after: ticket)
        let result = ChangeResult(
            commit: nil, plan: ChangePlan(tickets: [step]), diagnostics: [], isDryRun: writing.dryRun)
        try ChangeOutput(context: context, desk: desk, isJSON: true).print(result)
    }

    private func print(_ result: ChangeResult, _ context: CommandContext, _ desk: Workspace) throws {
        guard let ticket = result.tickets.first, !writing.json, !result.isDryRun else {
            return try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(
                result)
        }
        context.report.diagnostics(result.diagnostics)
        guard context.isTerminal else { return try context.print(ticket.id.text) }
        try context.print(
            "\(context.palette.apply(.bold, to: ticket.id.text)) \(PrintableText.make(utf8: ticket.path.bytes))")
    }
}

/// The form that `tick new` opens in an editor: fields as `name: value` lines, a blank line, the text.
struct NewTicketForm {
    let configuration: Configuration
    let assignments: [Assignment]

    var text: String {
        var lines = ["// A new ticket. Lines that begin with // are left out; empty fields too.", "title: "]
        for field in fields {
            let given = assignments.last { $0.name == field.rawValue }?.value ?? ""
            let choices = configuration.declaredChoices(of: field)?.map(\.name).joined(separator: ", ")
            if let choices { lines.append("// \(choices)") }
            lines.append("\(field): \(given)")
        }
        return (lines + ["", ""]).joined(separator: "\n")
    }

    /// The fields that the desk chooses from, and those that the given type asks for.
    private var fields: [FieldName] {
        let type = configuration.typeDefinition(assignments.last { $0.name == "type" }?.value)
        let offered: [FieldName] = [.type, .priority, .queue, .channel].filter {
            configuration.declaredChoices(of: $0) != nil
        }
        return offered + [.requester] + (type?.requires ?? [])
    }

    static func read(_ text: String, once: String?) throws(UsageError) -> NewTicket {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let head = lines.prefix { !$0.allSatisfy(\.isWhitespace) }
        var new = NewTicket(title: "", text: lines.dropFirst(head.count).joined(separator: "\n"), once: once)
        for line in head {
            guard let colon = line.firstIndex(of: ":") else {
                throw UsageError("this line has no colon: \(PrintableText.make(String(line)))")
            }
            let name = line[..<colon].filter { !$0.isWhitespace }
            let value = String(line[line.index(after: colon)...].drop(while: \.isWhitespace))
            if name == "title" {
                new.title = value
            } else if !value.isEmpty {
                new.assignments.append(Assignment(name: String(name), operation: .set, value: value))
            }
        }
        guard !new.title.isEmpty else { throw UsageError("no title: no ticket was made") }
        return new
    }
}

extension WritingOptions {
    var options: WriteOptions {
        WriteOptions(isDryRun: dryRun, takesEditsAlong: withEdits, runsHooks: !noVerify, signs: !noGpgSign)
    }
}
