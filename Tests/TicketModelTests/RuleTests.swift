import Testing
import TicketModel

@Suite("Rules as values")
struct RuleTests {
    @Test(
        "Thanks are idle, and a thank-you with a complaint in it is not",
        arguments: [
            ("Спасибо!", true), ("спасибо большое, всё работает! 👍", true), ("Thanks a lot :)", true),
            ("THANK YOU", true),
            ("Спасибо, но не работает", false), ("Thanks, but it jams", false), ("", false), ("👍", false),
            ("thanksgiving", false), ("12", false),
        ])
    func idle(_ text: String, _ isIdle: Bool) {
        var rule = RuleDefinition(
            name: "r", location: SourceLocation(path: "r", lineNumber: 1, columnNumber: 1, length: 0, lineText: ""))
        #expect(!rule.isIdle(text))
        rule.idleWords = RuleDefinition.thanks
        #expect(rule.isIdle(text) == isIdle)
    }

    @Test(
        "The last time of a schedule is the latest that has come, whatever the day and hour",
        arguments: ["mon-fri 09:00", "daily 09:00,17:30", "sat 00:00", "mon,wed,fri 23:59", "hourly"])
    func schedule(_ text: String) throws {
        let schedule = try #require(RuleSchedule.parse(text))
        let start = try #require(Instant.parse("2026-11-01T00:00:00Z")).resolved(in: .utc)
        var previous: Instant?
        for minute in stride(from: 0, to: 21 * 24 * 60, by: 7) {
            let now = start + Int64(minute) * 60
            let last = try #require(schedule.last(notAfter: now, in: .utc))
            #expect(last <= now)
            let (date, seconds) = Zone.utc.civil(at: last)
            #expect(schedule.days.contains(date.weekday) && schedule.secondsOfDay.contains(seconds))
            if let previous { #expect(last >= previous) }
            // Nothing of the schedule lies between it and now.
            for candidate in stride(from: last.secondsSinceEpoch + 60, through: now.secondsSinceEpoch, by: 60) {
                let (date, seconds) = Zone.utc.civil(at: Instant(secondsSinceEpoch: candidate))
                if schedule.days.contains(date.weekday), schedule.secondsOfDay.contains(seconds) {
                    Issue.record("\(text): \(last) is not the last before \(now)")
                    return
                }
            }
            previous = last
        }
    }

    @Test(
        "What is no time of the week is refused",
        arguments: ["", "mon", "09:00", "mon 9:00", "mon 24:00", "mon 09:60", "mond 09:00", "mon 09:00 x", "mon +9:00"])
    func noSchedule(_ text: String) { #expect(RuleSchedule.parse(text) == nil) }
}
