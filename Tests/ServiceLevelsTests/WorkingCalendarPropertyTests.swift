import ServiceLevels
import Testing
import TicketModel

/// What a zone's clock shows in each minute of some days, found by looking at each of them.
private struct ShownMinutes {
    /// Minutes since 1970-01-01T00:00Z.
    let window: Range<Int64>
    /// For each local minute the first minute of the window at which the clock has shown it or a later one.
    private var firsts: [Int64: Int] = [:]
    private var last: Int64

    init(_ zone: Zone, days: ClosedRange<Int>) {
        window = Int64(days.lowerBound) * 1_440..<Int64(days.upperBound) * 1_440
        let shown = window.map { $0 + Int64(zone.offsetSeconds(at: Instant(secondsSinceEpoch: $0 * 60))) / 60 }
        last = shown[0] - 1
        for (index, minute) in shown.enumerated() where minute > last {
            for passed in last + 1...minute { firsts[passed] = index }
            last = minute
        }
    }

    /// The index in the window; its ends for local minutes shown before or after it.
    func first(_ localMinute: Int64) -> Int {
        firsts[localMinute] ?? (localMinute > last ? window.count : 0)
    }
}

/// Working time found by looking at every minute: slow, and too simple to be wrong.
///
/// For calendars, zones and moments on whole minutes. A minute counts if an interval of its own or the previous local
/// date contains it, between the first moments at which the zone's clock shows the interval's ends.
private struct NaiveCalendar {
    let window: Range<Int64>
    private var isWorked: [Bool]

    init(_ definition: CalendarDefinition, shown: ShownMinutes, days: ClosedRange<Int>) {
        window = shown.window
        isWorked = Array(repeating: false, count: window.count)
        for day in (days.lowerBound - 1)...days.upperBound {
            for interval in NaiveCalendar.hours(definition, CivilDate(daysSinceEpoch: day)) {
                let midnight = Int64(day) * 1_440
                let first = shown.first(midnight + Int64(interval.startSeconds / 60))
                let last = shown.first(midnight + Int64(interval.endSeconds / 60))
                for index in first..<last { isWorked[index] = true }
            }
        }
    }

    private static func hours(_ definition: CalendarDefinition, _ date: CivilDate) -> [DayInterval] {
        if definition.closed.contains(where: { $0.contains(date) }) { return [] }
        return definition.dates[date] ?? definition.hours[date.weekday] ?? []
    }

    func elapsedMinutes(from start: Int64, to end: Int64, pauses: [Range<Int64>]) -> Int64 {
        var minutes: Int64 = 0
        var minute = start
        while minute < end {
            if counts(minute, pauses) { minutes += 1 }
            minute += 1
        }
        return minutes
    }

    /// The end of the last minute needed; for no minutes, the first that counts.
    func dueMinute(from start: Int64, minutes: Int64, pauses: [Range<Int64>]) -> Int64? {
        var remaining = minutes
        for minute in start..<window.upperBound where counts(minute, pauses) {
            if remaining == 0 { return minute }
            remaining -= 1
            if remaining == 0 { return minute + 1 }
        }
        return nil
    }

    private func counts(_ minute: Int64, _ pauses: [Range<Int64>]) -> Bool {
        isWorked[Int(minute - window.lowerBound)] && (pauses.isEmpty || !pauses.contains { $0.contains(minute) })
    }
}

struct WorkingCalendarPropertyTests {
    /// Zones with their most peculiar dates: changes of half an hour, at midnight, of a whole day, backwards in summer.
    static let zones: [(name: String, around: [String])] = [
        ("UTC", ["2026-02-25"]),
        ("Europe/Moscow", ["2011-03-27", "2014-10-26", "2026-11-21"]),
        ("America/New_York", ["2026-03-08", "2026-11-01", "2045-03-12"]),
        ("Asia/Kathmandu", ["1986-01-01", "2026-05-01"]),
        ("Australia/Lord_Howe", ["2026-04-05", "2026-10-04"]),
        ("Europe/Berlin", ["2026-03-29", "2026-10-25", "2039-10-30"]),
        ("Africa/Casablanca", ["2026-02-15", "2026-03-22"]),
        ("Pacific/Apia", ["2011-12-30", "2012-04-01"]),
        ("America/Sao_Paulo", ["2018-11-04", "2018-02-18"]),
    ]

