import ArgumentParser
import Glibc
import TicketModel
import TicketText
import TicketWorkspace

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a ticket repository, or add .tick/ to one.",
        discussion:
            """
            Writes .tick/ and .gitattributes, commits them, and installs nothing else; tick setup does. Whoever runs it becomes \
            the desk's admin.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "The prefix of ids, such as HD.")
    var key = "HD"

    @Option(name: .long, help: "helpdesk, bugs or empty.")
    var template: DeskTemplate = .helpdesk

    @Flag(name: [.customShort("n"), .long], help: "Show what would be made, but make nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Do not sign the commit, whatever commit.gpgsign says.")
    var noGpgSign = false

    @Argument(help: "The folder; the current one without it.")
    var folder: String?

    func run() async throws {
        let context = try CommandContext(global)
        guard (1...20).contains(key.utf8.count), key.first?.isLetter == true,
            key.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else { throw UsageError("\(PrintableText.make(key)) is no key", hint: "letters and digits, such as HD") }
        var surroundings = context.surroundings
        if let folder { surroundings.folder = folder.hasPrefix("/") ? folder : surroundings.folder + "/" + folder }
        try refuseFile(surroundings.folder)
        let result = try DeskInitializer.initialize(
            key: key, template: template, isNamed: folder != nil, isDryRun: dryRun, signs: !noGpgSign,
            surroundings: surroundings)
        let verb =
            result.madeRepository ? (dryRun ? "would make" : "made") : dryRun ? "would add to" : "added .tick/ to"
        try context.print("\(verb) \(PrintableText.make(result.root))")
        for file in result.files { try context.print("  \(file)") }
        for line in result.missingAttributes {
            context.report.note(".gitattributes is there already; add to it: \(line)")
        }
        context.report.note(dryRun ? "dry run: nothing was changed" : "next: tick new 'My first ticket'")
        try context.finish()
    }

    private func refuseFile(_ path: String) throws(WorkspaceError) {
        let isThere = unsafe access(path, F_OK) == 0
        guard isThere, FolderFiles(root: path).listing(of: RepositoryPath([])) == nil else { return }
        throw WorkspaceError(
            .refused, "init.file", "\(PrintableText.make(path)) is a file", hint: "name a folder, or one to be made")
    }
}

extension DeskTemplate: ExpressibleByArgument {}
