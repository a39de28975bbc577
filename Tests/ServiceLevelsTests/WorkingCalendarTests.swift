import ServiceLevels
import Testing
import TicketModel

struct WorkingCalendarTests {
    private func due(_ calendar: WorkingCalendar, _ start: String, _ within: String, paused: [(String, String)] = [])
        throws
        -> String?
    {
        let duration = try #require(WorkDuration.parse(within))
        let pauses = try paused.map { try instant($0.0)..<instant($0.1) }
        return try calendar.due(from: instant(start), within: duration, pauses: pauses)?.formatted(in: calendar.zone)
    }

    @Test("Working days keep the local time, moved into that day's hours")
    func workingDays() throws {
        let desk = try calendar(
            "Europe/Moscow", ["mon-fri": ["09:00-18:00"], "sat": ["10:00-14:00"]], closed: ["2026-05-11"])
        // Thursday to Friday, Friday to Saturday's closing, to its opening, over Sunday and a closed Monday.
        #expect(try due(desk, "2026-05-07T12:00:00+03:00", "1d") == "2026-05-08T12:00:00+03:00")
        #expect(try due(desk, "2026-05-08T17:00:00+03:00", "1d") == "2026-05-09T14:00:00+03:00")
        #expect(try due(desk, "2026-05-08T09:30:00+03:00", "1d") == "2026-05-09T10:00:00+03:00")
        #expect(try due(desk, "2026-05-08T17:00:00+03:00", "2d") == "2026-05-12T17:00:00+03:00")
        #expect(try due(desk, "2026-05-10T12:00:00+03:00", "1d") == "2026-05-13T09:00:00+03:00")
        #expect(try due(desk, "2026-05-10T12:00:00+03:00", "0d") == "2026-05-12T09:00:00+03:00")
    }

