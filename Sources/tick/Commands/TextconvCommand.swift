import ArgumentParser
import TicketModel
import TicketText
import TicketWorkspace

struct TextconvCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "textconv",
        abstract: "Print a ticket as git diff should compare it.",
        discussion: """
            git runs it where tick setup registered it: lists with one item a line, times in the desk's zone, titles beside \
            names. git diff --no-textconv shows the files themselves.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file.")
    var file: String

    func run() async throws {
        let context = try CommandContext(global)
        let place = file.hasPrefix("/") ? file : context.surroundings.folder + "/" + file
        guard let bytes = TextFile.bytes(place) else {
            throw WorkspaceError.unreadable(file, hint: "name a file that exists")
        }
        try context.output.write(TextConversion(surroundings: context.surroundings).convert(bytes))
        try context.finish()
    }
}
