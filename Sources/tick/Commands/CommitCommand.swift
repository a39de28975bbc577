import ArgumentParser
import TicketModel
import TicketText
import TicketWorkspace

struct CommitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit",
        abstract: "Check, complete and commit edits made by hand.",
        discussion: """
            Tickets and .tick/ only; whatever else is staged or changed stays as it is. Headings such as "## replied" get \
            the author and the time, tickets without an id get one.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: [.customShort("m"), .long], help: "The commit's message.")
    var message: String?

    @Argument(help: "Files or folders; without any, all that changed.")
    var paths: [String] = []

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDeskToCheck()
        _ = await desk.snapshot()
        let places = try desk.existingPaths(paths)
        let result = try desk.commitEdits(in: places, message: message, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }
}

struct EditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Edit a ticket's file; checked and committed on return.",
        discussion:
            "The editor is TICK_EDITOR, else git's. What cannot be committed stays in the file and is offered again.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: [.customShort("m"), .long], help: "The commit's message.")
    var message: String?

    @Argument(help: "The ticket.")
    var id: String

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
        let editor = TextEditor(context: context, desk: desk)
        let path = desk.root + "/" + ticket.path.description
        let original = TextFile.bytes(path)
        // A dry run leaves the file as it was.
        defer { if writing.dryRun, let original { try? TextFile.write(original, to: path) } }
        while true {
            try editor.edit(path)
            do {
                let result = try desk.commitEdits(in: [ticket.path], message: message, options: writing.options)
                try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
                return try context.finish()
            } catch let error as WorkspaceError {
                context.report.workspace(error)
                context.report.note("your edits are kept in \(ticket.path), uncommitted")
                guard context.confirms("edit again?") else { throw Exit.refused }
            }
        }
    }
}