    @Test("Elapsed and due agree with counting every minute", arguments: 0..<9)
    func agreesWithCounting(index: Int) throws {
        var random = SeededGenerator(state: UInt64(index) + 1)
        let (name, around) = Self.zones[index]
        let zone = try zone(name)
        for text in around {
            let middle = try date(text).daysSinceEpoch
            let days = middle - 9...middle + 9
            let shown = ShownMinutes(zone, days: days)
            for _ in 0..<15 {
                let definition = randomDefinition(middle, &random)
                let naive = NaiveCalendar(definition, shown: shown, days: days)
                let calendar = WorkingCalendar(definition: definition, zone: zone)
                for _ in 0..<10 { compare(calendar, naive, middle, &random) }
            }
        }
    }

    private func compare(
        _ calendar: WorkingCalendar, _ naive: NaiveCalendar, _ middle: Int, _ random: inout SeededGenerator
    ) {
        func minute() -> Int64 { Int64(middle) * 1_440 + Int64.random(in: -6 * 1_440...6 * 1_440, using: &random) }
        let (start, middleMinute, end) = (minute(), minute(), minute())
        let pauses: [Range<Int64>] = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let first = minute()
            return first..<first + Int64.random(in: 0...2_000, using: &random)
        }
        let ranges = pauses.map { Instant(minutes: $0.lowerBound)..<Instant(minutes: $0.upperBound) }
        func elapsed(_ start: Int64, _ end: Int64) -> Int64 {
            calendar.elapsedSeconds(from: Instant(minutes: start), to: Instant(minutes: end), pauses: ranges)
        }
        #expect(elapsed(start, end) == naive.elapsedMinutes(from: start, to: end, pauses: pauses) * 60)
        if start <= middleMinute, middleMinute <= end {
            #expect(elapsed(start, end) == elapsed(start, middleMinute) + elapsed(middleMinute, end))
        }
        let minutes = Int64.random(in: 0...1_500, using: &random)
        guard let expected = naive.dueMinute(from: start, minutes: minutes, pauses: pauses) else { return }
        let due = calendar.due(from: Instant(minutes: start), within: .seconds(minutes * 60), pauses: ranges)
        #expect(due == Instant(minutes: expected))
        #expect(elapsed(start, expected) == minutes * 60)
    }

    private func randomDefinition(_ middle: Int, _ random: inout SeededGenerator) -> CalendarDefinition {
        var hours: [Weekday: [DayInterval]] = [:]
        for day in Weekday.allCases { hours[day] = randomHours(&random) }
        var dates: [CivilDate: [DayInterval]] = [:]
        for _ in 0..<3 {
            dates[CivilDate(daysSinceEpoch: middle + Int.random(in: -6...6, using: &random))] = randomHours(&random)
        }
        let closed = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            let first = CivilDate(daysSinceEpoch: middle + Int.random(in: -6...6, using: &random))
            return first...first.adding(days: Int.random(in: 0...3, using: &random))
        }
        return CalendarDefinition(name: "random", zoneName: "", hours: hours, closed: closed, dates: dates)
    }

    private func randomHours(_ random: inout SeededGenerator) -> [DayInterval] {
        (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in
            let start = Int.random(in: 0..<96, using: &random) * 900
            return DayInterval(startSeconds: start, endSeconds: start + Int.random(in: 1...96, using: &random) * 900)
        }
    }

    @Test("The working intervals add up to the elapsed time and do not touch", arguments: 0..<9)
    func intervalsAddUp(index: Int) throws {
        var random = SeededGenerator(state: UInt64(index) + 100)
        let (name, around) = Self.zones[index]
        let middle = try date(around[0]).daysSinceEpoch
        for _ in 0..<8 {
            let calendar = WorkingCalendar(definition: randomDefinition(middle, &random), zone: try zone(name))
            let start = Instant(minutes: Int64(middle - 7) * 1_440 + Int64.random(in: 0...2_000, using: &random)) + 17
            let end = start + Int64.random(in: 0...1_200_000, using: &random)
            let intervals = Array(calendar.workingIntervals(from: start, to: end))
            #expect(
                intervals.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) }
                    == calendar.elapsedSeconds(from: start, to: end))
            #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
    }
}

extension Instant {
    fileprivate init(minutes: Int64) {
        self.init(secondsSinceEpoch: minutes * 60)
    }
}
