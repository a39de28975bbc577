import TicketModel
import TicketWorkspace

/// `report` as the JSON of the contract, and as records for spreadsheets.
struct PeriodReportJSON {
    let report: PeriodReport
    let past: DeskPast

    var document: JSONValue {
        let request = report.request
        return [
            "schemaVersion": 1, "kind": "report", "name": .optional(request.name),
            "from": TicketJSON.instant(request.period.from), "to": TicketJSON.instant(request.period.to),
            "zone": .string(past.zone.name), "at": TicketJSON.instant(request.at), "isOver": .bool(report.isOver),
            "query": .optional(request.query), "by": .optional(request.field?.name),
            "total": .object(Self.figures(report.figures.total)),
            "meanLoadPerMille": .optional(report.figures.meanLoadPerMille.map(Int64.init)),
            "groups": .array(report.groups?.groups.map(Self.group) ?? []),
            "tables": .array(
                report.tables.map { table in
                    ["by": .string(table.field.name), "groups": .array(table.groups.map(Self.group))]
                }),
            "agents": .array(report.agents.map(Self.agent)),
            "backlog": [
                "step": .string(report.backlog.step.rawValue), "points": .array(report.backlog.points.map(Self.point)),
            ],
            "queueChanges": .array(
                report.queueChanges.map {
                    [
                        "from": .string($0.change.from), "to": .string($0.change.to),
                        "count": ReportJSON.count($0.count),
                    ]
                }),
            "workload": [
                "wrote": Self.hours(report.workload.wrote), "replied": Self.hours(report.workload.replied),
                "filed": Self.hours(report.workload.filed),
            ],
            "unknownClocks": ReportJSON.count(report.figures.unknownClocks),
        ]
    }

    static func figures(_ figures: ReportFigures) -> [JSONValue.Member] {
        let counts = [
            ("load", figures.load), ("inflow", figures.inflow), ("outflow", figures.outflow),
            ("outflowByDesk", figures.outflowByDesk), ("solved", figures.solved), ("reopened", figures.reopened),
            ("replies", figures.replies), ("brokenLimits", figures.brokenLimits), ("escalated", figures.escalated),
        ]
        return counts.map { ($0.0, ReportJSON.count($0.1)) } + [
            ("hops", ReportJSON.hops(figures)), ("replyTime", ReportJSON.times(figures.replyTime)),
            ("firstReplyTime", ReportJSON.times(figures.firstReplyTime)),
            ("nextReplyTime", ReportJSON.times(figures.nextReplyTime)),
            ("resolutionTime", ReportJSON.times(figures.resolutionTime)),
            ("sla", .object(ReportJSON.counts(figures.sla))), ("rating", ReportJSON.rating(figures.rating)),
        ]
    }

    private static func group(_ group: ReportGroup) -> JSONValue {
        .object([("name", .optional(group.name)), ("title", .optional(group.title))] + figures(group.figures))
    }

    private static func agent(_ agent: AgentWorkload) -> JSONValue {
        .object([("agent", .optional(agent.figures.agent)), ("name", .optional(agent.person?.name))] + work(agent))
    }

    private static func work(_ agent: AgentWorkload) -> [JSONValue.Member] {
        let figures = agent.figures
        return [
            ("open", ReportJSON.count(figures.open)), ("waiting", ReportJSON.count(figures.waiting)),
            ("capacity", .optional(agent.capacity.map(Int64.init))),
            ("fillPerMille", .optional(agent.fillPerMille.map(Int64.init))),
            ("isOverloaded", agent.isOverloaded.map(JSONValue.bool) ?? .null),
            ("closed", ReportJSON.count(figures.closed)), ("replies", ReportJSON.count(figures.replies)),
            ("replyTime", ReportJSON.times(figures.replyTime)),
            ("brokenLimits", ReportJSON.count(figures.brokenLimits)),
        ]
    }

    private static func point(_ point: Backlog.Point) -> JSONValue {
        .object(
            [("from", TicketJSON.instant(point.period.from)), ("to", TicketJSON.instant(point.period.to))] + flow(point)
        )
    }

    private static func flow(_ point: Backlog.Point) -> [JSONValue.Member] {
        [
            ("inflow", ReportJSON.count(point.inflow)), ("outflow", ReportJSON.count(point.outflow)),
            ("load", ReportJSON.count(point.load)),
        ]
    }

    private static func hours(_ hours: Workload.Hours) -> JSONValue {
        .array(hours.counts.map { .array($0.map(ReportJSON.count)) })
    }
}

// MARK: - Records

extension PeriodReportJSON {
    static let columns = ["section", "name", "figure", "value"]

    /// One figure a record.
    var records: [[String]] {
        let request = report.request
        let period: [JSONValue.Member] = [
            ("from", TicketJSON.instant(request.period.from)), ("to", TicketJSON.instant(request.period.to)),
            ("at", TicketJSON.instant(request.at)), ("isOver", .bool(report.isOver)),
        ]
        let mean = JSONValue.optional(report.figures.meanLoadPerMille.map(Int64.init))
        let total = Self.figures(report.figures.total) + [("meanLoadPerMille", mean)]
        return Self.records("period", request.name, period) + Self.records("total", nil, total)
            + report.agents.flatMap { Self.records("agent", $0.figures.agent, Self.work($0)) }
            + report.backlog.points.flatMap { Self.records("backlog", $0.name, Self.flow($0)) }
            + report.queueChanges.map { changed in
                ["queue-change", "\(changed.change.from) → \(changed.change.to)", "count", "\(changed.count)"]
            }
            + workload + report.tables.flatMap { Self.records($0.field.name, $0) }
            + (report.groups.map { Self.records("by", $0) } ?? [])
    }

    /// Hours in which nothing came are left out.
    private var workload: [[String]] {
        let kinds = [
            ("wrote", report.workload.wrote), ("replied", report.workload.replied), ("filed", report.workload.filed),
        ]
        return kinds.flatMap { kind, hours in
            zip(Weekday.allCases, hours.counts).flatMap { day, counts in
                counts.enumerated().filter { $0.element > 0 }.map { hour, count in
                    ["workload", "\(day.name) \(hour < 10 ? "0" : "")\(hour)", kind, "\(count)"]
                }
            }
        }
    }

    private static func records(_ section: String, _ table: ReportTable) -> [[String]] {
        table.groups.flatMap { records(section, $0.name, figures($0.figures)) }
    }

    private static func records(_ section: String, _ name: String?, _ members: [JSONValue.Member]) -> [[String]] {
        members.flatMap { member -> [[String]] in
            switch member.value {
            case .object(let parts):
                records(section, name, parts.map { ("\(member.name).\($0.name)", $0.value) })
            case .null: [[section, name ?? "", member.name, ""]]
            case .bool(let value): [[section, name ?? "", member.name, "\(value)"]]
            case .integer(let value): [[section, name ?? "", member.name, "\(value)"]]
            case .string(let value): [[section, name ?? "", member.name, value]]
            case .array: []
            }
        }
    }
}
