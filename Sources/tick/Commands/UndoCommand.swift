import ArgumentParser
import TicketModel
import TicketWorkspace

struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take a change of tickets back, with a new commit.",
        discussion: """
            Without a commit: your last change. Refused where later edits stand on it.

              tick undo --list
              tick undo 4f3a2b1 --dry-run
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Flag(name: .long, help: "List the changes that can be taken back.")
    var list = false

    @Argument(help: "The commit.")
    var commit: String?

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk()
        if list {
            try print(try desk.undoableCommits(), context, desk.configuration.zone)
        } else {
            _ = await desk.snapshot()
            let result = try desk.undo(commit, options: writing.options)
            try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        }
        try context.finish()
    }

    private func print(_ commits: [UndoableCommit], _ context: CommandContext, _ zone: Zone) throws(OutputError) {
        if writing.json {
            let rows = commits.map { commit -> JSONValue in
                [
                    "commit": .string(commit.id), "at": .string(commit.at.formatted()),
                    "author": .string(commit.author),
                    "subject": .string(commit.subject), "tickets": .strings(commit.tickets.map(\.text)),
                ]
            }
            return try context.print(json: ["schemaVersion": 1, "kind": "undo-list", "commits": .array(rows)])
        }
        guard context.isTerminal else {
            for commit in commits {
                try context.output.write(
                    DelimitedText.tsv([commit.id, commit.at.formatted(), commit.author, commit.subject]))
            }
            return
        }
        guard !commits.isEmpty else { return try context.print("nothing to undo") }
        var table = Table([
            .init(title: "COMMIT"), .init(title: "WHEN"), .init(title: "WHO"), .init(title: "WHAT", isFlexible: true),
        ])
        for commit in commits {
            table.append([
                StyledText(commit.shortID, .bold), StyledText(TimeText.local(commit.at, in: zone), .dim),
                StyledText(commit.author),
                StyledText(commit.subject),
            ])
        }
        for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
    }
}
