import Testing
import TicketModel

struct InstantTests {
    private func seconds(_ text: String) -> Int64? {
        Instant.parse(text)?.resolved(in: .utc).secondsSinceEpoch
    }

    @Test(
        "A date-time is read in every way people write it",
        arguments: [
            "2026-11-21T10:03:00+03:00", "2026-11-21t07:03:00z", "2026-11-21 07:03", "2026-11-21T07:03",
            "2026-11-21T07:03:00.987654321Z", "2026-11-21T07:03:00,5Z", "2026-11-21 10:03:00 +0300",
            "2026-11-21T10:03+03", "2026-11-20T23:03:00-08:00", "2026-11-21T07:02:60Z",
        ])
    func mercifulForms(text: String) {
        #expect(seconds(text) == 1_795_244_580)
    }

    @Test(
        "What is no moment is refused",
        arguments: [
            "", "2026", "2026-11", "2026-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "0000-12-31T00:00:00Z",
            "2026-11-21T24:00:00Z", "2026-11-21T10:60", "2026-11-21T10:03:61Z", "2026-11-21T10:03:00.Z",
            "2026-11-21T10:03:00+24:00", "2026-11-21T10:03:00+03:60", "2026-11-21T10:03:00ZZ", "2026-11-21T1:03",
            "2026-11-21T", "2026-11-21X10:03", " 2026-11-21", "2026-11-21 ", "10:15:", "10:1", "+2026-11-21",
            "0001-01-01T00:00:00+03:00", "9999-12-31T23:59:59-01:00", "9999-12-31T23:59:60Z", "2026-11-21T10:03:00+3",
            "２026-11-21", "2026-11-21T10:03:00\u{301}Z",
            "2026-11-21T10:03:00.111111111111111111111111111111111111111111111111111Z",
        ])
    func refusedForms(text: String) {
        #expect(Instant.parse(text) == nil)
    }

    @Test("A date alone is the first moment of the local day, or its last second")
    func dateAlone() throws {
        let parsed = try #require(Instant.parse("2026-11-21"))
        let moscow = Zone.fixed(offsetSeconds: 10_800)
        #expect(parsed.kind == .date)
        #expect(parsed.resolved(in: moscow).formatted() == "2026-11-20T21:00:00Z")
        #expect(parsed.resolved(in: moscow, endOfDay: true).formatted() == "2026-11-21T20:59:59Z")
    }

    @Test("A time alone takes the date that it is given")
    func timeAlone() throws {
        let parsed = try #require(Instant.parse("10:15"))
        #expect(parsed.kind == .timeOnly && !parsed.hasOffset)
        let day = try #require(CivilDate.parse("2026-11-21"))
        #expect(parsed.on(day).resolved(in: .utc).formatted() == "2026-11-21T10:15:00Z")
    }

    @Test("The first and the last second of the calendar survive")
    func ends() {
        #expect(seconds("0001-01-01T00:00:00Z") == Instant.earliest.secondsSinceEpoch)
        #expect(seconds("9999-12-31T23:59:59Z") == Instant.latest.secondsSinceEpoch)
    }

    @Test("Writing and reading give the same moment, at every offset")
    func roundTrip() {
        var value: Int64 = -62_135_500_000
        while value < 253_402_200_000 {
            let instant = Instant(secondsSinceEpoch: value)
            #expect(seconds(instant.formatted()) == value)
            #expect(seconds(instant.formatted(offsetSeconds: Int(value % 86_400))) == value)
            value += 987_654_321
        }
    }

    @Test("An offset of a day or more was written as RFC 3339 cannot be read", arguments: [86_400, 86_880, 93_600])
    func offsetsOfADay(offsetSeconds: Int) {
        let instant = Instant(secondsSinceEpoch: 1_795_251_600)
        for offset in [offsetSeconds, -offsetSeconds] {
            let text = instant.formatted(offsetSeconds: offset)
            #expect(Instant.parse(text)?.resolved(in: .utc) == instant, "\(text)")
        }
    }

    @Test("Sums stop at the ends of their numbers instead of trapping")
    func saturation() {
        #expect(Instant.distantFuture + 1 == .distantFuture)
        #expect(Instant.distantPast - 1 == .distantPast)
        #expect(Instant.distantFuture - Instant.distantPast == .max)
    }

    @Test("Dates and days since 1970 are two names of the same, over all years")
    func dates() throws {
        // Every day of an era of 400 years, then some of every other year.
        let days = Array(-60_000...86_097) + Array(stride(from: -719_162, through: 2_932_896, by: 73))
        for day in days {
            let date = CivilDate(daysSinceEpoch: day)
            guard date.daysSinceEpoch == day, CivilDate(daysSinceEpoch: day + 1) > date,
                CivilDate.parse(date.description) == date
            else {
                Issue.record("day \(day) is \(date)")
                return
            }
        }
        #expect(CivilDate(daysSinceEpoch: -719_162).description == "0001-01-01")
        #expect(CivilDate(daysSinceEpoch: 2_932_896).description == "9999-12-31")
    }

    @Test(
        "ISO weeks begin on Monday and belong to the year of their Thursday",
        arguments: [
            ("2021-01-03", 2020, 53), ("2021-01-04", 2021, 1), ("2024-12-30", 2025, 1), ("2026-11-21", 2026, 47),
        ])
    func isoWeeks(text: String, year: Int, week: Int) throws {
        let date = try #require(CivilDate.parse(text))
        #expect(date.isoWeek == (year, week))
    }

    @Test("Ranges of weekdays run over the week's end")
    func weekdayRanges() {
        #expect(Weekday.parseRange("mon-fri") == [.mon, .tue, .wed, .thu, .fri])
        #expect(Weekday.parseRange("Sat-mon") == [.sat, .sun, .mon])
        #expect(Weekday.parseRange("wed") == [.wed])
        #expect(Weekday.parseRange("mon-") == nil && Weekday.parseRange("monday") == nil)
    }

    @Test("Working times are read and written")
    func workDurations() {
        let texts: [(String, WorkDuration?)] = [
            ("90s", .seconds(90)), ("15m", .seconds(900)), ("1h30m", .seconds(5_400)), ("24h", .seconds(86_400)),
            ("0m", .seconds(0)), ("2d", .workingDays(2)), ("eod", .endOfDay(0)), ("1eod", .endOfDay(1)), ("", nil),
            ("h", nil), ("1", nil), ("1h1h", nil), ("30m1h", nil), ("1d2h", nil), ("-1h", nil), ("1 h", nil),
            ("1.5h", nil),
            ("9999999999h", nil), ("999999d", nil), ("eod1", nil),
        ]
        for (text, duration) in texts {
            #expect(WorkDuration.parse(text) == duration, "\(text)")
            if let duration { #expect(WorkDuration.parse(duration.description) == duration) }
        }
        #expect(WorkDuration.seconds(5_400).description == "1h30m")
    }

    @Test("Relative times have days of 24 hours")
    func relativeDurations() {
        #expect(RelativeDuration.parse("30d") == 2_592_000)
        #expect(RelativeDuration.parse("-1w2d") == -777_600)
        #expect(RelativeDuration.parse("2") == nil && RelativeDuration.parse("") == nil)
    }
}
