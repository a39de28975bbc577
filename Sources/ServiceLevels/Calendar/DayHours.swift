import TicketModel

/// The hours that belong to each date: the week's, but for closed and special dates.
struct DayHours: Hashable, Sendable {
    /// Dates with hours of their own; more than one in a row only if they are closed.
    struct Exception: Hashable, Sendable {
        /// Days since 1970-01-01, both included.
        let days: ClosedRange<Int>
        let hours: [DayInterval]
    }

    /// From Monday to Sunday.
    private let week: [[DayInterval]]
    /// Ascending and disjoint.
    let exceptions: [Exception]

    init(_ definition: CalendarDefinition) {
        week = Weekday.allCases.map { definition.hours[$0] ?? [] }
        let closed = definition.closed
            .map { $0.lowerBound.daysSinceEpoch..<$0.upperBound.daysSinceEpoch + 1 }
            .mergedRanges()
        let dates = definition.dates
            .map { (day: $0.key.daysSinceEpoch, hours: $0.value) }
            .filter { date in !closed.containsInOne(date.day) }
        exceptions =
            (closed.map { Exception(days: $0.lowerBound...$0.upperBound - 1, hours: []) }
            + dates.map { Exception(days: $0.day...$0.day, hours: $0.hours) })
            .sorted { $0.days.lowerBound < $1.days.lowerBound }
    }

    /// The exception that holds on a day, nil if the week's hours do.
    func exception(on day: Int) -> Exception? {
        let index = exceptions.partitioningIndex { $0.days.lowerBound > day }
        guard index > 0, exceptions[index - 1].days.contains(day) else { return nil }
        return exceptions[index - 1]
    }

    /// The intervals that start on a day, as written: they may overlap.
    func hours(on day: Int) -> [DayInterval] {
        exception(on: day)?.hours ?? week[Weekday(daysSinceEpoch: day).rawValue]
    }

    /// Which seconds of a day are worked.
    func pattern(of day: Int) -> DayPattern {
        DayPattern(own: hours(on: day), before: hours(on: day - 1))
    }

    /// Which seconds of each day of an undisturbed week are worked, from Monday to Sunday.
    var weekPatterns: [DayPattern] {
        Weekday.allCases.map { DayPattern(own: week[$0.rawValue], before: week[($0.rawValue + 6) % 7]) }
    }

    /// The first day after this one that has hours; nil if there is none.
    func nextDayWithHours(after day: Int) -> Int? {
        var candidate = day + 1
        while hours(on: candidate).isEmpty {
            if let exception = exception(on: candidate) {
                candidate = exception.days.upperBound + 1
            } else if week.allSatisfy(\.isEmpty) {
                let index = exceptions.partitioningIndex { $0.days.lowerBound > candidate }
                guard index < exceptions.count else { return nil }
                candidate = exceptions[index].days.lowerBound
            } else {
                candidate += 1
            }
        }
        return candidate
    }
}

extension [Range<Int>] {
    /// Whether one of these ascending, disjoint ranges contains a number.
    func containsInOne(_ number: Int) -> Bool {
        let index = partitioningIndex { $0.lowerBound > number }
        return index > 0 && self[index - 1].contains(number)
    }
}
