import ArgumentParser
import TicketModel
import TicketWorkspace

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move a ticket to another status.",
        discussion: """
            The workflow decides which moves are allowed, to whom, and what they need; a refusal lists them.

              tick move k7q waiting -m 'Asked for the serial number'
              tick move k7q open assignee=me
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: [.customShort("m"), .long], help: "A note on the move.")
    var message: String?

    @Argument(help: "The ticket.")
    var id: String

    @Argument(help: "The status.")
    var status: String

    @Argument(help: "FIELD=VALUE…")
    var assignments: [String] = []

    func run() async throws {
        let move = Assignment(name: FieldName.status.rawValue, operation: .set, value: status)
        let entry = message.map { TicketEdit.EntryDraft(verb: .noted, text: $0) }
        try await SingleEdit(global: global, writing: writing).run(id, [move], words: assignments, entry: entry)
    }
}

/// A change of one ticket: what `move`, `assign` and the entry commands share.
struct SingleEdit {
    let global: GlobalOptions
    let writing: WritingOptions

    func run(
        _ id: String, _ first: [Assignment], words: [String], entry: TicketEdit.EntryDraft?
    ) async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let assignments = try first + Self.assignments(words)
        let selection = TicketSelection(context: context, desk: desk)
        let (ticket, snapshot) = try await selection.ticket(named: id, toSet: assignments)
        let result = try desk.edit(
            [ticket], TicketEdit(assignments: assignments, entry: entry), in: snapshot, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }

    static func assignments(_ words: [String]) throws(UsageError) -> [Assignment] {
        var result: [Assignment] = []
        for word in words {
            guard let assignment = Assignment(argument: word) else {
                throw UsageError("\(PrintableText.make(word)) is no FIELD=VALUE", hint: "texts go behind -m")
            }
            result.append(assignment)
        }
        return result
    }
}
