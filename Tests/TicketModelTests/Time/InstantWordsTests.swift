import Testing
import TicketModel

struct InstantWordsTests {
    /// Saturday, 2026-11-21, 10:03:00 in a zone three hours east of UTC.
    private static let zone = Zone.fixed(offsetSeconds: 10_800)
    private static let now = Instant(secondsSinceEpoch: 1_795_244_580)

    private func parse(_ text: String) -> String? {
        InstantWords.parse(text, now: Self.now, in: Self.zone)?.formatted(in: Self.zone)
    }

    @Test("Days begin at their midnight in the zone, or at the time that follows")
    func days() {
        #expect(Self.now.formatted(in: Self.zone) == "2026-11-21T10:03:00+03:00")
        #expect(parse("now") == "2026-11-21T10:03:00+03:00")
        #expect(parse("today") == "2026-11-21T00:00:00+03:00")
        #expect(parse("Yesterday") == "2026-11-20T00:00:00+03:00")
        #expect(parse("yesterday 14:00") == "2026-11-20T14:00:00+03:00")
        #expect(parse("tomorrow 09:30:15") == "2026-11-22T09:30:15+03:00")
    }

    @Test("A weekday is the last one before today")
    func weekdays() {
        #expect(parse("friday") == "2026-11-20T00:00:00+03:00")
        #expect(parse("fri") == parse("last friday"))
        #expect(parse("sunday 18:00") == "2026-11-15T18:00:00+03:00")
        #expect(parse("saturday") == "2026-11-14T00:00:00+03:00")
    }

    @Test("So many units ago: up to weeks by real time, months and years by the calendar")
    func ago() {
        for text in ["2 weeks ago", "2.weeks.ago", "2.weeks", "2 weeks", "14-days-ago", "2_Weeks"] {
            #expect(parse(text) == "2026-11-07T10:03:00+03:00", "\(text)")
        }
        #expect(parse("an hour ago") == "2026-11-21T09:03:00+03:00")
        #expect(parse("90 minutes ago") == "2026-11-21T08:33:00+03:00")
        #expect(parse("9 months ago") == "2026-02-21T10:03:00+03:00")
        #expect(parse("11.months") == "2025-12-21T10:03:00+03:00")
        #expect(parse("2 years ago") == "2024-11-21T10:03:00+03:00")
        let lastOfMay = InstantWords.parse("3 months", now: Instant(secondsSinceEpoch: 1_780_185_600), in: .utc)
        #expect(lastOfMay?.formatted() == "2026-02-28T00:00:00Z")
    }

    @Test(
        "Anything else is nothing",
        arguments: [
            "", " ", "noon", "yesterdy", "2 weeks hence", "weeks ago", "2", "ago", "2 2 weeks", "last", "last week",
            "mo",
            "today today", "today 25:00", "9999999 days ago", "3000 years ago", "сегодня", "1\u{301} day ago",
            "yesterday Z",
            "today 10:00Z", "-1 days ago ago",
        ])
    func others(text: String) {
        #expect(InstantWords.parse(text, now: Self.now, in: Self.zone) == nil)
    }

    @Test("Years far away neither trap nor loop", arguments: [Int64.min, -62_135_596_800, 253_402_300_799, Int64.max])
    func farAway(seconds: Int64) {
        let now = Instant(secondsSinceEpoch: seconds)
        for text in ["now", "today", "tomorrow", "monday", "999999 weeks ago", "5 months", "999999 years"] {
            _ = InstantWords.parse(text, now: now, in: Self.zone)
        }
    }
}
