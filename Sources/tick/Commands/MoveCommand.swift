import ArgumentParser
import TicketIndex
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

            With --with-incidents the undone incidents of a problem go along, in the same commit: all of them or none. The text of -m is then \
            a note in the problem and a reply in each incident.

              tick move hd7 closed --with-incidents -m 'The power supply is replaced.'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: [.customShort("m"), .long], help: "A note on the move.")
    var message: String?

    @Flag(name: .long, help: "Move its undone incidents, too; -m replies in each of them.")
    var withIncidents = false

    @Flag(name: .long, help: "Move its undone duplicates, too; -m replies in each of them.")
    var withDuplicates = false

    @Argument(help: "The ticket.")
    var id: String

    @Argument(help: "The status.")
    var status: String

    @Argument(help: "FIELD=VALUE…")
    var assignments: [String] = []

    func run() async throws {
        let move = Assignment(name: FieldName.status.rawValue, operation: .set, value: status)
        let entry = message.map { TicketEdit.EntryDraft(verb: .noted, text: $0) }
        let relations = (withIncidents ? [Relation.incident] : []) + (withDuplicates ? [.duplicatedBy] : [])
        guard relations.isEmpty else {
            return try await moveAll([move] + SingleEdit.assignments(assignments), relations)
        }
        try await SingleEdit(global: global, writing: writing).run(id, [move], words: assignments, entry: entry)
    }

    /// Moves the ticket and what stands so to it. What is done already is left alone.
    private func moveAll(_ assignments: [Assignment], _ relations: [Relation]) async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let selection = TicketSelection(context: context, desk: desk)
        let (ticket, snapshot) = try await selection.ticket(named: id)
        let workflow = desk.configuration.workflow
        let others = TicketSelection.unique(relations.flatMap { snapshot.relations.tickets($0, of: ticket) })
            .filter { !workflow.phase(of: $0.status).isDone }
        if others.isEmpty {
            context.report.note("\(ticket.id) has no undone \(relations.map(\.plural).joined(separator: " or "))")
        }
        try selection.confirm(others.count + 1, writing)
        let note = message.map { TicketEdit.EntryDraft(verb: .noted, text: $0) }
        let reply = message.map { TicketEdit.EntryDraft(verb: .replied, text: $0) }
        let result = try desk.edit(
            [
                ([ticket], TicketEdit(assignments: assignments, entry: note)),
                (try selection.sole(others, in: snapshot), TicketEdit(assignments: assignments, entry: reply)),
            ], title: "\(ticket.id) and \(others.count) more: \(status)", in: snapshot, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
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
