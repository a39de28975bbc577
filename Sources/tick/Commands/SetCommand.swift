import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace

struct SetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set fields of tickets, in one commit.",
        discussion: """
            Name tickets by ids, or by one query. FIELD+=VALUE and FIELD-=VALUE for lists, FIELD= clears.

              tick set k7q priority=urgent tags+=vpn
              tick set 'queue:it tag:printer' assignee=olga --dry-run
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: [.customShort("m"), .long], help: "A note to add to each ticket.")
    var message: String?

    @Argument(help: ArgumentHelp("ID… or a query, and FIELD=VALUE…", valueName: "id-or-query"))
    var arguments: [String]

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let assignments = arguments.compactMap { Assignment(argument: $0) }
        let words = arguments.filter { Assignment(argument: $0) == nil }
        guard !assignments.isEmpty else {
            throw UsageError("nothing to set", hint: "tick set \(words.first ?? "ID") priority=high")
        }
        guard !words.isEmpty else {
            throw UsageError("no ticket is named", hint: "tick set ID \(arguments[0]), or a query")
        }
        let selection = TicketSelection(context: context, desk: desk)
        let (tickets, snapshot) = try await selection.tickets(named: words, toSet: assignments)
        try selection.confirm(tickets.count, writing)
        let entry = message.map { TicketEdit.EntryDraft(verb: .noted, text: $0) }
        let result = try desk.edit(
            tickets, TicketEdit(assignments: assignments, entry: entry), in: snapshot, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }
}
