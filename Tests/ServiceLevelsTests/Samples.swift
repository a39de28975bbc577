import Foundation
import ServiceLevels
import TicketModel

/// A zone of the system's database.
func zone(_ name: String) throws -> Zone {
    try Zone(name: name, tzif: [UInt8](Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/" + name))))
}

struct BadText: Error {
    let text: String
}

/// A moment from an RFC 3339 text; UTC without an offset.
func instant(_ text: String) throws -> Instant {
    guard let parsed = Instant.parse(text) else { throw BadText(text: text) }
    return parsed.resolved(in: .utc)
}

func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate.parse(text) else { throw BadText(text: text) }
    return date
}

/// A calendar from the texts of a calendar file.
func calendar(
    _ zoneName: String = "UTC", _ hours: [String: [String]], closed: [String] = [], dates: [String: [String]] = [:]
) throws -> WorkingCalendar {
    var week: [Weekday: [DayInterval]] = [:]
    for (days, intervals) in hours {
        for day in Weekday.parseRange(days) ?? [] { week[day] = try intervals.map { try DayInterval.parse($0) } }
    }
    var special: [CivilDate: [DayInterval]] = [:]
    for (text, intervals) in dates { special[try date(text)] = try intervals.map { try DayInterval.parse($0) } }
    let definition = CalendarDefinition(
        name: "sample", zoneName: zoneName, hours: week,
        closed: try closed.map { try CalendarDefinition.parseClosed($0) }, dates: special)
    return WorkingCalendar(definition: definition, zone: zoneName == "UTC" ? .utc : try zone(zoneName))
}

/// Numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
