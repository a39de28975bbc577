import Testing
import TicketModel

@testable import TicketWorkspace

@Suite struct ReportPeriodTests {
    private static func instant(_ text: String) throws -> Instant {
        try #require(Instant.parse(text)).resolved(in: .utc)
    }

    @Test func `a period that ends before it begins is none, an empty one is`() {
        let moment = Instant(secondsSinceEpoch: 100)
        #expect(ReportPeriod(from: moment, to: moment - 1) == nil)
        #expect(ReportPeriod(from: moment, to: moment)?.contains(moment) == false)
    }

    @Test func `periods are half-open`() throws {
        let (from, to) = (Instant(secondsSinceEpoch: 100), Instant(secondsSinceEpoch: 200))
        let period = try #require(ReportPeriod(from: from, to: to))
        #expect(!period.contains(from - 1))
        #expect(period.contains(from))
        #expect(period.contains(to - 1))
        #expect(!period.contains(to))
    }

    @Test(arguments: [
        ("2026-11-23T00:00:00Z", "2026-11-16"), ("2026-11-22T23:59:59Z", "2026-11-09"),
        ("2026-11-29T12:00:00Z", "2026-11-16"), ("2026-01-01T00:00:00Z", "2025-12-22"),
    ])
    func `the last whole week begins on a Monday and is over`(_ text: String, _ monday: String) throws {
        let period = ReportPeriod.lastWholeWeek(at: try Self.instant(text), in: .utc)
        #expect(period.from == (try Self.instant(monday)))
        #expect(period.to - period.from == 7 * 86_400)
    }

    @Test(arguments: 0..<500)
    func `weeks lie side by side, and the moment in the week after`(_ number: Int64) {
        let zone = Zone.fixed(offsetSeconds: Int(number % 25 - 12) * 3_600)
        let moment = Instant(secondsSinceEpoch: number * 1_234_567)
        let week = ReportPeriod.lastWholeWeek(at: moment, in: zone)
        #expect(zone.civil(at: week.from).date.weekday == .mon)
        #expect(zone.civil(at: week.from).secondsOfDay == 0)
        #expect(week.to <= moment && moment < week.to + 7 * 86_400)
        #expect(week.weekBefore(in: zone).to == week.from)
        let midnights = week.midnights(in: zone)
        #expect(midnights.count == 7)
        #expect(midnights.first?.instant == week.from)
        #expect(midnights.allSatisfy { week.contains($0.instant) })
    }

    @Test func `a period that is not over is seen from now`() throws {
        let period = try #require(
            ReportPeriod(from: Instant(secondsSinceEpoch: 0), to: Instant(secondsSinceEpoch: 1_000)))
        let early = Vantage(endOf: period, now: Instant(secondsSinceEpoch: 500))
        #expect(early.now.secondsSinceEpoch == 500)
        #expect(early.end.secondsSinceEpoch == 501)
        let late = Vantage(endOf: period, now: Instant(secondsSinceEpoch: 5_000))
        #expect(late.now == period.to)
        #expect(late.end == period.to)
    }
}
