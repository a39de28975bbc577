import Foundation
import Testing
import TicketModel

@testable import TicketWorkspace

@Suite struct NamedPeriodTests {
    private static func instant(_ text: String) throws -> Instant {
        try #require(Instant.parse(text)).resolved(in: .utc)
    }

    private static func zone(_ name: String) throws -> Zone {
        try Zone(name: name, tzif: [UInt8](Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/" + name))))
    }

    @Test(arguments: [
        ("today", "2026-11-25", "2026-11-26", "2026-11-25"), ("YESTERDAY", "2026-11-24", "2026-11-25", "2026-11-24"),
        ("week", "2026-11-16", "2026-11-23", "2026-W47"), ("month", "2026-10-01", "2026-11-01", "2026-10"),
        ("quarter", "2026-07-01", "2026-10-01", "2026-Q3"), ("year", "2025-01-01", "2026-01-01", "2025"),
        ("2026-11-21", "2026-11-21", "2026-11-22", "2026-11-21"), ("2026-w01", "2025-12-29", "2026-01-05", "2026-W01"),
        ("2026-W53", "2026-12-28", "2027-01-04", "2026-W53"), ("2024-02", "2024-02-01", "2024-03-01", "2024-02"),
        ("2026-q4", "2026-10-01", "2027-01-01", "2026-Q4"), ("2024", "2024-01-01", "2025-01-01", "2024"),
    ])
    func `periods have names`(_ word: String, _ from: String, _ to: String, _ name: String) throws {
        let now = try Self.instant("2026-11-25T08:00:00Z")
        guard case .period(let named) = NamedPeriod.read(word) else {
            Issue.record("\(word) is no period")
            return
        }
        let period = named.period(at: now, in: .utc, first: nil)
        #expect(period.from == (try Self.instant(from)))
        #expect(period.to == (try Self.instant(to)))
        #expect(named.name(at: now, in: .utc) == name)
    }

    @Test(arguments: [
        "2026-13", "2026-00", "2026-02-30", "2025-W53", "2026-W00", "2026-Q5", "2026-1", "0000", "2026-11-1",
    ])
    func `what looks like a date and is none is said to be none`(_ word: String) {
        #expect(NamedPeriod.read(word) == .absent)
    }

    @Test(arguments: ["printer", "queue:it", "day", "20261", "2026-", "2026-abc", "", "-", "12", "２０２６"])
    func `other words are none`(_ word: String) {
        #expect(NamedPeriod.read(word) == .other)
    }

    @Test(arguments: ReportSpan.allCases)
    func `stretches tile the calendar, and their names lead back`(_ span: ReportSpan) {
        for number in stride(from: -700_000, to: 2_000_000, by: 9_973) {
            let date = CivilDate(daysSinceEpoch: number)
            let start = span.start(of: date)
            let end = span.end(from: start)
            #expect(start <= date && date < end)
            #expect(span.start(of: start) == start)
            #expect(span.start(of: end) == end)
            #expect(span.start(of: end.adding(days: -1)) == start)
            #expect(NamedPeriod.read(span.name(from: start)) == .period(.certain(span, start)))
            #expect(end.daysSinceEpoch - start.daysSinceEpoch >= span.leastDays)
        }
    }

    @Test func `a month is as long as its days, whatever the clocks do`() throws {
        let zone = try Self.zone("Europe/Berlin")
        guard case .period(let october) = NamedPeriod.read("2026-10") else { return }
        let period = october.period(at: try Self.instant("2026-11-25"), in: zone, first: nil)
        #expect(period.to - period.from == 31 * 86_400 + 3_600)
        let days = period.buckets(by: .day, in: zone, until: .distantFuture)
        #expect(days.count == 31)
        #expect(days.map(\.period.to).dropLast() == days.map(\.period.from).dropFirst())
        #expect(days.first?.period.from == period.from)
        #expect(days.last?.period.to == period.to)
    }

    @Test func `the first and the last stretch may be parts, and what lies ahead is none`() throws {
        let from = try Self.instant("2026-11-11T10:00:00Z")
        let to = try Self.instant("2026-11-25T10:00:00Z")
        let period = try #require(ReportPeriod(from: from, to: to))
        let weeks = period.buckets(by: .week, in: .utc, until: .distantFuture)
        #expect(weeks.map(\.name) == ["2026-W46", "2026-W47", "2026-W48"])
        #expect(weeks.first?.period.from == from)
        #expect(weeks.last?.period.to == to)
        let monday = try Self.instant("2026-11-23")
        #expect(period.buckets(by: .week, in: .utc, until: monday).count == 3)
        #expect(period.buckets(by: .week, in: .utc, until: monday - 1).count == 2)
        #expect(period.buckets(by: .week, in: .utc, until: from - 1).isEmpty)
    }

    @Test func `a midnight that clocks skip is the moment of the change`() throws {
        // On 4 November 2018 the day began at 01:00 in São Paulo.
        let zone = try Self.zone("America/Sao_Paulo")
        guard case .period(let day) = NamedPeriod.read("2018-11-04") else { return }
        let period = day.period(at: try Self.instant("2026-11-25"), in: zone, first: nil)
        #expect(period.to - period.from == 23 * 3_600)
    }

    @Test func `all begins with the first ticket, and is empty without one`() throws {
        let now = try Self.instant("2026-11-25T08:00:00Z")
        let first = try Self.instant("2026-11-20T23:00:00Z")
        let period = NamedPeriod.all.period(at: now, in: .utc, first: first)
        #expect(period.from == (try Self.instant("2026-11-20")))
        #expect(period.to == (try Self.instant("2026-11-26")))
        let none = NamedPeriod.all.period(at: now, in: .utc, first: nil)
        #expect(none.from == none.to)
        #expect(NamedPeriod.all.period(at: now, in: .utc, first: now + 86_400 * 90).to == period.to)
    }

    @Test(arguments: [Int64.min, .max, Instant.earliest.secondsSinceEpoch, Instant.latest.secondsSinceEpoch])
    func `no moment is too far`(_ seconds: Int64) {
        let moment = Instant(secondsSinceEpoch: seconds)
        let words = NamedPeriod.words + ["2026-11"]
        for word in words {
            guard case .period(let named) = NamedPeriod.read(word) else { continue }
            let period = named.period(at: moment, in: .fixed(offsetSeconds: -12 * 3_600), first: moment)
            #expect(period.from <= period.to)
            _ = named.name(at: moment, in: .utc)
        }
    }

    @Test(arguments: [
        (0, ReportSpan.day), (1, .day), (45, .day), (46, .week), (400, .week), (401, .month), (14_610, .month),
        (14_611, .year),
    ])
    func `long periods have coarse steps`(_ dates: Int, _ step: ReportSpan) {
        #expect(Backlog.step(dates: dates) == step)
    }
}
