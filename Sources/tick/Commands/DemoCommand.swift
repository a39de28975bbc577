import ArgumentParser
import Glibc
import TicketModel
import TicketText
import TicketWorkspace

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a demonstration desk with a month of history.",
        discussion: "A new repository in DIR whose clocks run, wait, are at risk and breached right now.")

    @OptionGroup var global: GlobalOptions

    @Option(name: .customLong("from"), help: "The folder with the samples; found beside the installed tick without it.")
    var samples: String?

    @Argument(help: "The folder to make.")
    var folder: String

    func run() async throws {
        let context = try CommandContext(global)
        var surroundings = context.surroundings
        let here = surroundings.folder
        surroundings.folder = folder.hasPrefix("/") ? folder : here + "/" + folder
        if let listing = FolderFiles(root: surroundings.folder).listing(of: RepositoryPath([])),
            !(listing.files.isEmpty && listing.folders.isEmpty)
        {
            throw WorkspaceError(
                .refused, "demo.exists", "\(PrintableText.make(surroundings.folder)) is not empty",
                hint: "name a folder that does not exist")
        }
        let source = samples.map { $0.hasPrefix("/") ? $0 : here + "/" + $0 } ?? Self.installedSamples
        let result = try await DemoReplay(samples: source, surroundings: surroundings).run()
        try context.print(
            "\(result.tickets) tickets, \(result.commits) commits in \(PrintableText.make(surroundings.folder))")
        try context.finish()
    }

    /// `share/tickdown/samples/helpdesk` beside the folder of the running program.
    private static var installedSamples: String {
        guard let path = unsafe realpath("/proc/self/exe", nil) else {
            return "/usr/local/share/tickdown/samples/helpdesk"
        }
        defer { unsafe free(path) }
        let parts = unsafe String(cString: path).split(separator: "/").dropLast(2)
        return "/" + parts.joined(separator: "/") + "/share/tickdown/samples/helpdesk"
    }
}
