import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace

struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Link a ticket to others.",
        discussion: """
            KIND is blocks, blocked-by, parent, child, duplicates, related, problem or incident: what the others are to the ticket. The link is \
            written on one side; both sides show it. Circles are refused.

              tick link k7q blocked-by 9x2 b00
              tick link k7q parent 9x2
              tick link b00 incident k7q 9x2
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Argument(help: "The ticket.")
    var id: String

    @Argument(help: "What the others are to it.")
    var kind: String

    @Argument(help: "The other tickets.")
    var others: [String] = []

    func run() async throws {
        try await LinkEdit(global: global, writing: writing).run(id, kind, others) { desk, ticket, relation, snapshot in
            try desk.link(
                ticket, relation, try snapshot.tickets(named: others), in: snapshot, options: writing.options)
        }
    }
}

struct UnlinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlink",
        abstract: "Take links between tickets away.",
        discussion: """
            Takes a link out of whichever file says it. A link to a ticket that is no more is named by its id.

              tick unlink k7q blocked-by 9x2
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Argument(help: "The ticket.")
    var id: String

    @Argument(help: "What the others are to it, as for link.")
    var kind: String

    @Argument(help: "The other tickets.")
    var others: [String] = []

    func run() async throws {
        try await LinkEdit(global: global, writing: writing).run(id, kind, others) { desk, ticket, relation, snapshot in
            try desk.unlink(ticket, relation, others, in: snapshot, options: writing.options)
        }
    }
}

/// What `link` and `unlink` share.
private struct LinkEdit {
    let global: GlobalOptions
    let writing: WritingOptions

    func run(
        _ id: String, _ kind: String, _ others: [String],
        _ body: (Workspace, Ticket, Relation, IndexSnapshot) throws -> LinkResult
    ) async throws {
        let relation = try Relation.parse(kind)
        guard !others.isEmpty else {
            throw UsageError("no other ticket is named", hint: "tick link \(id) \(relation.rawValue) OTHER…")
        }
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let selection = TicketSelection(context: context, desk: desk)
        let (ticket, snapshot) = try await selection.ticket(named: id)
        let result = try body(desk, ticket, relation, snapshot)
        try LinkOutput(context: context, desk: desk, writing: writing).print(result)
        try context.finish()
    }
}

/// Shows what was linked or merged, and what was so already.
struct LinkOutput {
    let context: CommandContext
    let desk: Workspace
    let writing: WritingOptions

    func print(_ result: LinkResult) throws {
        for note in result.notes { context.report.note(note) }
        if result.change.plan.files.isEmpty, !result.notes.isEmpty, !writing.json { return }
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result.change)
    }
}
