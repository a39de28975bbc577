import ArgumentParser
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

struct SlaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sla",
        abstract: "Show the clocks that run, the soonest first.",
        subcommands: [SlaListCommand.self, SlaExplainCommand.self],
        defaultSubcommand: SlaListCommand.self)
}

struct SlaListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Clocks of the tickets that match a query, soonest first.",
        discussion: "Without a query: of all tickets that are not closed.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Argument(help: "A query.")
    var query: [String] = []

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let query = try context.query(query.isEmpty ? ["phase:open,waiting"] : query, desk.configuration)
        let view = try await desk.view(needs: query.needs.union([.serviceLevels, .history]))
        let tickets = view.tickets(matching: query, sortedBy: .byID)
        var rows: [ClockRow] = []
        for ticket in tickets {
            for clock in view.clocks(of: ticket)?.clocks ?? [] where !self.query.isEmpty || clock.state.isActive {
                rows.append(ClockRow(ticket: ticket, clock: clock, zone: desk.configuration.zone))
            }
        }
        rows.sort(by: ClockRow.isMoreUrgent)
        try write(rows, context, desk)
        try context.finish()
    }

    private func write(_ rows: [ClockRow], _ context: CommandContext, _ desk: Workspace) throws(OutputError) {
        switch formatting.format(isTerminal: context.isTerminal) {
        case .json:
            try context.print(json: ["schemaVersion": 1, "kind": "sla-list", "clocks": .array(rows.map(\.json))])
        case .ndjson: try context.output.write(JSONWriter.lines(rows.map(\.json)))
        case .tsv: for row in rows { try context.output.write(DelimitedText.tsv(row.values)) }
        case .csv:
            try context.output.write(DelimitedText.csv(ClockRow.columns))
            for row in rows { try context.output.write(DelimitedText.csv(row.values)) }
        case .table:
            guard !rows.isEmpty else {
                let hasPolicies = !desk.configuration.serviceLevels.policies.isEmpty
                return try context.print(hasPolicies ? "no clocks run" : "no clocks: .tick/sla.yml has no policies")
            }
            var table = Table([
                .init(title: "ID"), .init(title: "TARGET"), .init(title: "STATE"),
                .init(title: "LEFT", alignment: .right),
                .init(title: "DUE"), .init(title: "ASSIGNEE"),
                .init(title: "TITLE", isFlexible: true, minimumWidth: 16),
            ])
            for row in rows { table.append(row.cells) }
            for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
    }
}

/// One clock of one ticket, as `sla` lists it.
struct ClockRow {
    static let columns = ["id", "target", "state", "remainingSeconds", "due", "assignee", "title"]

    let ticket: Ticket
    let clock: ServiceClock
    let zone: Zone

    static func isMoreUrgent(_ left: ClockRow, _ right: ClockRow) -> Bool {
        if left.clock.urgency != right.clock.urgency { return left.clock.urgency < right.clock.urgency }
        return left.ticket.id < right.ticket.id
    }

    var json: JSONValue {
        guard case .object(let members) = ClockJSON.clock(clock) else { return nil }
        return .object(
            [
                ("ticket", .string(ticket.id.text)), ("title", .string(ticket.title)),
                ("assignee", .optional(ticket.assignee)),
                ("policy", .string(clock.policyName)),
            ] + members)
    }

    var values: [String] {
        [
            ticket.id.text, clock.target.rawValue, clock.state.rawValue,
            clock.remainingSeconds.map { String($0) } ?? "",
            clock.due?.formatted() ?? "", ticket.assignee ?? "", ticket.title,
        ]
    }

    var cells: [StyledText] {
        let left = clock.remainingSeconds.map { ($0 < 0 ? "-" : "") + TimeText.duration($0) } ?? ""
        return [
            StyledText(ticket.id.text, .bold), StyledText(clock.target.rawValue),
            StyledText(clock.state.rawValue, ClockText.style(clock.state)), StyledText(left),
            StyledText(clock.due.map { TimeText.local($0, in: zone) } ?? ""), StyledText(ticket.assignee ?? ""),
            StyledText(ticket.title),
        ]
    }
}
