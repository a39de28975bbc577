/// A calendar as its file says it: `.tick/calendars/NAME.yml`.
///
///     zone: Europe/Moscow
///     hours:
///       mon-fri: ["09:00-13:00", "14:00-18:00"]
///     closed: [2026-01-01/2026-01-08, 2026-05-09]
///     dates:
///       2026-12-31: ["09:00-13:00"]
package struct CalendarDefinition: Hashable, Sendable {
    package var name: String
    /// An IANA name.
    package var zoneName: String
    /// Working hours by day of the week; a day without an entry has none.
    package var hours: [Weekday: [DayInterval]]
    /// Dates without any working hours, whatever `dates` says. They may overlap.
    package var closed: [ClosedRange<CivilDate>]
    /// Hours of single dates, in place of those of their day of the week.
    package var dates: [CivilDate: [DayInterval]]

    package init(
        name: String, zoneName: String, hours: [Weekday: [DayInterval]],
        closed: [ClosedRange<CivilDate>] = [], dates: [CivilDate: [DayInterval]] = [:]
    ) {
        self.name = name
        self.zoneName = zoneName
        self.hours = hours
        self.closed = closed
        self.dates = dates
    }

    /// The calendar `always`, which needs no file: every second of every day.
    package static let always = CalendarDefinition(
        name: "always", zoneName: "UTC",
        hours: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [DayInterval.wholeDay]) }))

    /// Parses an item of `closed`: `2026-05-09` or `2026-01-01/2026-01-08`, both ends included.
    package static func parseClosed(_ text: some StringProtocol) throws(CalendarTextError) -> ClosedRange<CivilDate> {
        let ends = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = CivilDate.parse(ends[0]) else { throw .noDate(String(ends[0])) }
        guard ends.count == 2 else { return first...first }
        guard let last = CivilDate.parse(ends[1]) else { throw .noDate(String(ends[1])) }
        guard first <= last else { throw .datesRunBackwards }
        return first...last
    }
}

/// Why a text of a calendar cannot be read.
package enum CalendarTextError: Error, Hashable, Sendable {
    /// Not `HH:MM-HH:MM`.
    case noInterval(String)
    /// A time beyond 24:00, or minutes beyond 59.
    case noTime(String)
    /// The interval begins at 24:00.
    case startsAtMidnightsEnd
    /// Both ends are the same.
    case emptyInterval
    /// Not a date that exists.
    case noDate(String)
    /// The last date lies before the first.
    case datesRunBackwards

    /// What is wrong, as the end of a sentence that names the text.
    package var reason: String {
        switch self {
        case .noInterval(let text): "'\(text)' is not an interval such as 09:00-18:00"
        case .noTime(let text): "'\(text)' is not a time from 00:00 to 24:00"
        case .startsAtMidnightsEnd: "an interval cannot begin at 24:00: write 00:00 on the next day"
        case .emptyInterval: "the interval has no length: a whole day is 00:00-24:00"
        case .noDate(let text): "'\(text)' is not a date such as 2026-05-09"
        case .datesRunBackwards: "the last date lies before the first"
        }
    }
}
