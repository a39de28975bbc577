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
        let desk = try context.openDesk(toWrite: true)
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: id, toSet: [])
        let sources = try sources(desk.configuration.attachments.limitBytes, in: context)
        let entry = TicketEdit.EntryDraft(verb: .noted, text: message ?? "")
        let result = try desk.attach(sources, to: ticket, entry: entry, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }

    /// Reads the files, seen from the folder that `-C` names; says of each what is wrong with it.
    private func sources(_ limit: Int, in context: CommandContext) throws(WorkspaceError) -> [AttachmentSource] {
        var (sources, problems): ([AttachmentSource], [WorkspaceError]) = ([], [])
        for path in files {
            let place = path.hasPrefix("/") ? path : context.surroundings.folder + "/" + path
            guard let bytes = TextFile.bytes(place, limit: limit + 1) else {
                problems.append(.unreadable(path, hint: "name a file that exists"))
                continue
            }
            sources.append(
                AttachmentSource(name: String(path.split(separator: "/").last ?? Substring(path)), bytes: bytes))
        }
        guard let error = WorkspaceError(all: problems) else { return sources }
        throw error
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
        let desk = try context.openDesk(toWrite: true)
        let snapshot = await desk.cachedSnapshot(keepsText: true, readsConversation: true)
        let selection = TicketSelection(context: context, desk: desk)
        let tickets = try selection.sole(TicketSelection.unique(snapshot.tickets(named: ids)), in: snapshot)
        try selection.confirm(tickets.count, writing)
        let result = try desk.remove(tickets, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }
}
