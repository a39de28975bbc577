import ArgumentParser
import TicketModel
import TicketWorkspace

struct RenumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renumber",
        abstract: "Give tickets another id, with their files, attachments and all references.",
        discussion: """
            Without an ID: the tickets whose id an older one has, too, as two clones that count make them. The ticket keeps its \
            clocks and its history, and a note of its old id.

              tick renumber --dry-run
              tick renumber HD-7
              tick renumber HD-7 HD-1042
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Argument(help: "The ticket.")
    var id: String?

    @Argument(help: ArgumentHelp("Its new id; the next free one without.", valueName: "new-id"))
    var new: String?

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let selection = TicketSelection(context: context, desk: desk)
        let result: ChangeResult
        if let id {
            let (ticket, snapshot) = try await selection.ticket(named: id)
            let given = try new.map { word throws(UsageError) -> TicketID in
                guard let id = TicketID(word) else {
                    throw UsageError(
                        "\(PrintableText.make(word)) is no id", hint: "letters, digits, '.', '_' and '-': HD-1042")
                }
                return id
            }
            result = try desk.renumber([ticket], to: given, in: snapshot, options: writing.options)
        } else {
            let snapshot = await desk.snapshot()
            let tickets = try desk.ticketsWithTakenIDs(in: snapshot)
            guard !tickets.isEmpty else { return context.report.note("no two tickets have the same id") }
            try selection.confirm(tickets.count, writing)
            result = try desk.renumber(tickets, in: snapshot, options: writing.options)
        }
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }
}
