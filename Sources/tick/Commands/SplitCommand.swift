import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace

struct SplitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "File a new ticket from a part of another one's conversation.",
        discussion: """
            It has the same requester, queue, channel, type and priority, is linked to the old one, and quotes the entries that --entry names, \
            counted from 1. The old ticket gets a note; its entries stay. --link is what the old one is to the new one.

              tick split k7q 'A second screen for the front desk' --entry 3 type=request
              tick split k7q 'Order toner' --link parent -m 'Two cartridges, black.'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var text: TextOptions

    @Option(name: .long, help: "An entry to quote, counted from 1. Given again, more.")
    var entry: [Int] = []

    @Option(name: .long, help: "related, parent, blocks or blocked-by.")
    var link = "related"

    @Argument(help: "The ticket.")
    var id: String

    @Argument(help: "The new ticket's title, and FIELD=VALUE.")
    var arguments: [String] = []

    func run() async throws {
        let relation = try Relation.parse(link)
        guard [.related, .parent, .blocks, .blockedBy].contains(relation) else {
            throw UsageError(
                "the new ticket cannot be linked by \(relation.rawValue)",
                hint: "one of: related, parent, blocks, blocked-by")
        }
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
        let (title, assignments) = NewCommand.titleAndAssignments(arguments)
        guard !title.isEmpty else {
            throw UsageError(
                "the new ticket needs a title", hint: "tick split \(ticket.id) 'A second screen' --entry 2")
        }
        let split = TicketSplit(
            ticket, title: title, entries: try places(in: ticket, desk.configuration),
            text: try text.text(in: context.surroundings.folder) ?? "", relation: relation,
            assignments: assignments.filter { $0.name != "title" })
        let result = try desk.split(split, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }

    /// The entries' places from 0; a number that is none is an error that lists them.
    private func places(in ticket: Ticket, _ configuration: Configuration) throws -> [Int] {
        let wrong = entry.filter { !(1...max(1, ticket.entries.count)).contains($0) || ticket.entries.isEmpty }
        guard let first = wrong.first else { return entry.map { $0 - 1 } }
        let shown = ticket.entries.prefix(12).map { entry in
            let time = entry.instant.map { ", " + TimeText.local($0, in: configuration.zone) } ?? ""
            return "\(entry.index + 1) \(entry.person ?? "somebody") \(entry.verb.rawValue)\(time)"
        }
        let more = ticket.entries.count > shown.count ? "; … up to \(ticket.entries.count)" : ""
        throw WorkspaceError(
            .usage, "entry.unknown", "\(ticket.id) has no entry \(first)",
            hint: PrintableText.make(
                shown.isEmpty ? "it has none: leave out --entry" : shown.joined(separator: "; ") + more))
    }
}
