import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace
import Workflow

/// What the four entry commands share: a text, a ticket, fields to set in the same commit.
protocol EntryCommand: AsyncParsableCommand {
    static var verb: EntryVerb { get }
    var global: GlobalOptions { get }
    var writing: WritingOptions { get }
    var text: TextOptions { get }
    var canned: TemplateOptions { get }
    var id: String { get }
    var assignments: [String] { get }
    /// Who said it, where it was not the acting person.
    var person: String? { get }
    /// An article whose text goes along.
    var article: String? { get }
}

struct TemplateOptions: ParsableArguments {
    @Option(name: .long, help: "A template of .tick/templates/; its text stands before that of -m.")
    var template: String?
}

extension EntryCommand {
    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        var words = try SingleEdit.assignments(assignments)
        let selection = TicketSelection(context: context, desk: desk)
        // What a template sets is not known yet.
        let (ticket, snapshot) =
            canned.template == nil && article == nil
            ? try await selection.ticket(named: id, toSet: words) : try await selection.ticket(named: id)
        var entry = TicketEdit.EntryDraft(verb: Self.verb, text: "", person: person)
        if canned.template != nil || article != nil {
            let filled = try canned.template.map { name throws(WorkspaceError) in
                try desk.fill(try desk.template(named: name), for: ticket)
            }
            let answer = try article.map { name throws(WorkspaceError) in
                try desk.replyText(of: try desk.article(named: name), for: ticket)
            }
            let parts = [filled?.text, try text.text(in: context.surroundings.folder), answer].compactMap(\.self)
            entry.text = parts.filter { $0.contains { !$0.isWhitespace } }.joined(separator: "\n\n")
            guard !entry.text.isEmpty else { throw UsageError("the text is empty: the template has none") }
            entry.attachments = filled?.attachments ?? []
            // What is said by hand counts.
            words = (filled?.assignments ?? []).filter { set in !words.contains { $0.name == set.name } } + words
        } else if let given = try givenText(context) {
            entry.text = given
        } else {
            return try await write(entry, words, ticket, snapshot, context, desk)
        }
        try commit(entry, words, ticket, snapshot, context, desk)
        try context.finish()
    }

    private func commit(
        _ entry: TicketEdit.EntryDraft, _ words: [Assignment], _ ticket: Ticket, _ snapshot: IndexSnapshot,
        _ context: CommandContext, _ desk: Workspace
    ) throws {
        let result = try desk.edit(
            [ticket], TicketEdit(assignments: words, entry: entry), in: snapshot, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        if Self.verb == .wrote, let written = result.tickets.first { warnOfAuthority(written, result, context, desk) }
    }

    /// Who acts on the requester's word is told each time that it is not theirs to give, not only when it is new.
    private func warnOfAuthority(
        _ ticket: Ticket, _ result: ChangeResult, _ context: CommandContext, _ desk: Workspace
    ) {
        let check = CheckContext(configuration: desk.configuration, now: desk.now)
        let found = AuthorisedRule().findings(in: ticket, check).filter { !result.diagnostics.contains($0) }
        let overrides = desk.configuration.ruleSeverities
        context.report.diagnostics(RuleCatalog.applying(overrides, to: found).filter { $0.severity != .error })
    }

    private func givenText(_ context: CommandContext) throws -> String? {
        guard let text = try text.text(in: context.surroundings.folder) else { return nil }
        guard text.contains(where: { !$0.isWhitespace }) else { throw UsageError("the text is empty") }
        return text
    }

    /// Lets the person write the text in the editor. It stays in its file until it is committed: a text that took ten minutes must not be
    /// lost to a field that was forgotten.
    private func write(
        _ draft: TicketEdit.EntryDraft, _ words: [Assignment], _ ticket: Ticket, _ snapshot: IndexSnapshot,
        _ context: CommandContext, _ desk: Workspace
    ) async throws {
        guard Terminal.isTerminal(0), context.isTerminal else {
            throw UsageError("no text", hint: "tick \(Self._commandName) \(ticket.id) -m TEXT, or -F FILE")
        }
        let sheet = EntrySheet(ticket: ticket, verb: Self.verb, person: person, configuration: desk.configuration)
        let file = EntryFile(desk: desk, ticket: ticket.id, verb: Self.verb)
        var entry = draft
        while true {
            do {
                entry.text = try file.write(sheet, with: TextEditor(context: context, desk: desk))
                try commit(entry, words, ticket, snapshot, context, desk)
                if !writing.dryRun { file.remove() }
                return try context.finish()
            } catch let error as WorkspaceError where file.isKept {
                context.report.workspace(error)
                context.report.note("your text is kept: tick \(Self._commandName) \(ticket.id) opens it again")
                guard context.confirms("edit again?") else { throw Exit(code: error.exitCode) }
            }
        }
    }

    var person: String? { nil }
    var article: String? { nil }
}

struct ReplyCommand: EntryCommand {
    static let verb = EntryVerb.replied
    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract: "Reply to the requester.",
        discussion: """
            Without a text, on a terminal, the editor opens with the conversation quoted below. `note`, `wrote` and `called` do the same.

              tick reply k7q -m 'Which paper tray?' status=waiting
              tick reply k7q --kb printer-jams -m 'Good morning! This usually helps:'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var text: TextOptions
    @OptionGroup var canned: TemplateOptions
    @Option(name: .customLong("kb"), help: "An article of the knowledge base; its text stands below that of -m.")
    var article: String?
    @Argument(help: "The ticket.") var id: String
    @Argument(help: "FIELD=VALUE… to set in the same commit.") var assignments: [String] = []
}

struct NoteCommand: EntryCommand {
    static let verb = EntryVerb.noted
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Add an internal note.",
        discussion: "  tick note k7q -m 'Third time this month, see HD-9x2m4c'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var text: TextOptions
    @OptionGroup var canned: TemplateOptions
    @Argument(help: "The ticket.") var id: String
    @Argument(help: "FIELD=VALUE… to set in the same commit.") var assignments: [String] = []
}

struct WroteCommand: EntryCommand {
    static let verb = EntryVerb.wrote
    static let configuration = CommandConfiguration(
        commandName: "wrote",
        abstract: "Record what the requester wrote; ends a waiting.",
        discussion: "  tick wrote k7q -m 'Tray 2.' --date 2026-11-21T10:40")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var text: TextOptions
    @OptionGroup var canned: TemplateOptions
    @Option(name: .customLong("by"), help: "Who wrote, if not the requester.") var person: String?
    @Argument(help: "The ticket.") var id: String
    @Argument(help: "FIELD=VALUE… to set in the same commit.") var assignments: [String] = []
}

struct CalledCommand: EntryCommand {
    static let verb = EntryVerb.called
    static let configuration = CommandConfiguration(
        commandName: "called",
        abstract: "Record a call.",
        discussion: "  tick called k7q -m 'Maria will send the log' --by maria@acme.example")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var text: TextOptions
    @OptionGroup var canned: TemplateOptions
    @Option(name: .customLong("by"), help: "Who called, if not you.") var person: String?
    @Argument(help: "The ticket.") var id: String
    @Argument(help: "FIELD=VALUE… to set in the same commit.") var assignments: [String] = []
}
