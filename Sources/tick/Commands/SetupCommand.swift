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
                if let text = file.toAdd { showMissing(text, of: file.path, in: context) }
            }
        }
        let isMissing = items.contains { $0.state == .missing || $0.state == .different }
        let missing = items.filter { $0.state != .present && $0.name != ".gitattributes" }
        if check, !missing.isEmpty { context.report.note("Hint: tick setup") }
        try context.finish()
        if check, isMissing { throw Exit.findings }
    }

    private func showMissing(_ text: String, of path: String, in context: CommandContext) {
        context.report.note("\(path) is there already; add to it:")
        for line in text.split(separator: "\n") { context.report.note("  " + line) }
    }

    private func show(_ item: CloneSetup.Item, in context: CommandContext) throws(OutputError) {
        let value = item.name == ".gitattributes" ? ": " + PrintableText.make(item.value) : ""
        try context.print("\(item.state.rawValue.padded(10))\(item.name)\(value)")
        if let hint = item.hint { context.report.note("Hint: \(hint)") }
    }
}

extension EditorSetup.Editor: ExpressibleByArgument {}
