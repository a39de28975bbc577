import Testing
import TicketModel

@testable import TicketWorkspace

@Suite struct PeriodReportTests {
    private typealias Step = ReportSamples.Step

    private func values(_ pairs: KeyValuePairs<FieldName, [String]>) -> [FieldName: FieldValue] {
        Dictionary(
            uniqueKeysWithValues: pairs.map { ($0.key, $0.value.count == 1 ? .text($0.value[0]) : .list($0.value)) })
    }

    private func named(_ table: ReportTable?, _ name: String?) -> ReportFigures? {
        table?.groups.first { $0.name == name }?.figures
    }

    private func table(_ report: PeriodReport, _ field: ReportField) -> ReportTable? {
        report.tables.first { $0.field == field }
    }

    // MARK: Nothing

    @Test func `a desk without tickets has figures, and all of them are zero`() async {
        let report = await ReportSamples.report(ReportSamples.desk([]), ReportSamples.period(1, 30), by: .agent)
        #expect(report.figures.total == ReportFigures([]))
        #expect(report.figures.total.sla.metPerMille == nil)
        #expect(report.figures.total.meanQueueChangesPerMille == nil)
        #expect(report.figures.meanLoadPerMille == 0)
        #expect(report.groups?.groups.isEmpty == true)
        #expect(report.agents.map(\.figures.agent) == ["ivan", "kate"])
        #expect(report.backlog.points.count == 29)
        #expect(report.workload.filed.total == 0)
    }

    @Test(arguments: ReportSpan.allCases)
    func `a period that ends where it begins has no parts`(_ span: ReportSpan) async {
        let desk = ReportSamples.desk([ReportSamples.past(1, [Step(day: 2, phase: .open)])])
        let report = await ReportSamples.report(desk, ReportSamples.period(5, 5), by: .span(span))
        #expect(report.figures.total.load == 1)
        #expect(report.figures.meanLoadPerMille == nil)
        #expect(report.backlog.points.isEmpty)
        #expect(report.groups?.groups.isEmpty == true)
    }

    @Test func `a period ahead has nothing but the load of now`() async {
        let desk = ReportSamples.desk([ReportSamples.past(1, [Step(day: 2, phase: .open)])])
        let report = await ReportSamples.report(desk, ReportSamples.period(40, 50), by: .span(.day))
        #expect(report.figures.total.load == 1)
        #expect(report.figures.total.inflow == 0)
        #expect(report.backlog.points.isEmpty)
        #expect(!report.isOver)
    }

    // MARK: What counts where

    @Test func `what a ticket is counts as at the end of the period, whose it was as at the moment`() async {
        let desk = ReportSamples.desk([
            ReportSamples.past(
                1,
                [
                    Step(day: 2, phase: .open, queue: "support"),
                    Step(day: 3, phase: .open, queue: "it", values: values([.type: ["incident"]])),
                    Step(day: 4, phase: .closed, assignee: "ivan", queue: "it", values: values([.type: ["incident"]])),
                    Step(day: 9, phase: .closed, assignee: "ivan", queue: "it", values: values([.type: ["idea"]])),
                ])
        ])
        let report = await ReportSamples.report(desk, ReportSamples.period(1, 8))
        let types = table(report, .value(.type))
        #expect(types?.groups.map(\.name) == ["incident"])
        #expect(named(types, "incident")?.inflow == 1)
        #expect(named(types, "incident")?.solved == 1)
        let queues = table(report, .queue)
        #expect(named(queues, "support")?.inflow == 1)
        #expect(named(queues, "support")?.outflow == 0)
        #expect(named(queues, "it")?.outflow == 1)
        #expect(report.queueChanges.map(\.change) == [QueueChange(from: "support", to: "it")])
        #expect(report.figures.total.queueChanges == 1)
    }

    @Test func `a ticket counts under each of its tags, once under one that stands twice`() async {
        let desk = ReportSamples.desk([
            ReportSamples.past(1, [Step(day: 2, phase: .open, values: values([.tags: ["vpn", "mail", "vpn"]]))]),
            ReportSamples.past(2, [Step(day: 2, phase: .open)]),
        ])
        let tags = table(await ReportSamples.report(desk, ReportSamples.period(1, 8)), .value(.tags))
        #expect(tags?.groups.map(\.name) == ["mail", "vpn", nil])
        #expect(tags?.groups.map(\.figures.load) == [1, 1, 1])
    }

    @Test func `a removed ticket is what its last version said, and no load`() async {
        let desk = ReportSamples.desk([
            ReportSamples.past(
                1, [Step(day: 2, phase: .open, queue: "it", values: values([.channel: ["email"]])), Step(day: 3)])
        ])
        let report = await ReportSamples.report(desk, ReportSamples.period(1, 8))
        #expect(named(table(report, .value(.channel)), "email")?.inflow == 1)
        #expect(named(table(report, .value(.channel)), "email")?.load == 0)
        #expect(named(table(report, .queue), "it")?.inflow == 1)
    }

