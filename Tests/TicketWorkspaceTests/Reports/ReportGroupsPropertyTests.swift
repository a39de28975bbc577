import Testing
import TicketModel

@testable import TicketWorkspace

/// What holds of every desk: groups add up, and the curve is the count.
@Suite struct ReportGroupsPropertyTests {
    private static func desk(_ seed: UInt64) -> DeskPast {
        var random = SplitMix(state: seed)
        let phases: [Phase?] = [.open, .open, .waiting, .resolved, .closed, nil]
        let tickets = (0..<40).map { number in
            var day = Int.random(in: 1...20, using: &random)
            var steps: [ReportSamples.Step] = []
            for index in 0..<Int.random(in: 1...7, using: &random) {
                let phase = index == 0 ? .open : phases.randomElement(using: &random) ?? .open
                steps.append(
                    ReportSamples.Step(
                        day: day, phase: phase,
                        assignee: ["ivan", "kate", "robot", nil].randomElement(using: &random) ?? nil,
                        queue: ["it", "billing", nil].randomElement(using: &random) ?? nil,
                        isByDesk: Bool.random(using: &random),
                        values: [.type: .text(["incident", "idea"].randomElement(using: &random) ?? "")],
                        level: Int.random(in: 1...3, using: &random),
                        rating: Bool.random(using: &random) ? [.speed: Int.random(in: 1...5, using: &random)] : nil,
                        seconds: Int64.random(in: 0..<86_400, using: &random)))
                if phase == nil { break }
                day += Int.random(in: 1...5, using: &random)
            }
            let words = (0..<3).map { _ in
                ReportSamples.reply(
                    Int.random(in: 1...29, using: &random), by: "ivan", hour: Int.random(in: 0..<24, using: &random))
            }
            return ReportSamples.past(number, steps, words: words)
        }
        return ReportSamples.desk(tickets)
    }

    private static func sums(_ figures: [ReportFigures]) -> [Int] {
        let parts: [(ReportFigures) -> Int] = [
            \.inflow, \.outflow, \.outflowByDesk, \.solved, \.reopened, \.replies, \.brokenLimits, \.escalated,
            \.closedTickets, \.queueChanges, \.rating.count, \.rating.ratedTickets, \.sla.met,
        ]
        return parts.map { part in figures.reduce(0) { $0 + part($1) } }
    }

    @Test(arguments: 1...60)
    func `groups of one value each add up to the whole`(_ seed: UInt64) async {
        let desk = Self.desk(seed)
        var random = SplitMix(state: seed &* 7)
        let from = Int.random(in: 1...20, using: &random)
        let period = ReportSamples.period(from, from + Int.random(in: 0...15, using: &random))
        let fields: [ReportField] = [.agent, .queue, .value(.type)] + ReportSpan.allCases.map { .span($0) }
        for field in fields {
            let report = await ReportSamples.report(desk, period, by: field)
            let groups = report.groups?.groups.map(\.figures) ?? []
            #expect(Self.sums(groups) == Self.sums([report.figures.total]), "\(field)")
            if field.calendar == nil {
                #expect(groups.reduce(0) { $0 + $1.load } == report.figures.total.load)
                #expect(groups.allSatisfy { !$0.isEmpty })
            } else {
                #expect(groups.isEmpty || groups.last?.load == report.figures.total.load)
            }
        }
    }

    @Test(arguments: 1...60)
    func `a backlog grows by what comes and shrinks by what goes`(_ seed: UInt64) async {
        let desk = Self.desk(seed)
        let report = await ReportSamples.report(desk, ReportSamples.period(1, 30))
        #expect(report.backlog.points.map(\.inflow).reduce(0, +) == report.figures.total.inflow)
        #expect(report.backlog.points.map(\.outflow).reduce(0, +) == report.figures.total.outflow)
        #expect(report.backlog.points.last?.load == report.figures.total.load)
        for point in report.backlog.points {
            #expect(point.load == desk.tickets.count { $0.isLoad(before: point.period.to) })
        }
        #expect(
            report.queueChanges.reduce(0) { $0 + $1.count } == report.figures.total.queueChanges)
        #expect(report.workload.filed.total == report.figures.total.inflow)
        #expect(report.workload.replied.total == report.figures.total.replies)
    }

    @Test(arguments: 1...30)
    func `the curve counts what each ticket says of itself`(_ seed: UInt64) {
        let desk = Self.desk(seed)
        let curve = LoadCurve(desk.tickets)
        var random = SplitMix(state: seed)
        let edges = desk.tickets.flatMap { $0.states.map(\.at) }.flatMap { [$0, $0 + 1] }
        let moments = (0..<50).map { _ in ReportSamples.moment(0, .random(in: 0...3_000_000, using: &random)) }
        for moment in edges + moments {
            #expect(curve.count(before: moment) == desk.tickets.count { $0.isLoad(before: moment) })
        }
    }
}

/// Repeatable chance (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
