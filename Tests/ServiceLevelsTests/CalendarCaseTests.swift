import Foundation
import ServiceLevels
import Testing
import TicketModel

/// A worked case of `calendar-cases.json`; `source` names the test suite or help page that it comes from.
struct CalendarCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Hours: Decodable, Sendable {
        let timezone: String
        let hours: [String: [[String]]]
        let holidays: [String]
        let overrides: [String: [[String]]]?
    }

    let source: String
    let note: String
    let calendar: Hours
    let start: String
    let end: String?
    let pauses: [[String]]
    let target_minutes: Double?
    let target_seconds: Int64?
    let expected_due: String?
    let expected_elapsed_minutes: Double?
    let expected_elapsed_seconds: Int64?

    var testDescription: String { source + ": " + note }

    private struct File: Decodable {
        let cases: [CalendarCase]
    }

    static func all() throws -> [CalendarCase] {
        guard let url = Bundle.module.url(forResource: "calendar-cases", withExtension: "json") else {
            throw BadText(text: "calendar-cases.json")
        }
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases
    }

    func workingCalendar() throws -> WorkingCalendar {
        func joined(_ intervals: [[String]]) -> [String] { intervals.map { $0.joined(separator: "-") } }
        return try ServiceLevelsTests.calendar(
            calendar.timezone, calendar.hours.mapValues(joined), closed: calendar.holidays,
            dates: (calendar.overrides ?? [:]).mapValues(joined))
    }

    func pauseRanges() throws -> [Range<Instant>] {
        try pauses.map { try instant($0[0])..<instant($0[1]) }
    }
}

struct CalendarCaseTests {
    @Test("The worked cases of other calendars come out to the second")
    func workedCases() throws {
        let cases = try CalendarCase.all()
        #expect(cases.count == 75)
        for workedCase in cases { try check(workedCase) }
    }

    private func check(_ workedCase: CalendarCase) throws {
        let calendar = try workedCase.workingCalendar()
        let start = try instant(workedCase.start)
        let pauses = try workedCase.pauseRanges()
        let comment = Comment(rawValue: workedCase.testDescription)
        if let expected = workedCase.expected_due {
            let minutes = Int64((workedCase.target_minutes ?? .nan) * 60)
            let seconds = workedCase.target_seconds ?? minutes
            #expect(
                calendar.due(from: start, within: .seconds(seconds), pauses: pauses) == (try instant(expected)), comment
            )
        } else {
            let end = try instant(try #require(workedCase.end))
            let minutes = try #require(workedCase.expected_elapsed_minutes)
            let expected = workedCase.expected_elapsed_seconds ?? Int64(minutes * 60)
            #expect(calendar.elapsedSeconds(from: start, to: end, pauses: pauses) == expected, comment)
        }
    }
}
