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
        var lines: [LogLine]
        if let name = names.first {
            let id = try await ticketID(name, desk, all)
            // Under its earlier ids, too.
            lines = LogLine.merged(history.events(of: id), history.links(to: id), id)
        } else {
            lines = all.map(LogLine.event)
        }
        lines = try filtered(try authored(lines, among: all, desk), desk)
        try write(try filled(Array(lines.reversed().prefix(limit ?? .max)), desk), context, desk)
        try context.finish()
    }

    /// Reads what lines show of commits' messages.
    private func filled(_ lines: [LogLine], _ desk: Workspace) throws(WorkspaceError) -> [LogLine] {
        try lines.map { line throws(WorkspaceError) in
            guard case .link(let link, let ticket) = line else { return line }
            return .link(try desk.fillingSubjects(of: [link])[0], ticket)
        }
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

    private func filtered(_ lines: [LogLine], _ desk: Workspace) throws(UsageError) -> [LogLine] {
        let zone = desk.configuration.zone
        let from = try since.map { text throws(UsageError) in
            try SystemSurroundings.instant(text, option: "--since", in: zone, now: desk.now)
        }
        let to = try until.map { text throws(UsageError) in
            try SystemSurroundings.instant(text, option: "--until", in: zone, now: desk.now)
        }
        return lines.filter { line in
            if let from, line.at < from { return false }
            if let to, line.at >= to { return false }
            return true
        }
    }

    /// What the person of `--by` did: one of `people.yml`, or whoever is called so in commits.
    private func authored(
        _ lines: [LogLine], among events: [TicketEvent], _ desk: Workspace
    ) throws(UsageError) -> [LogLine] {
        guard let person else { return lines }
        let known = desk.configuration.people?.person(person)
        let (name, emails) = (FoldedText(person), Set((known?.emails ?? []).map { FoldedText($0) }))
        func isTheirs(_ line: LogLine) -> Bool {
            let email = FoldedText(line.authorEmail)
            return emails.contains(email) || email == name || FoldedText(line.authorName).contains(name)
        }
        let own = lines.filter(isTheirs)
        let isSomebody = !own.isEmpty || known != nil || events.contains { isTheirs(.event($0)) }
        guard !isSomebody, !events.isEmpty else { return own }
        let names = (desk.configuration.people?.people.map(\.handle) ?? []) + Set(events.map(\.authorName)).sorted()
        let nearest = NearMatch.closest(to: person, among: names, limit: 1).first
        throw UsageError(
            "nobody is called \(PrintableText.argument(person))",
            hint: nearest.map { "did you mean \(PrintableText.make($0))?" }
                ?? "--by takes a handle, a name or an address")
    }

    private func write(_ lines: [LogLine], _ context: CommandContext, _ desk: Workspace) throws {
        switch formatting.format(isTerminal: context.isTerminal) {
        case .json:
            try context.print(json: [
                "schemaVersion": 1, "kind": "log", "events": .array(try json(lines, desk)),
            ])
        case .ndjson: try context.output.write(JSONWriter.lines(try json(lines, desk)))
        case .csv:
            try context.output.write(DelimitedText.csv(["at", "ticket", "author", "commit", "what"]))
            for line in lines { try context.output.write(DelimitedText.csv(line.values)) }
        case .tsv: for line in lines { try context.output.write(DelimitedText.tsv(line.values)) }
        case .table:
            guard !lines.isEmpty else { return try context.print("nothing happened") }
            var table = Table([
                .init(title: "WHEN"), .init(title: "TICKET"), .init(title: "WHO"),
                .init(title: "WHAT", isFlexible: true, minimumWidth: 20), .init(title: "COMMIT"),
            ])
            for line in lines {
                table.append([
                    StyledText(TimeText.local(line.at, in: desk.configuration.zone), .dim),
                    StyledText(line.ticket.text, .bold), StyledText(line.authorName), StyledText(line.words),
                    StyledText(line.commit.shortHex, .dim),
                ])
            }
            for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
    }

    private func json(_ lines: [LogLine], _ desk: Workspace) throws(WorkspaceError) -> [JSONValue] {
        let events = lines.compactMap { line -> TicketEvent? in
            if case .event(let event) = line { event } else { nil }
        }
        var filled = try desk.fillingTexts(of: events)[...]
        return lines.map { line in
            switch line {
            case .event: LogLine.json(filled.removeFirst())
            case .link(let link, let ticket): LogLine.json(link, ticket)
            }
        }
    }
}
