import ArgumentParser
import ServiceLevels
import TicketModel
import TicketText
import TicketWorkspace

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Compute with working hours: when something is due, how long something took.",
        subcommands: [CalendarDueCommand.self, CalendarElapsedCommand.self, CalendarShowCommand.self])
}

/// What both computations take.
struct CalendarOptions: ParsableArguments {
    @Option(name: .long, help: "A calendar of the desk, or a file.")
    var calendar: String

    @Option(name: .long, help: "When it starts.")
    var start: String

    @Option(name: .long, help: "FROM/TO, a time that does not count. May be given again.")
    var paused: [String] = []

    @Flag(name: .long, help: "As JSON.")
    var json = false

    func startInstant(_ zone: Zone, now: Instant) throws(UsageError) -> Instant {
        try SystemSurroundings.instant(start, option: "--start", in: zone, now: now)
    }

    func pauses(_ zone: Zone, now: Instant) throws(UsageError) -> [Range<Instant>] {
        try paused.map { text throws(UsageError) in
            let ends = text.split(separator: "/", maxSplits: 1).map(String.init)
            guard ends.count == 2 else { throw UsageError("--paused takes FROM/TO, not \(PrintableText.make(text))") }
            let from = try SystemSurroundings.instant(ends[0], option: "--paused", in: zone, now: now)
            let to = try SystemSurroundings.instant(ends[1], option: "--paused", in: zone, now: now)
            guard from <= to else { throw UsageError("the pause \(PrintableText.make(text)) ends before it begins") }
            return from..<to
        }
    }
}

struct CalendarDueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "When a working time runs out.",
        discussion: "  tick calendar due --calendar office --start 2026-11-20T17:00 --within 4h")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: CalendarOptions

    @Option(name: .long, help: "A working time: 90s, 15m, 4h, 1h30m, 2d, eod, 1eod.")
    var within: String

    func run() async throws {
        let context = try CommandContext(global)
        let calendar = try CalendarSource(context: context).calendar(options.calendar)
        guard let time = WorkDuration.parse(within) else {
            throw UsageError(
                "\(PrintableText.argument(within)) is no working time", hint: "90s, 15m, 4h, 1h30m, 2d, eod, 1eod")
        }
        let pauses = try options.pauses(calendar.zone, now: context.surroundings.now)
        let due = calendar.due(
            from: try options.startInstant(calendar.zone, now: context.surroundings.now), within: time, pauses: pauses)
        if options.json {
            try context.print(json: ["schemaVersion": 1, "kind": "calendar-due", "due": TicketJSON.instant(due)])
        } else if let due {
            try context.print(context.isTerminal ? due.formatted(in: calendar.zone) : due.formatted())
        } else {
            throw WorkspaceError(
                .refused, "calendar.never", "so much working time does not pass before the year 10000",
                hint: "tick calendar show \(PrintableText.argument(options.calendar)) draws the hours that it has")
        }
        try context.finish()
    }
}

struct CalendarElapsedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "elapsed",
        abstract: "How much working time lies between two instants.",
        discussion: "  tick calendar elapsed --calendar office --start 2026-11-20T17:00 --end 2026-11-23T10:00")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: CalendarOptions

    @Option(name: .long, help: "When it ends.")
    var end: String

    func run() async throws {
        let context = try CommandContext(global)
        let calendar = try CalendarSource(context: context).calendar(options.calendar)
        let start = try options.startInstant(calendar.zone, now: context.surroundings.now)
        let end = try SystemSurroundings.instant(end, option: "--end", in: calendar.zone, now: context.surroundings.now)
        guard start <= end else { throw UsageError("--end lies before --start") }
        let seconds = calendar.elapsedSeconds(
            from: start, to: end, pauses: try options.pauses(calendar.zone, now: context.surroundings.now))
        if options.json {
            try context.print(json: [
                "schemaVersion": 1, "kind": "calendar-elapsed", "elapsedSeconds": .integer(seconds),
            ])
        } else {
            try context.print(context.isTerminal ? "\(TimeText.exact(seconds)) (\(seconds) s)" : "\(seconds)")
        }
        try context.finish()
    }
}

/// Finds a calendar by the name that it has in the desk, or by a file's path.
struct CalendarSource {
    let context: CommandContext

    func calendar(_ name: String) throws -> WorkingCalendar {
        let isPath = name.contains("/") || name.hasSuffix(".yml") || name.hasSuffix(".yaml")
        return isPath ? try calendar(file: name) : try calendar(named: name)
    }

    private func calendar(file: String) throws -> WorkingCalendar {
        let folder = context.surroundings.folder
        guard let bytes = TextFile.bytes(file.hasPrefix("/") ? file : folder + "/" + file, limit: 1 << 20) else {
            throw WorkspaceError.unreadable(file, hint: "name a file like .tick/calendars/office.yml")
        }
        let zones = context.surroundings.zones
        let (definition, diagnostics) = ConfigurationReader(zones: zones)
            .calendar(SourceText(path: RepositoryPath(file), bytes: bytes), name: "file")
        context.report.diagnostics(diagnostics)
        guard let definition, !diagnostics.contains(where: { $0.severity == .error }) else { throw Exit.refused }
        return WorkingCalendar(definition: definition, zone: zones.zone(definition.zoneName) ?? .utc)
    }

    private func calendar(named name: String) throws -> WorkingCalendar {
        if name == "always", (try? context.openDeskToCheck()) == nil { return .always(zone: .utc) }
        let configuration = try context.openDeskToCheck().configuration
        if name == "always" { return .always(zone: configuration.zone) }
        guard let definition = configuration.calendars[name] else {
            let known = ["always"] + configuration.calendars.keys.sorted()
            let nearest = NearMatch.closest(to: name, among: known, limit: 1).first
            throw UsageError(
                "there is no calendar \(PrintableText.make(name))",
                hint: nearest.map { "did you mean \($0)?" } ?? "one of: \(known.joined(separator: ", "))")
        }
        let zone = context.surroundings.zones.zone(definition.zoneName) ?? configuration.zone
        return WorkingCalendar(definition: definition, zone: zone)
    }
}
