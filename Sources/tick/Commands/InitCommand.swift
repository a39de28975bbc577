import ArgumentParser
import TicketModel
import TicketWorkspace

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a ticket repository, or add .tick/ to one.",
        discussion:
            "Writes .tick/, commits it, and installs nothing outside of it. Whoever runs it becomes the desk's admin.")

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "The prefix of ids, such as HD.")
    var key = "HD"

    @Option(name: .long, help: "helpdesk, bugs or empty.")
    var template: DeskTemplate = .helpdesk

    @Argument(help: "The folder; the current one without it.")
    var folder: String?

    func run() async throws {
        let context = try CommandContext(global)
        guard (1...20).contains(key.utf8.count), key.first?.isLetter == true,
            key.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else { throw UsageError("\(PrintableText.make(key)) is no key", hint: "letters and digits, such as HD") }
        var surroundings = context.surroundings
        if let folder { surroundings.folder = folder.hasPrefix("/") ? folder : surroundings.folder + "/" + folder }
        let result = try DeskInitializer.initialize(
            key: key, template: template, isNamed: folder != nil, surroundings: surroundings)
        try context.print("\(result.madeRepository ? "made" : "added .tick/ to") \(PrintableText.make(result.root))")
        for file in result.files { try context.print("  \(file)") }
        context.report.note("next: tick new 'My first ticket'")
        try context.finish()
    }
}

extension DeskTemplate: ExpressibleByArgument {}
