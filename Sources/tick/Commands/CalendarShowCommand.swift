import ArgumentParser
import ServiceLevels
import TicketModel
import TicketWorkspace

struct CalendarShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Draw the working hours of the next days.",
        discussion: "  tick calendar show office --days 14")

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "The first day; today without it.")
    var start: String?

    @Option(name: .long, help: "How many days, 1 to 366.")
    var days = 14

    @Flag(name: .long, help: "As JSON.")
    var json = false

    @Option(name: .customLong("calendar"), help: "The same as CALENDAR, as the other calendar commands have it.")
    var named: String?

    @Argument(help: "A calendar of the desk, or a file.")
    var calendar: String?

    func run() async throws {
        let context = try CommandContext(global)
        guard (1...366).contains(days) else { throw UsageError("--days takes 1 to 366") }
        guard let name = named ?? calendar, named == nil || calendar == nil else {
            throw UsageError("calendar show draws one calendar", hint: "tick calendar show office")
        }
        let calendar = try CalendarSource(context: context).calendar(name)
        let zone = calendar.zone
        let first = try start.map { text throws(UsageError) in
            try SystemSurroundings.instant(text, option: "--start", in: zone, now: context.surroundings.now)
        }
        let date = zone.civil(at: first ?? context.surroundings.now).date
        let rows = (0..<days).map { CalendarDay(date: date.adding(days: $0), calendar: calendar) }
        if json {
            try context.print(
                json: [
                    "schemaVersion": 1, "kind": "calendar-show", "zone": .string(zone.name),
                    "days": .array(rows.map(\.json)),
                ])
        } else {
            try context.print("                " + CalendarDay.scale + "  \(PrintableText.make(zone.name))")
            for row in rows { try context.print(row.line(context.palette)) }
        }
        try context.finish()
    }
}

/// The working hours of one local date.
private struct CalendarDay {
    static let scale = "0     3     6     9     12    15    18    21    24"

    let date: CivilDate
    let intervals: [Range<Instant>]
    let zone: Zone

    init(date: CivilDate, calendar: WorkingCalendar) {
        self.date = date
        zone = calendar.zone
        let midnight = zone.instant(of: date, secondsOfDay: 0)
        let next = zone.instant(of: date.adding(days: 1), secondsOfDay: 0)
        intervals = calendar.workingIntervals(from: midnight, to: next).map(\.self)
    }

    private var seconds: Int64 { intervals.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } }

    private func time(_ instant: Instant, endsDay: Bool) -> String {
        let civil = zone.civil(at: instant)
        if endsDay, civil.date != date { return "24:00" }
        return String(instant.formatted(in: zone).dropFirst(11).prefix(5))
    }

    private var words: String {
        intervals.map { "\(time($0.lowerBound, endsDay: false))-\(time($0.upperBound, endsDay: true))" }.joined(
            separator: " ")
    }

    /// A mark for each half hour of the day that is working time at its middle.
    func line(_ palette: Palette) -> String {
        let midnight = zone.instant(of: date, secondsOfDay: 0)
        let marks = (0..<48).map { half -> String in
            let middle = midnight + Int64(half * 1_800 + 900)
            return intervals.contains { $0.contains(middle) } ? "█" : "·"
        }.joined()
        let text = intervals.isEmpty ? "closed" : "\(words)  \(TimeText.duration(seconds))"
        return "\(date.weekday.name) \(date)  \(palette.apply(intervals.isEmpty ? .dim : .green, to: marks))  \(text)"
    }

    var json: JSONValue {
        [
            "date": .string(date.description), "weekday": .string(date.weekday.name),
            "workingSeconds": .integer(seconds),
            "hours": .array(
                intervals.map {
                    ["from": .string($0.lowerBound.formatted()), "to": .string($0.upperBound.formatted())]
                }),
        ]
    }
}
