import ArgumentParser
import TicketModel
import TicketText
import TicketWorkspace

struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Attach files to a ticket.",
        discussion:
            "Copies each file below attachments/ID/ under a safe name and links it under its own name in a note.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: [.customShort("m"), .long], help: "A text above the links.")
    var message: String?

    @Argument(help: "The ticket.")
    var id: String

    @Argument(help: "The files.")
    var files: [String]

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk()
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
        let limit = desk.configuration.attachments.limitBytes
        let sources = try files.map { path throws(UsageError) in
            guard let bytes = TextFile.bytes(path, limit: limit + 1) else {
                throw UsageError("\(PrintableText.make(path)) cannot be read", hint: "name files that exist")
            }
            return AttachmentSource(name: String(path.split(separator: "/").last ?? Substring(path)), bytes: bytes)
        }
        let entry = TicketEdit.EntryDraft(verb: .noted, text: message ?? "")
        let result = try desk.attach(sources, to: ticket, entry: entry, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json).print(result)
        try context.finish()
    }
}

struct RemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Delete a ticket's file: spam and tests, for those with the right.",
        discussion: "git's history keeps it.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Argument(help: "The tickets.")
    var ids: [String]

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk()
        let snapshot = await desk.snapshot()
        let tickets = try ids.map { id throws(WorkspaceError) in try snapshot.ticket(named: id) }
        try TicketSelection(context: context, desk: desk).confirm(tickets.count, writing)
        let result = try desk.remove(tickets, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json).print(result)
        try context.finish()
    }
}