    @Test func `declared values have one spelling and come in the order of the configuration`() async {
        let spellings = ["LOW", "высокий", "ещё", "Low", "еще"]
        let tickets = spellings.enumerated().map { number, name in
            ReportSamples.past(number, [Step(day: 2, phase: .open, values: values([.category: [name]]))])
        }
        let desk = ReportSamples.desk(tickets) { configuration in
            configuration.choices[.category] = [Choice("ещё", title: "Ещё одно"), Choice("low")]
        }
        let categories = table(await ReportSamples.report(desk, ReportSamples.period(1, 8)), .value(.category))
        #expect(categories?.groups.map(\.name) == ["ещё", "low", "высокий"])
        #expect(categories?.groups.map(\.figures.inflow) == [2, 2, 1])
        #expect(categories?.groups.map(\.title) == ["Ещё одно", nil, nil])
    }

    @Test func `someone of two teams counts for both, someone without for none`() async {
        let desk = ReportSamples.desk(
            ["ivan", "kate", "olga", nil].enumerated().map { number, name in
                ReportSamples.past(number, [Step(day: 2, phase: .open, assignee: name)])
            })
        let teams = await ReportSamples.report(desk, ReportSamples.period(1, 8), by: .team).groups
        #expect(teams?.groups.map(\.name) == ["it", "support", nil])
        #expect(teams?.groups.map(\.figures.load) == [2, 1, 2])
    }

    @Test func `the desk's own closing is in the group of the assignee, and nobody's work`() async {
        let desk = ReportSamples.desk([
            ReportSamples.past(
                1,
                [
                    Step(day: 2, phase: .open, assignee: "ivan"),
                    Step(day: 3, phase: .closed, assignee: "ivan", isByDesk: true),
                ])
        ])
        let report = await ReportSamples.report(desk, ReportSamples.period(1, 8), by: .agent)
        #expect(named(report.groups, "ivan")?.outflowByDesk == 1)
        #expect(report.agents.map(\.figures.closed) == [0, 0])
    }

    @Test func `of several closings the first of a day flows out, and the last solves`() async {
        let steps: [Step] = [
            Step(day: 2, phase: .open, queue: "a", seconds: 0), Step(day: 2, phase: .closed, queue: "a", seconds: 10),
            Step(day: 2, phase: .open, queue: "b", seconds: 20), Step(day: 2, phase: .closed, queue: "b", seconds: 30),
            Step(day: 3, phase: .waiting, queue: "c"), Step(day: 4, phase: .resolved, queue: "c"),
        ]
        let report = await ReportSamples.report(
            ReportSamples.desk([ReportSamples.past(1, steps)]), ReportSamples.period(1, 8), by: .span(.day))
        let queues = table(report, .queue)
        #expect(report.figures.total.outflow == 2)
        #expect(report.figures.total.solved == 1)
        #expect(report.figures.total.reopened == 1)
        #expect(named(queues, "a")?.outflow == 1)
        #expect(named(queues, "b")?.outflow == 0)
        #expect(named(queues, "b")?.reopened == 1)
        #expect(named(queues, "c")?.solved == 1)
        #expect(named(report.groups, "2026-11-04")?.solved == 1)
        #expect(named(report.groups, "2026-11-02")?.outflow == 1)
        #expect(report.groups?.groups.map(\.figures.load) == [0, 0, 1, 0, 0, 0, 0])
    }

    @Test func `replies are their authors', whoever has the ticket`() async {
        let words = [ReportSamples.reply(3, by: "kate"), ReportSamples.reply(8, by: "kate")]
        let desk = ReportSamples.desk([
            ReportSamples.past(1, [Step(day: 2, phase: .open, assignee: "ivan", queue: "it")], words: words)
        ])
        let report = await ReportSamples.report(desk, ReportSamples.period(1, 8), by: .agent)
        #expect(named(report.groups, "kate")?.replies == 1)
        #expect(named(report.groups, "ivan")?.replies == 0)
        #expect(named(table(report, .queue), "it")?.replies == 1)
        #expect(report.workload.replied.counts[1][10] == 1)
        #expect(report.workload.replied.total == 1)
    }

    // MARK: Who is overloaded

    @Test func `more open tickets than the capacity are too many, waiting ones are not counted`() async {
        func person(_ phases: [Phase], query: String? = nil) async -> AgentWorkload? {
            let tickets = phases.enumerated().map {
                ReportSamples.past($0.offset, [Step(day: 2, phase: $0.element, assignee: "ivan")])
            }
            let report = await ReportSamples.report(
                ReportSamples.desk(tickets), ReportSamples.period(1, 8), query: query)
            return report.agents.first { $0.figures.agent == "ivan" }
        }
        #expect(await person([])?.isOverloaded == false)
        #expect(await person([.open, .waiting, .waiting])?.isOverloaded == false)
        #expect(await person([.open])?.fillPerMille == 1_000)
        #expect(await person([.open, .open])?.isOverloaded == true)
        #expect(await person([.open, .open], query: "queue:it")?.isOverloaded == nil)
    }

    @Test func `a capacity of nothing divides nothing`() async {
        let desk = ReportSamples.desk([ReportSamples.past(1, [Step(day: 2, phase: .open, assignee: "kate")])])
        let kate = await ReportSamples.report(desk, ReportSamples.period(1, 8)).agents.first {
            $0.figures.agent == "kate"
        }
        #expect(kate?.fillPerMille == nil)
        #expect(kate?.isOverloaded == true)
    }
}