    @Test("The end of the day is the closing of the first working day or of a later one")
    func endOfDay() throws {
        let desk = try office()
        #expect(try due(desk, "2026-03-06T10:00:00Z", "eod") == "2026-03-06T18:00:00+00:00")
        #expect(try due(desk, "2026-03-06T18:00:00Z", "eod") == "2026-03-10T18:00:00+00:00")
        #expect(try due(desk, "2026-03-06T10:00:00Z", "1eod") == "2026-03-10T18:00:00+00:00")
        #expect(
            try due(desk, "2026-03-06T10:00:00Z", "eod", paused: [("2026-03-06T12:00:00Z", "2026-03-06T15:00:00Z")])
                == "2026-03-10T11:00:00+00:00")
    }

    @Test("A night shift belongs to the day on which it starts")
    func nightShift() throws {
        let night = try calendar("UTC", ["mon-fri": ["20:00-08:00"]], closed: ["2026-03-04"])
        #expect(try due(night, "2026-03-03T03:00:00Z", "eod") == "2026-03-03T08:00:00+00:00")
        #expect(try due(night, "2026-03-03T03:00:00Z", "1d") == "2026-03-04T03:00:00+00:00")
        // Tuesday's shift ends on the closed Wednesday; Wednesday's own never starts.
        let week = night.elapsedSeconds(from: try instant("2026-03-02"), to: try instant("2026-03-09"))
        #expect(week == 4 * 12 * 3_600)
    }

    @Test("Days of 23 and 25 hours count what passes")
    func daylightSaving() throws {
        let always = WorkingCalendar.always(zone: try zone("Europe/Berlin"))
        let day = try calendar("Europe/Berlin", ["sun": ["00:00-24:00"]])
        let early = try calendar("Europe/Berlin", ["sun": ["02:30-03:30"]])
        for (date, hours, earlySeconds) in [("2026-03-29", 23, 1_800), ("2026-10-25", 25, 7_200)] {
            let sunday = try #require(CivilDate.parse(date))
            let start = day.zone.instant(of: sunday, secondsOfDay: 0)
            let end = day.zone.instant(of: sunday, secondsOfDay: 86_400)
            #expect(day.elapsedSeconds(from: start, to: end) == Int64(hours) * 3_600)
            #expect(always.elapsedSeconds(from: start, to: end) == Int64(hours) * 3_600)
            #expect(early.elapsedSeconds(from: start, to: end) == Int64(earlySeconds))
        }
    }

    @Test("A closed date is closed even if it has hours of its own")
    func closedWins() throws {
        let desk = try calendar(
            "UTC", ["mon-sun": ["09:00-10:00"]], closed: ["2026-03-03"],
            dates: ["2026-03-03": ["00:00-24:00"], "2026-03-04": ["00:00-02:00"], "2026-03-05": []])
        let elapsed = desk.elapsedSeconds(from: try instant("2026-03-03"), to: try instant("2026-03-07"))
        #expect(elapsed == 3 * 3_600)
        #expect(desk.intervals(on: try date("2026-03-03")).isEmpty)
    }

    @Test("Overlapping and touching intervals count once")
    func overlapping() throws {
        let desk = try calendar(
            "UTC",
            ["mon": ["09:00-12:00", "11:00-13:00", "13:00-14:00"], "tue": ["22:00-12:00"], "wed": ["08:00-13:00"]])
        let week = desk.elapsedSeconds(from: try instant("2026-03-02"), to: try instant("2026-03-09"))
        #expect(week == (5 + 2 + 13) * 3_600)
        #expect(desk.intervals(on: try date("2026-03-02")).count == 1)
    }

    @Test("Calendars without an end, a beginning or any hours answer at once")
    func extremes() throws {
        let never = try calendar("UTC", [:])
        let closed = try calendar("UTC", ["mon-fri": ["09:00-18:00"]], closed: ["0001-01-01/9999-12-31"])
        let oneDay = try calendar("Europe/Berlin", [:], dates: ["9000-01-01": ["09:00-10:00"]])
        for text in ["1s", "0m", "1d", "eod", "99999d", "999999999h"] {
            #expect(try due(never, "2026-03-02", text) == nil && due(closed, "2026-03-02", text) == nil)
        }
        #expect(try due(oneDay, "2026-03-02", "1h") == "9000-01-01T10:00:00+01:00")
        #expect(try due(oneDay, "2026-03-02", "61m") == nil)
        #expect(try due(oneDay, "2026-03-02", "eod") == "9000-01-01T10:00:00+01:00")
        let desk = try office()
        for moment in [Instant.distantPast, .earliest, .latest, .distantFuture] {
            #expect(desk.elapsedSeconds(from: moment, to: moment) == 0)
            _ = desk.due(from: moment, within: .workingDays(3))
            _ = desk.due(from: moment, within: .seconds(.max))
            _ = desk.isWorking(at: moment)
        }
        #expect(desk.elapsedSeconds(from: .distantPast, to: .distantFuture) > 0)
        #expect(Array(never.workingIntervals(from: .distantPast, to: .distantFuture)).isEmpty)
    }

    @Test("A pause without an end leaves no due, a paused moment is not the first")
    func pauses() throws {
        let desk = try office()
        let start = try instant("2026-03-02T09:00:00Z")
        #expect(desk.due(from: start, within: .seconds(3_601), pauses: [start + 3_600..<Instant.distantFuture]) == nil)
        #expect(
            desk.due(from: start, within: .seconds(3_600), pauses: [start + 3_600..<Instant.distantFuture]) == start
                + 3_600)
        #expect(desk.due(from: start, within: .seconds(0), pauses: [start - 60..<start + 60]) == start + 60)
    }

    @Test(
        "Texts that are no intervals are refused with a reason",
        arguments: [
            "", "9", "09:00", "09:00-", "24:00-08:00", "09:00-09:00", "09:60-10:00", "25:00-26:00", "09:00-13:00-14:00",
            "a-b",
        ])
    func badIntervals(text: String) {
        #expect(throws: CalendarTextError.self) { try DayInterval.parse(text) }
    }

    @Test("Intervals are read and written", arguments: ["09:00-13:00", "00:00-24:00", "20:00-08:00", "20:00-24:00"])
    func goodIntervals(text: String) throws {
        #expect(try DayInterval.parse(text).description == text)
    }
}
