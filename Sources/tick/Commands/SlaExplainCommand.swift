import ArgumentParser
import GitStore
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

struct SlaExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show every counted and skipped stretch of a ticket's clocks, with its commit.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var judging: JudgingOptions

    @Flag(name: .long, help: "As JSON.")
    var json = false

    @Argument(help: "The ticket.")
    var id: String

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let view = try await judging.view(needs: [.text, .history], desk)
        let ticket = try view.snapshot.ticket(named: id)
        guard let clocks = view.clocks?.clocks(of: ticket, includeSegments: true) else { return }
        if json {
            try context.print(
                json: [
                    "schemaVersion": 1, "kind": "sla-explain", "ticket": .string(ticket.id.text),
                    "policy": .optional(clocks.policyName), "clocks": .array(clocks.clocks.map(explained)),
                ])
        } else {
            let people = ClockPeople(ticket: ticket, events: view.clocks?.events(of: ticket.id) ?? [])
            try write(ticket, clocks, people, context, desk.configuration)
        }
        try context.finish()
    }

    private func explained(_ clock: ServiceClock) -> JSONValue {
        guard case .object(let members) = ClockJSON.clock(clock) else { return nil }
        let segments = clock.segments.map { segment -> JSONValue in
            [
                "from": .string(segment.from.formatted()), "to": .string(segment.to.formatted()),
                "counts": .bool(segment.counts), "reason": .string(segment.reason.rawValue),
                "runningSeconds": .integer(segment.runningSeconds), "commit": .optional(segment.source.commit),
            ]
        }
        return .object(members + [("segments", .array(segments))])
    }

    private func write(
        _ ticket: Ticket, _ clocks: TicketClocks, _ people: ClockPeople, _ context: CommandContext,
        _ configuration: Configuration
    ) throws(OutputError) {
        try context.print("\(context.palette.apply(.bold, to: ticket.id.text))  \(PrintableText.make(ticket.title))")
        guard !clocks.clocks.isEmpty else { return try context.print("no policy of .tick/sla.yml matches it") }
        for clock in clocks.clocks { try write(clock, people, context, configuration.zone) }
    }

    private func write(
        _ clock: ServiceClock, _ people: ClockPeople, _ context: CommandContext, _ zone: Zone
    ) throws(OutputError) {
        let goal = "\(clock.target.rawValue) within \(clock.goal.description) (\(clock.policyName))"
        let state = context.palette.apply(ClockText.style(clock.state), to: ClockText.state(clock))
        try context.print("")
        try context.print("\(context.palette.apply(.underlined, to: PrintableText.make(goal))): \(state)")
        if let due = clock.due { try context.print("  due \(due.formatted(in: zone))") }
        if let breached = clock.breachedAt { try context.print("  ran out \(breached.formatted(in: zone))") }
        guard !clock.segments.isEmpty else { return try context.print("  no time has passed on it") }
        var table = Table([
            .init(title: "FROM"), .init(title: "TO"), .init(title: "COUNTS"), .init(title: "WHY"),
            .init(title: "TOTAL", alignment: .right), .init(title: "BEHIND IT", isFlexible: true),
        ])
        for segment in clock.segments {
            table.append([
                StyledText(segment.from.formatted(in: zone)), StyledText(segment.to.formatted(in: zone)),
                StyledText(segment.counts ? "yes" : "no", segment.counts ? .green : .dim),
                StyledText(segment.reason.rawValue),
                StyledText(TimeText.exact(segment.runningSeconds)), StyledText(segment.source.words, .dim),
            ])
        }
        for line in table.lines(width: context.width, palette: context.palette) { try context.print("  " + line) }
        try writeEnd(of: clock, people, context, zone)
    }

    /// What stopped the clock, and who did it: the rows say what began each stretch.
    private func writeEnd(
        of clock: ServiceClock, _ people: ClockPeople, _ context: CommandContext, _ zone: Zone
    ) throws(OutputError) {
        guard let stopped = clock.stoppedAt, let source = clock.stopSource else { return }
        let person = people.person(behind: source).map { ", \(PrintableText.make($0))" } ?? ""
        try context.print("  stopped \(stopped.formatted(in: zone)) by \(source.words)\(person)")
    }
}

/// Who did what clocks go by.
private struct ClockPeople {
    let ticket: Ticket
    let events: [TicketEvent]

    /// Nil for what nobody has committed yet, and for a commit that history does not have.
    func person(behind source: TimelineSource) -> String? {
        switch source {
        case .creation: events.first?.authorName
        case .commit(let id, _): events.first { $0.commit.hex == id }?.authorName
        case .entry(let index, _): ticket.entries.indices.contains(index) ? author(of: ticket.entries[index]) : nil
        case .uncommitted: nil
        }
    }

    /// An entry whose heading names nobody is the author's of the commit that brought it.
    private func author(of entry: Entry) -> String? {
        entry.person ?? events.first { $0.brought(entry) }?.authorName
    }
}

extension TimelineSource {
    /// The commit behind it, in full; nil for anything else.
    var commit: String? {
        if case .commit(let id, _) = self { id } else { nil }
    }

    /// What is behind it, for people.
    var words: String {
        switch self {
        case .creation: "created"
        case .commit(let id, let moved): "commit \(id.prefix(7))" + (moved.map { " (\($0.rawValue))" } ?? "")
        case .entry(let index, let flag): "entry \(index + 1)" + (flag.map { " (\($0.rawValue))" } ?? "")
        case .uncommitted: "not committed yet"
        }
    }
}
