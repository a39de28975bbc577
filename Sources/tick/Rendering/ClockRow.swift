import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// One clock of one ticket, as `sla` lists it: a target of its policy, or the limit of its status.
struct ClockRow {
    static let columns = ["id", "target", "state", "remainingSeconds", "due", "assignee", "title"]

    /// What all rows of a ticket share: a sort moves rows about.
    private final class Listed: Sendable {
        let ticket: Ticket
        let standing: TicketStanding
        let zone: Zone

        init(_ ticket: Ticket, _ standing: TicketStanding, _ zone: Zone) {
            self.ticket = ticket
            self.standing = standing
            self.zone = zone
        }
    }

    private let listed: Listed
    /// Which of the clocks; nil for the limit.
    private let place: Int?

    /// The clocks of `ticket`: those that run, or all.
    static func rows(of ticket: Ticket, in view: DeskView, activeOnly: Bool) -> [ClockRow] {
        var rows: [ClockRow] = []
        appendRows(of: ticket, in: view, activeOnly: activeOnly, to: &rows)
        return rows
    }

    static func appendRows(of ticket: Ticket, in view: DeskView, activeOnly: Bool, to rows: inout [ClockRow]) {
        guard let standing = view.standing(of: ticket) else { return }
        let listed = Listed(ticket, standing, view.configuration.zone)
        for (place, clock) in standing.clocks.clocks.enumerated() where !activeOnly || clock.state.isActive {
            rows.append(ClockRow(listed: listed, place: place))
        }
        if standing.limit != nil { rows.append(ClockRow(listed: listed, place: nil)) }
    }

    /// Returns the rows in the order of what breaks next, those of one moment in the order that they have.
    static func mostUrgentFirst(_ rows: [ClockRow]) -> [ClockRow] {
        let keys = rows.enumerated().map { (urgency: $1.urgency, place: $0) }
        return keys.sorted { ($0.urgency.0, $0.urgency.1, $0.place) < ($1.urgency.0, $1.urgency.1, $1.place) }
            .map { rows[$0.place] }
    }

    var ticket: Ticket { listed.ticket }

    private var clocks: [ServiceClock] { listed.standing.clocks.clocks }
    private var clock: ServiceClock? { place.map { clocks[$0] } }
    private var limit: StatusLimit? { place == nil ? listed.standing.limit : nil }

    /// `first-reply`, or `limit waiting`.
    var name: String {
        place.map { clocks[$0].target.rawValue } ?? "limit \(listed.standing.limit?.status ?? "")"
    }
    var state: ClockState { place.map { clocks[$0].state } ?? listed.standing.limit?.state ?? .unknown }
    var due: Instant? { place.map { clocks[$0].due } ?? listed.standing.limit?.due }
    var remainingSeconds: Int64? {
        place.map { clocks[$0].remainingSeconds } ?? listed.standing.limit?.remainingSeconds
    }
    private var urgency: (Int, Int64) {
        place.map { clocks[$0].urgency } ?? listed.standing.limit?.urgency ?? (2, .max)
    }

    var json: JSONValue {
        let shown = clock.map(ClockJSON.clock) ?? limit.map(ClockJSON.limit)
        guard case .object(let members) = shown else { return nil }
        return .object(
            [
                ("ticket", .string(ticket.id.text)), ("title", .string(ticket.title)),
                ("assignee", .optional(ticket.assignee)), ("policy", .optional(clock?.policyName)),
            ] + members)
    }

    /// Appends the row as a record of tab-separated text.
    func appendTSV(to bytes: inout [UInt8]) {
        let ticket = ticket
        TicketColumns.appendTSV(.id, of: ticket, to: &bytes)
        bytes.append(0x09)
        DelimitedText.appendTSV(name, to: &bytes)
        bytes.append(0x09)
        bytes.append(contentsOf: state.rawValue.utf8)
        bytes.append(0x09)
        if let remainingSeconds { bytes.append(contentsOf: String(remainingSeconds).utf8) }
        bytes.append(0x09)
        due?.appendFormatted(to: &bytes)
        for field in [FieldName.assignee, .title] {
            bytes.append(0x09)
            TicketColumns.appendTSV(field, of: ticket, to: &bytes)
        }
        bytes.append(0x0A)
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
            StyledText(left), StyledText(due.map { TimeText.local($0, in: listed.zone) } ?? ""),
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
        case .tsv:
            try await write(rows) { rows in
                var bytes: [UInt8] = []
                for row in rows { row.appendTSV(to: &bytes) }
                return bytes
            }
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
