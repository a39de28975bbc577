import ArgumentParser
import Glibc
import TicketIndex
import TicketModel
import TicketWorkspace

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tickets that match a query.",
        discussion: """
            Words match beginnings of words in title and text; "quoted text" matches anywhere. field:value narrows down, \
            -field:value excludes.

              tick list status:open,waiting assignee:me
              tick list 'priority>=high' -tag:spam --sort -priority
              tick list printer jams 'created>-7d'
            """,
        aliases: ["ls"])

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var formatting: FormatOptions

    @Option(name: .long, help: "The named queue of .tick/queues.yml to list.")
    var queue: String?

    @Argument(help: "A query.")
    var query: [String] = []

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let listing = try TicketListing(
            context: context, desk: desk, query: query, queue: queue, options: listing, formatting: formatting)
        let view = try await listing.print()
        try context.finish()
        // Taking a hundred thousand tickets apart again would cost as much as sorting them.
        withExtendedLifetime(view) { Glibc.exit(0) }
    }
}

/// Options of commands that list tickets.
struct ListingOptions: ParsableArguments {
    @Option(name: .long, help: "Fields to sort by, -field for descending: sla,-priority.")
    var sort: String?

    @Option(name: .long, help: "Columns, separated by commas.")
    var columns: String?

    @Option(name: .long, help: "List at most this many.")
    var limit: Int?

    @Option(name: .long, help: "The desk as it was at this instant.")
    var at: String?

    /// The instant of `--at`; nil for the desk as it is.
    func instant(in zone: Zone, now: Instant) throws(UsageError) -> Instant? {
        guard let at else { return nil }
        return try SystemSurroundings.instant(at, option: "--at", in: zone, now: now)
    }
}
