import TicketIndex
import TicketModel
import TicketWorkspace

/// One list of tickets, from query to output: what `list`, `queue NAME` and `sla` share.
struct TicketListing {
    let context: CommandContext
    let desk: Workspace
    let query: Query
    let order: SortOrder
    let columns: TicketColumns
    let limit: Int?
    let format: OutputFormat
    /// The instant to go back to; nil for the desk as it is.
    let instant: Instant?
    /// Printed above a table.
    var title: String?
    /// Whether JSON says what holds each ticket up.
    private let showsBlockers: Bool

    init(
        context: CommandContext, desk: Workspace, query words: [String], queue: String?, options: ListingOptions,
        formatting: FormatOptions, readiness: ReadinessList? = nil
    ) throws {
        self.context = context
        self.desk = desk
        let configuration = desk.configuration
        format = formatting.format(isTerminal: context.isTerminal)
        let named = try queue.map { name throws(WorkspaceError) in try Self.namedQuery(name, configuration) }
        var query = try context.query(words, configuration)
        if let named { query = query.and(try Self.query(of: named, configuration)) }
        if let readiness { query = try Query.parse(readiness.condition, configuration: configuration).and(query) }
        self.query = query
        showsBlockers = readiness == .blocked
        let sort = options.sort ?? named.flatMap { $0.sort ?? Self.defaultSort(configuration) }
        order = try sort.map { try context.sortOrder($0, configuration) } ?? .byID
        let columns = try Self.columns(options.columns, named, format, configuration)
        self.columns = showsBlockers && options.columns == nil ? columns.showingBlockers : columns
        title = named.map { $0.title ?? $0.name }
        guard options.limit.map({ $0 >= 0 }) ?? true else {
            throw UsageError("--limit takes a number from 0 on", hint: "without it all are listed")
        }
        limit = options.limit
        instant = try options.instant(in: configuration.zone, now: desk.now)
    }

    /// A queue that says no order of its own is worked off by what breaks next.
    static func defaultSort(_ configuration: Configuration) -> String? {
        let hasClocks =
            !configuration.serviceLevels.policies.isEmpty
            || configuration.workflow.statuses.contains { $0.limit != nil }
        return hasClocks ? "sla" : nil
    }

    static func namedQuery(_ name: String, _ configuration: Configuration) throws(WorkspaceError) -> NamedQuery {
        if let found = configuration.namedQueries.first(where: { FoldedText($0.name) == FoldedText(name) }) {
            return found
        }
        let names = configuration.namedQueries.map(\.name)
        let nearest = NearMatch.closest(to: name, among: names, limit: 1).first
        throw WorkspaceError(
            .usage, "queue.unknown", "there is no queue \(PrintableText.make(name)) in .tick/queues.yml",
            hint: nearest.map { "did you mean \($0)?" }
                ?? (names.isEmpty ? "write .tick/queues.yml" : "one of: \(names.joined(separator: ", "))"))
    }

    /// - Throws: `queue.broken`, shown where the query stands.
    static func query(of queue: NamedQuery, _ configuration: Configuration) throws(WorkspaceError) -> Query {
        do {
            return try Query.parse(queue.query, configuration: configuration)
        } catch {
            let diagnostic = Diagnostic(
                rule: "config-value", message: "the queue \(queue.name): \(error.message)", hint: error.hint,
                location: queue.location)
            throw WorkspaceError(.refused, "queue.broken", error.message, diagnostics: [diagnostic])
        }
    }

    private static func columns(
        _ text: String?, _ named: NamedQuery?, _ format: OutputFormat, _ configuration: Configuration
    ) throws(UsageError) -> TicketColumns {
        if let text { return try .parse(Self.words(text), configuration) }
        guard format == .table else { return .piped }
        if let named, !named.columns.isEmpty { return try .parse(named.columns, configuration) }
        return .terminal(configuration)
    }

    /// The names between the commas, without spaces around them.
    private static func words(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    /// Prints the list and returns what it was made from.
    @discardableResult
    func print() async throws -> DeskView {
        var needs = query.needs.union(order.needs)
        switch format {
        case .json, .ndjson: needs.formUnion([.serviceLevels, .history, .workingTreeState])
        case .table: needs.formUnion(columns.needs.union(.workingTreeState))
        case .tsv, .csv: needs.formUnion(columns.needs)
        }
        let view = try await desk.view(needs: needs, at: instant)
        let tickets = await view.tickets(matching: query, sortedBy: order, limit: limit)
        if needs.contains(.serviceLevels), format == .table || format == .json { await view.prepareClocks(of: tickets) }
        let start = context.surroundings.profile.begin()
        try await write(tickets, view)
        context.surroundings.profile.end(.rendering, since: start)
        context.noteHidden(view.snapshot)
        await desk.keepCaches()
        return view
    }

    private func write(_ tickets: [Ticket], _ view: DeskView) async throws {
        let columns = columns
        switch format {
        case .json: try context.print(json: TicketJSON(view: view, showsBlockers: showsBlockers).envelope(tickets))
        case .ndjson:
            let json = TicketJSON(view: view, showsBlockers: showsBlockers)
            try await writeRecords(tickets) { JSONWriter.lines($0.lazy.map(json.value)) }
        case .tsv:
            try await writeRecords(tickets) { tickets in
                var bytes: [UInt8] = []
                for ticket in tickets { columns.appendTSV(ticket, view, to: &bytes) }
                return bytes
            }
        case .csv:
            try context.output.write(DelimitedText.csv(columns.names))
            try await writeRecords(tickets) { $0.flatMap { DelimitedText.csv(columns.values($0, view)) } }
        case .table:
            if let title { try context.print(context.palette.apply(.bold, to: PrintableText.make(title))) }
            guard !tickets.isEmpty else { return try context.print("no tickets") }
            let table = TicketTable(view: view, columns: columns)
            for line in table.lines(tickets, width: context.width, palette: context.palette) { try context.print(line) }
        }
    }

    /// Makes the bytes of records on all cores, some thousand tickets at a time: memory stays small, and whoever reads the
    /// output has the first ones early. Clocks are computed on the way, and what is remembered of them takes 100 bytes a ticket.
    private func writeRecords(
        _ tickets: [Ticket], _ bytes: @escaping @Sendable (ArraySlice<Ticket>) -> [UInt8]
    ) async throws {
        let share = 8_192
        for start in stride(from: 0, to: tickets.count, by: share) {
            let part = Array(tickets[start..<min(start + share, tickets.count)])
            for written in await ParallelBatches.map(part, bytes) { try context.output.write(written) }
        }
    }
}
