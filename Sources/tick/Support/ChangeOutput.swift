import TicketIndex
import TicketModel
import TicketWorkspace

/// Shows what a write did, or would do.
struct ChangeOutput {
    let context: CommandContext
    let desk: Workspace
    let isJSON: Bool

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
        let shown = result.diff.prefix(20)
        for file in shown where file.before != file.after { try context.print(diff.render(file)) }
        if result.diff.count > shown.count { try context.print("… and \(result.diff.count - shown.count) more files") }
        if result.diff.isEmpty { context.report.note("nothing to change") }
        try context.output.flush()
        context.report.note("dry run: nothing was changed")
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
