import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make one ticket of several that ask for the same.",
        discussion: """
            The others are closed as duplicates of the one after --into. That one gets their requesters as participants, their watchers, and a \
            note that quotes them. FIELD=VALUE is what closing them requires. One commit, which undo takes back.

              tick merge 9x2 b00 --into k7q
              tick merge 9x2 --into k7q reason=duplicate -m 'We follow this up together with another report.'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: .long, help: "The ticket that goes on.")
    var into: String?

    @Option(name: .long, help: "The status of those that are closed; by itself what the workflow allows.")
    var status: String?

    @Option(name: [.customShort("m"), .long], help: "A reply to those who asked in the tickets that are closed.")
    var message: String?

    @Argument(help: "The tickets to close, and FIELD=VALUE for them.")
    var arguments: [String] = []

    func run() async throws {
        let words = arguments.filter { Assignment(argument: $0) == nil }
        guard let into else { throw UsageError("merge into which ticket?", hint: "tick merge ID… --into ID") }
        guard !words.isEmpty else {
            throw UsageError("no ticket to merge is named", hint: "tick merge ID… --into \(into)")
        }
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let selection = TicketSelection(context: context, desk: desk)
        let (target, snapshot) = try await selection.ticket(named: into)
        let sources = TicketSelection.unique(try snapshot.tickets(named: words))
        var assignments = arguments.compactMap { Assignment(argument: $0) }
        if let status {
            assignments.append(Assignment(name: FieldName.status.rawValue, operation: .set, value: status))
        }
        try selection.confirm(sources.count + 1, writing)
        let union = TicketUnion(
            sources: try selection.sole(sources, in: snapshot), target: target, assignments: assignments,
            reply: message)
        let result = try desk.merge(union, in: snapshot, options: writing.options)
        try LinkOutput(context: context, desk: desk, writing: writing).print(result)
        try context.finish()
    }
}
