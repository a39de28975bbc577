import ArgumentParser
import TicketModel
import TicketWorkspace

struct AssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Give a ticket to somebody: a person, me, or none; or let the desk choose.",
        discussion: """
            With --auto distribution.yml and people.yml say who gets it, and the reason is printed. Without tickets it gives \
            away what nobody has, in the order of the line; what nobody has room for stays in line.

              tick assign k7q ivan
              tick assign k7q --auto
              tick assign --auto 'queue:it phase:open'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: [.customShort("m"), .long], help: "A note for whoever gets it.")
    var message: String?

    @Flag(name: .long, help: "Let the desk choose, for each of the tickets or the query.")
    var auto = false

    @Flag(name: .long, help: "With --auto: also tickets that somebody has, for somebody else.")
    var again = false

    @Argument(help: "The ticket and a handle, me, or none; FIELD=VALUE… With --auto: tickets or a query.")
    var words: [String] = []

    func run() async throws {
        if auto { return try await distribute() }
        guard !again else {
            throw UsageError("--again goes with --auto", hint: "tick assign \(words.first ?? "ID") --auto --again")
        }
        guard words.count >= 2 else {
            throw UsageError(
                "assign needs a ticket and a person", hint: "tick assign k7q ivan, or tick assign k7q --auto")
        }
        let person = words[1]
        let assign = Assignment(
            name: FieldName.assignee.rawValue, operation: .set, value: person == "none" ? "" : person)
        let entry = message.map { TicketEdit.EntryDraft(verb: .noted, text: $0) }
        try await SingleEdit(global: global, writing: writing).run(
            words[0], [assign], words: Array(words.dropFirst(2)), entry: entry)
    }

    private func distribute() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let chosen = words.isEmpty ? [desk.waitingForSomebody] : words
        let selection = TicketSelection(context: context, desk: desk)
        let (tickets, snapshot) = try await selection.tickets(named: chosen, toSet: nil)
        try selection.confirm(tickets.count, writing)
        let outcome = try desk.distribute(
            tickets, in: snapshot, again: again, note: message, options: writing.options)
        let output = ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full)
        try output.print(outcome.result)
        try context.output.flush()
        // On standard error, so that the JSON beside it stays whole.
        for (ticket, reason) in outcome.reasons {
            context.report.note("\(ticket): \(PrintableText.make(reason))")
        }
        try context.finish()
    }
}
