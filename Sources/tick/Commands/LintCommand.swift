import ArgumentParser
import TicketIndex
import TicketModel
import TicketText
import TicketWorkspace

struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find requests that are hard to work with: empty titles, several matters, no facts, duplicates.",
        discussion: """
            Without words: the tickets that are not done. With - a request on standard input, as a ticket's file or as a title \
            with a text below it.

              tick lint k7q
              tick lint status:new queue:it
              tick lint - < mail.txt
            """)

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "text, json, ndjson, github, gitlab or sarif.")
    var format: FindingFormat = .text

    @Flag(name: .long, help: "The same as --format json.")
    var json = false

    @Argument(help: "Tickets, a query, or -.")
    var words: [String] = []

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let (tickets, snapshot) = try await subjects(context, desk)
        let report = await desk.lint(tickets, in: snapshot)
        try FindingOutput(context: context, format: json ? .json : format).print(report)
        try context.finish()
        if report.hasErrors { throw Exit.findings }
    }

    private func subjects(_ context: CommandContext, _ desk: Workspace) async throws -> ([Ticket], IndexSnapshot) {
        if words == ["-"] {
            guard let bytes = TextFile.bytes("/dev/stdin", limit: 1 << 20) else {
                throw WorkspaceError.unreadable("standard input")
            }
            let ticket = try desk.draftTicket(bytes)
            return ([ticket], await desk.cachedSnapshot(keepsText: true, readsConversation: true))
        }
        guard words.isEmpty else {
            return try await TicketSelection(context: context, desk: desk).tickets(named: words, toSet: nil)
        }
        let snapshot = await desk.cachedSnapshot(keepsText: true, readsConversation: true)
        await desk.keepCaches()
        let workflow = desk.configuration.workflow
        return (snapshot.tickets.filter { !WorkflowDefinition.isDone(workflow.phase(of: $0.status)) }, snapshot)
    }
}
