import ArgumentParser
import TicketModel
import TicketWorkspace

struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Register the merge driver and the diff in this clone.",
        discussion: """
            Writes into this clone's own git configuration, which nobody else sees: merges by field and entry, and diffs \
            that read well. --check only looks; exit code 1 if something is missing.
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Only say what is missing.")
    var check = false

    @Flag(name: .long, help: "Take the settings back.")
    var remove = false

    @Option(name: .long, help: "Also write settings for an editor: vscode, neovim or helix.")
    var editor: EditorSetup.Editor?

    func run() async throws {
        guard !(check && remove) else { throw UsageError("--check and --remove cannot be given together") }
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let items = remove ? try desk.removeSetup() : try desk.setUpClone(isCheck: check)
        for item in items { try show(item, in: context) }
        if items.isEmpty { try context.print("nothing was set up") }
        if let editor, !check, !remove {
            for file in try EditorSetup(configuration: desk.configuration).write(editor, into: desk) {
                try context.print("\(file.state.padded(10))\(file.path)")
                if let text = file.toAdd { context.report.note("\(file.path) is there already; add to it:\n\(text)") }
            }
        }
        try context.finish()
        if check, items.contains(where: { $0.state != .present }) { throw Exit.findings }
    }

    private func show(_ item: CloneSetup.Item, in context: CommandContext) throws(OutputError) {
        try context.print("\(item.state.rawValue.padded(10))\(item.name): \(PrintableText.make(item.value))")
        if let hint = item.hint { context.report.note("Hint: \(hint)") }
    }
}

extension EditorSetup.Editor: ExpressibleByArgument {}
