import ArgumentParser
import Glibc
import TicketIndex
import TicketWorkspace

struct ReadyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "List the tickets on which work can go on now.",
        discussion: """
            Their phase is open, nothing that is undone blocks them or a ticket that they are part of, and their children are done. \
            The same as `tick list is:ready`, with its options.

              tick ready assignee:me --sort -priority
              tick ready parent:k7q
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var formatting: FormatOptions

    @Argument(help: "A query.")
    var query: [String] = []

    func run() async throws { try await ReadinessListing(.ready, global, listing, formatting).print(query) }
}

struct BlockedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blocked",
        abstract: "List the tickets that wait for others, and for which.",
        discussion: """
            The column blockers has the undone tickets that hold each one up. The same as `tick list is:blocked`, with its options.

              tick blocked queue:it
              tick blocked --format ndjson | jq -r '.blockers[]' | sort | uniq -c | sort -rn
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var formatting: FormatOptions

    @Argument(help: "A query.")
    var query: [String] = []

    func run() async throws { try await ReadinessListing(.blocked, global, listing, formatting).print(query) }
}

/// What `ready` and `blocked` share.
private struct ReadinessListing {
    let list: ReadinessList
    let global: GlobalOptions
    let listing: ListingOptions
    let formatting: FormatOptions

    init(_ list: ReadinessList, _ global: GlobalOptions, _ listing: ListingOptions, _ formatting: FormatOptions) {
        self.list = list
        self.global = global
        self.listing = listing
        self.formatting = formatting
    }

    func print(_ query: [String]) async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let listing = try TicketListing(
            context: context, desk: desk, query: query, queue: nil, options: listing, formatting: formatting,
            readiness: list)
        let view = try await listing.print()
        try context.finish()
        // As in `list`: what was read need not be taken apart again.
        withExtendedLifetime(view) { Glibc.exit(0) }
    }
}
