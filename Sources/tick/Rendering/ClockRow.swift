import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// One clock of one ticket, as `sla` lists it: a target of its policy, or the limit of its status.
struct ClockRow {
    static let columns = ["id", "target", "state", "remainingSeconds", "due", "assignee", "title"]

    let ticket: Ticket
    /// `first-reply`, or `limit waiting`.
    let name: String
    let state: ClockState
    let due: Instant?
    let remainingSeconds: Int64?
    private let policyName: String?
    private let urgency: (Int, Int64)
    private let clockJSON: @Sendable () -> JSONValue
    private let zone: Zone

    init(_ clock: ServiceClock, of ticket: Ticket, zone: Zone) {
        self.ticket = ticket
        self.zone = zone
        name = clock.target.rawValue
        state = clock.state
        due = clock.due
        remainingSeconds = clock.remainingSeconds
        policyName = clock.policyName
        urgency = clock.urgency
        clockJSON = { ClockJSON.clock(clock) }
    }

    init(_ limit: StatusLimit, of ticket: Ticket, zone: Zone) {
        self.ticket = ticket
        self.zone = zone
        name = "limit \(limit.status)"
        state = limit.state
        due = limit.due
        remainingSeconds = limit.remainingSeconds
        policyName = nil
        urgency = limit.urgency
        clockJSON = { ClockJSON.limit(limit) }
    }

    /// The clocks of `ticket`: those that run, or all.
    static func rows(of ticket: Ticket, in view: DeskView, activeOnly: Bool) -> [ClockRow] {
        let zone = view.configuration.zone
        var rows = (view.clocks(of: ticket)?.clocks ?? []).filter { !activeOnly || $0.state.isActive }
            .map { ClockRow($0, of: ticket, zone: zone) }
        if let limit = view.statusLimit(of: ticket) { rows.append(ClockRow(limit, of: ticket, zone: zone)) }
        return rows
    }

    /// Returns the rows in the order of what breaks next; ties by id.
    static func mostUrgentFirst(_ rows: [ClockRow]) -> [ClockRow] {
        let keys = rows.enumerated().map { (urgency: $1.urgency, id: $1.ticket.id, place: $0) }
        let sorted = keys.sorted { left, right in
            left.urgency == right.urgency
                ? (left.id, left.place) < (right.id, right.place) : left.urgency < right.urgency
        }
        return sorted.map { rows[$0.place] }
    }

    var json: JSONValue {
        guard case .object(let members) = clockJSON() else { return nil }
        return .object(
            [
                ("ticket", .string(ticket.id.text)), ("title", .string(ticket.title)),
                ("assignee", .optional(ticket.assignee)), ("policy", .optional(policyName)),
            ] + members)
    }

    var values: [String] {
        [
            ticket.id.text, name, state.rawValue, remainingSeconds.map { String($0) } ?? "", due?.formatted() ?? "",
            ticket.assignee ?? "", ticket.title,
        ]
    }

    var cells: [StyledText] {
        let left = remainingSeconds.map { ($0 < 0 ? "-" : "") + TimeText.clock($0) } ?? ""
        return [
            StyledText(ticket.id.text, .bold), StyledText(name), StyledText(state.rawValue, ClockText.style(state)),
            StyledText(left), StyledText(due.map { TimeText.local($0, in: zone) } ?? ""),
            StyledText(ticket.assignee ?? ""), StyledText(ticket.title),
        ]
    }
}

/// Writes lists of clocks in every format.
struct ClockListing {
    let context: CommandContext
    let format: OutputFormat
    /// What a table without rows says.
    let emptyText: String

    /// Lines are made on every core.
    func print(_ rows: [ClockRow]) async throws {
        switch format {
        case .json:
            try context.print(json: ["schemaVersion": 1, "kind": "sla-list", "clocks": .array(rows.map(\.json))])
        case .ndjson: try await write(rows) { JSONWriter.lines($0.map(\.json)) }
        case .tsv: try await write(rows) { rows in rows.flatMap { DelimitedText.tsv($0.values) } }
        case .csv:
            try context.output.write(DelimitedText.csv(ClockRow.columns))
            try await write(rows) { rows in rows.flatMap { DelimitedText.csv($0.values) } }
        case .table:
            guard !rows.isEmpty else { return try context.print(emptyText) }
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

    private func write(
        _ rows: [ClockRow], _ bytes: @escaping @Sendable (ArraySlice<ClockRow>) -> [UInt8]
    ) async throws {
        for written in await ParallelBatches.map(rows, bytes) { try context.output.write(written) }
    }
}
