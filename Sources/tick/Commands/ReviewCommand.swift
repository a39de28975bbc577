import ArgumentParser
import TicketModel
import TicketWorkspace

struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Say what a branch does to tickets, rules and clocks, before it is taken.",
        discussion: """
            Ticket by ticket: what changes in words, which rules its commits break, how its clocks stand without and with \
            the branch, and where squashing it into one commit would lose changes of status.

              tick review main..
              tick review main..topic --format markdown
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A..B; an empty end is HEAD. Begins where both parted.")
    var range: String

    @Option(name: .long, help: "text, markdown or json.")
    var format: Format = .text

    @Flag(name: .long, help: "The same as --format json.")
    var json = false

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, markdown, json
    }

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let review = try await desk.review(range)
        switch json ? .json : format {
        case .json: try context.print(json: ReviewRendering.json(review))
        case .markdown:
            for line in ReviewMarkdown(zone: desk.configuration.zone).lines(review) { try context.print(line) }
        case .text:
            context.usePager()
            let rendering = ReviewRendering(palette: context.palette, zone: desk.configuration.zone)
            for line in rendering.lines(review) { try context.print(line) }
            if review.tickets.isEmpty { context.report.note("no ticket differs") }
        }
        try context.finish()
    }
}
