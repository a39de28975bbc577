import ArgumentParser
import GitStore
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show what happened to tickets, in words, newest first.",
        discussion: """
              tick log k7q
              tick log main..HEAD --format ndjson
              tick log --by olga --since -7d
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Option(name: .customLong("by"), help: "Only what this person did: a handle, a name or an address.")
    var person: String?

    @Option(name: .long, help: "Only from this instant on.")
    var since: String?

    @Option(name: .long, help: "Only before this instant.")
    var until: String?

    @Option(name: .long, help: "At most this many.")
    var limit: Int?

    @Argument(help: "A ticket, and a range of commits A..B.")
    var arguments: [String] = []

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let ranges = arguments.filter { $0.contains("..") }
        let names = arguments.filter { !$0.contains("..") }
        guard ranges.count <= 1, names.count <= 1 else {
            throw UsageError("log takes one ticket and one range of commits", hint: "tick log k7q main..HEAD")
        }
        let history = try desk.history(ranges.first)
        let all = history.events
        let isOfPerson = try authored(all, desk)
        var events = all.filter(isOfPerson)
        if let name = names.first {
            // Under its earlier ids, too.
            events = history.events(of: try await ticketID(name, desk, all)).filter(isOfPerson)
        }
        events = try filtered(events, desk, context)
        try write(Array(events.reversed().prefix(limit ?? .max)), context, desk)
        try context.finish()
    }

    /// A ticket of the desk, or one that was removed and lives on in history.
    private func ticketID(_ name: String, _ desk: Workspace, _ events: [TicketEvent]) async throws -> TicketID {
        let snapshot = await desk.snapshot()
        if case .absent = snapshot.lookup(name), let key = TicketID(name)?.key {
            let gone = Set(events.map(\.ticket)).filter { $0.key.hasPrefix(key) || $0.keyWithoutPrefix.hasPrefix(key) }
            if gone.count == 1, let id = gone.first { return id }
        }
        return try snapshot.ticket(named: name).id
    }

    private func filtered(
        _ events: [TicketEvent], _ desk: Workspace, _ context: CommandContext
    ) throws(UsageError) -> [TicketEvent] {
        let zone = desk.configuration.zone
        let from = try since.map { text throws(UsageError) in
            try SystemSurroundings.instant(text, option: "--since", in: zone, now: desk.now)
        }
        let to = try until.map { text throws(UsageError) in
            try SystemSurroundings.instant(text, option: "--until", in: zone, now: desk.now)
        }
        return events.filter { event in
            if let from, event.at < from { return false }
            if let to, event.at >= to { return false }
            return true
        }
    }

    /// Whether the person of `--by` did something: one of `people.yml`, or whoever is called so in commits.
    private func authored(
        _ events: [TicketEvent], _ desk: Workspace
    ) throws(UsageError) -> (TicketEvent) -> Bool {
        guard let person else { return { _ in true } }
        let known = desk.configuration.people?.person(person)
        let (name, emails) = (FoldedText(person), Set((known?.emails ?? []).map { FoldedText($0) }))
        func isOwn(_ event: TicketEvent) -> Bool {
            let email = FoldedText(event.authorEmail)
            return emails.contains(email) || email == name || FoldedText(event.authorName).contains(name)
        }
        guard known == nil, !events.isEmpty, !events.contains(where: isOwn) else { return isOwn }
        let names = (desk.configuration.people?.people.map(\.handle) ?? []) + Set(events.map(\.authorName)).sorted()
        let nearest = NearMatch.closest(to: person, among: names, limit: 1).first
        throw UsageError(
            "nobody is called \(PrintableText.argument(person))",
            hint: nearest.map { "did you mean \(PrintableText.make($0))?" }
                ?? "--by takes a handle, a name or an address")
    }

    private func write(_ events: [TicketEvent], _ context: CommandContext, _ desk: Workspace) throws {
        switch formatting.format(isTerminal: context.isTerminal) {
        case .json:
            try context.print(json: [
                "schemaVersion": 1, "kind": "log", "events": .array(try desk.fillingTexts(of: events).map(Self.json)),
            ])
        case .ndjson: try context.output.write(JSONWriter.lines(try desk.fillingTexts(of: events).map(Self.json)))
        case .csv:
            try context.output.write(DelimitedText.csv(["at", "ticket", "author", "commit", "what"]))
            for event in events { try context.output.write(DelimitedText.csv(Self.values(event))) }
        case .tsv: for event in events { try context.output.write(DelimitedText.tsv(Self.values(event))) }
        case .table:
            guard !events.isEmpty else { return try context.print("nothing happened") }
            var table = Table([
                .init(title: "WHEN"), .init(title: "TICKET"), .init(title: "WHO"),
                .init(title: "WHAT", isFlexible: true, minimumWidth: 20), .init(title: "COMMIT"),
            ])
            for event in events {
                table.append([
                    StyledText(TimeText.local(event.at, in: desk.configuration.zone), .dim),
                    StyledText(event.ticket.text, .bold),
                    StyledText(event.authorName), StyledText(Self.words(event)),
                    StyledText(event.commit.shortHex, .dim),
                ])
            }
            for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
    }

    private static func words(_ event: TicketEvent) -> String {
        let hasOwnChange = !(event.changes.isEmpty && event.addedEntries.isEmpty && event.removedEntries.isEmpty)
        if event.isMerge, event.kind == .changed, !hasOwnChange { return "merged" }
        return ChangeWords.describe(
            kind: event.kind, changes: event.changes, added: event.addedEntries, removed: event.removedEntries,
            author: event.authorName)
    }

    private static func values(_ event: TicketEvent) -> [String] {
        [
            event.at.formatted(), event.ticket.text, "\(event.authorName) <\(event.authorEmail)>", event.commit.hex,
            words(event),
        ]
    }

    private static func json(_ event: TicketEvent) -> JSONValue {
        [
            "at": .string(event.at.formatted()), "recordedAt": .string(event.recordedAt.formatted()),
            "commit": .string(event.commit.hex), "author": .string("\(event.authorName) <\(event.authorEmail)>"),
            "ticket": .string(event.ticket.text), "kind": .string(event.kind.rawValue),
            "path": .string(event.path.description), "moved": .optional(event.moved?.rawValue),
            "changes": .array(event.changes.map(ChangeWords.json)),
            "entries": .array(event.addedEntries.map(ChangeWords.json)),
        ]
    }
}
