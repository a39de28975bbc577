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

            Without a title it opens the editor with a form; so does a type for which .tick/templates/ has one, on a terminal \
            and without -m.

              tick new --form incident
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var text: TextOptions

    @Option(name: .long, help: "If a ticket was made with this key before, print its id and do nothing.")
    var once: String?

    @Option(name: .long, help: "Write it in the editor, with this form of .tick/templates/.")
    var form: String?

    @Argument(help: "The title, then FIELD=VALUE.")
    var arguments: [String] = []

    func run() async throws {
        guard once.map({ !$0.isEmpty }) ?? true else { throw UsageError("--once needs a key") }
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let (title, assignments) = Self.titleAndAssignments(arguments)
        let given = try text.text(in: context.surroundings.folder)
        let result: NewTicketResult
        if let form = try editorForm(context, desk, title, assignments, text: given) {
            let resumes = title.isEmpty && self.form == nil && assignments.isEmpty
            result = try NewTicketEditor(context: context, desk: desk, once: once).file(form, resumes: resumes) { new in
                try desk.create(new, options: writing.options)
            }
        } else {
            let new = NewTicket(
                title: title, text: given ?? "", assignments: assignments.filter { $0.name != "title" }, once: once)
            result = try desk.create(new, options: writing.options)
        }
        try await print(result, context, desk)
        try context.finish()
    }

    private func print(_ result: NewTicketResult, _ context: CommandContext, _ desk: Workspace) async throws {
        switch result {
        case .existing(let ticket): try print(existing: ticket, context, desk)
        case .created(let result, let others):
            try print(result, context, desk)
            try context.output.flush()
            await IntakeNotes(context: context, desk: desk, others: others).print(result.tickets.first)
        }
    }

    static func titleAndAssignments(_ arguments: [String]) -> (String, [Assignment]) {
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

    /// The form to write in the editor; nil where the command line says all.
    private func editorForm(
        _ context: CommandContext, _ desk: Workspace, _ title: String, _ assignments: [Assignment], text: String?
    ) throws -> NewTicketForm? {
        let named = try form.map { name throws(WorkspaceError) in try desk.form(named: name) }
        guard named == nil || text == nil else {
            throw UsageError("--form writes the text in the editor", hint: "leave out --form, or -m and -F")
        }
        let editor = TextEditor(context: context, desk: desk)
        let type = assignments.last { $0.name == "type" }?.value
        let template = named ?? (text == nil ? desk.form(forType: type) : nil)
        let isOnTerminal = Terminal.isTerminal(0) && context.isTerminal
        let isOpened = title.isEmpty || named != nil || (isOnTerminal && type != nil && template != nil)
        guard isOpened else { return nil }
        guard editor.isAllowed else {
            let first = assignments.first.map { "title='\($0.name)=\($0.value)', if that was the title" }
            throw title.isEmpty && named == nil
                ? UsageError("a ticket needs a title", hint: "tick new " + (first ?? "'Printer on floor 3 jams'"))
                : UsageError(
                    "a form needs an editor, and there is no terminal",
                    hint: "set TICK_EDITOR, or give the text with -m")
        }
        return NewTicketForm(
            configuration: desk.configuration, assignments: assignments.filter { $0.name != "title" }, title: title,
            form: template, body: text ?? "")
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

extension WritingOptions {
    var options: WriteOptions {
        WriteOptions(isDryRun: dryRun, takesEditsAlong: withEdits, runsHooks: !noVerify, signs: !noGpgSign)
    }
}
