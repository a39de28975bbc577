import TicketIndex
import TicketModel
import TicketWorkspace

/// Shows what a write did, or would do.
struct ChangeOutput {
    let context: CommandContext
    let desk: Workspace
    let isJSON: Bool
    /// Whether a dry run shows every file, however many.
    var isFull = false

    /// From so many files on a dry run is summed up, and shows this many of them.
    private static let (summaryLimit, shownInSummary) = (20, 3)

    /// Prints the result of a change to tickets that exist.
    func print(_ result: ChangeResult) throws {
        context.report.diagnostics(result.diagnostics)
        if isJSON { return try context.print(json: json(result)) }
        if result.isDryRun { return try printDryRun(result) }
        guard let commit = result.commit else {
            context.report.note("nothing to change")
            return
        }
        let lines = result.plan.message.split(separator: "\n").map { PrintableText.make(String($0)) }
        guard let first = lines.first else { return }
        try context.print("\(first) \(context.palette.apply(.dim, to: "[\(commit.prefix(7))]"))")
    }

    private func printDryRun(_ result: ChangeResult) throws {
        let diff = DiffRendering(palette: context.palette)
        let isSummary = !isFull && result.diff.count > Self.summaryLimit
        if isSummary { try printSummary(result) }
        let shown = result.diff.prefix(isSummary ? Self.shownInSummary : .max)
        for file in shown where file.before != file.after { try context.print(diff.render(file)) }
        if isSummary {
            try context.print("… and \(result.diff.count - shown.count) more files; --full shows all")
        }
        if result.diff.isEmpty { context.report.note("nothing to change") }
        try context.output.flush()
        context.report.note("dry run: nothing was changed")
    }

    /// How often each change is made, the most frequent first: the message says what is done to each ticket.
    private func printSummary(_ result: ChangeResult) throws(OutputError) {
        var counts: [Substring: Int] = [:]
        for line in result.plan.message.split(separator: "\n").dropFirst() {
            guard let colon = line.firstRange(of: ": ") else { continue }
            counts[line[colon.upperBound...], default: 0] += 1
        }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let width = String(sorted.first?.value ?? 0).count
        try context.print("\(result.diff.count) files would change:")
        for (change, count) in sorted.prefix(Self.summaryLimit) {
            let padding = String(repeating: " ", count: width - String(count).count)
            try context.print("  \(padding)\(count) × \(PrintableText.make(String(change)))")
        }
        if sorted.count > Self.summaryLimit {
            try context.print("  … and \(sorted.count - Self.summaryLimit) other changes")
        }
    }

    private func json(_ result: ChangeResult) -> JSONValue {
        let snapshot = IndexSnapshot(configuration: desk.configuration, tickets: result.tickets, diagnostics: [])
        let json = TicketJSON(view: DeskView(snapshot: snapshot, now: desk.now, actor: desk.actor))
        return [
            "schemaVersion": 1, "kind": "change", "commit": .optional(result.commit),
            "tickets": .array(snapshot.tickets.map(json.value)),
        ]
    }
}
