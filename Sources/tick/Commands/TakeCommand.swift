import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace

struct TakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Take a ticket before somebody else does: fetch, assign it to me, push.",
        discussion: """
            The remote decides who was first: whoever comes too late hears who has it, and nothing is left behind. Without an \
            ID, the first ticket of the queue triage that nobody has; commits that were not pushed go along.

              tick take k7q
              tick take

            Exit code 1 if there is nothing to take, 2 if somebody was faster.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var syncing: SyncingOptions

    @Flag(name: .long, help: "Print what was done as JSON.")
    var json = false

    @Argument(help: "The ticket.")
    var id: String?

    func run() async throws {
        let context = try CommandContext(global)
        let options = syncing.options
        for _ in 0..<options.attempts {
            let received = try context.openDesk().receive(options)
            // What came may have brought other rules.
            let desk = try context.openDeskToCheck()
            guard let ticket = try await ticket(in: desk, context) else {
                context.report.note("nothing to take: every new ticket has somebody")
                throw Exit.findings
            }
            guard let result = try desk.take(ticket, options, after: received) else { continue }
            return try await show(result, desk, context)
        }
        throw WorkspaceError(
            .refused, "sync.busy", "the remote moved each time before the push arrived", hint: "tick take again")
    }

    /// The ticket that was named, or the first that nobody has.
    private func ticket(in desk: Workspace, _ context: CommandContext) async throws -> Ticket? {
        guard let id else { return try await Triage(context: context, desk: desk).first() }
        return try await TicketSelection(context: context, desk: desk).ticket(named: id).0
    }

    private func show(_ result: TakeResult, _ desk: Workspace, _ context: CommandContext) async throws {
        SyncOutput(context: context, isJSON: false).notes(on: result.sync)
        let title = PrintableText.make(result.ticket.title)
        switch result.outcome {
        case .taken(let commit):
            if json {
                try context.print(json: Self.json(result, "taken", commit: commit))
            } else {
                let id = context.palette.apply(.dim, to: "[\(commit.prefix(7))]")
                try context.print("took \(result.ticket.id) \(title) \(id)")
            }
        case .alreadyMine:
            if json {
                try context.print(json: Self.json(result, "yours"))
            } else {
                try context.print("\(result.ticket.id) \(title) is yours already")
            }
        case .lost(let holder, let since):
            let next = try await Triage(context: context, desk: desk).first()
            if json { try context.print(json: Self.json(result, "lost", holder: holder, next: next)) }
            try context.finish()
            let time = since.map { ", since \(TimeText.local($0, in: desk.configuration.zone))" } ?? ""
            throw WorkspaceError(
                .refused, "take.lost", "\(result.ticket.id) is \(PrintableText.make(holder))'s\(time)",
                hint: next.map { "tick take \($0.id) takes the next: \(PrintableText.make($0.title))" }
                    ?? "nothing else waits in triage")
        case .over(let status):
            throw WorkspaceError(
                .refused, "take.over", "\(result.ticket.id) is \(PrintableText.make(status))",
                hint: "tick show \(result.ticket.id)")
        }
        try context.finish()
    }

    private static func json(
        _ result: TakeResult, _ outcome: String, commit: String? = nil, holder: String? = nil, next: Ticket? = nil
    ) -> JSONValue {
        [
            "schemaVersion": 1, "kind": "take", "outcome": .string(outcome),
            "ticket": .string(result.ticket.id.text), "title": .string(result.ticket.title),
            "commit": .optional(commit), "holder": .optional(holder), "next": .optional(next?.id.text),
        ]
    }
}

/// The tickets that nobody has: the queue `triage`, or the new ones.
struct Triage {
    let context: CommandContext
    let desk: Workspace

    /// Returns the ticket that waits most urgently; nil where none does.
    func first() async throws -> Ticket? {
        let queue = queue
        let query = try TicketListing.query(of: queue, desk.configuration)
        let sort = queue.sort ?? TicketListing.defaultSort(desk.configuration)
        let order = try sort.map { try context.sortOrder($0, desk.configuration) } ?? .byID
        let view = try await desk.view(needs: query.needs.union(order.needs))
        let tickets = await view.tickets(matching: query, sortedBy: order)
        return tickets.first { $0.assignee?.isEmpty ?? true }
    }

    private var queue: NamedQuery {
        let configuration = desk.configuration
        if let named = configuration.namedQueries.first(where: { FoldedText($0.name) == FoldedText("triage") }) {
            return named
        }
        let initial = configuration.workflow.initial.map { "status:\"\($0)\"" } ?? "phase:open"
        return NamedQuery(name: "triage", query: "\(initial) assignee:none")
    }
}
