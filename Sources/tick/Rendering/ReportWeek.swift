import ServiceLevels
import TicketModel
import TicketWorkspace

/// `report week` in every format.
struct ReportWeek {
    let report: WeekReport
    let past: DeskPast

    func write(_ format: OutputFormat, _ context: CommandContext) throws(OutputError) {
        switch format {
        case .json: try context.print(json: json)
        case .ndjson: try context.output.write(JSONWriter.lines([json]))
        case .tsv: for row in ReportWeekRows.rows(report) { try context.output.write(DelimitedText.tsv(row.values)) }
        case .csv:
            try context.output.write(DelimitedText.csv(ReportWeekRows.columns))
            for row in ReportWeekRows.rows(report) { try context.output.write(DelimitedText.csv(row.values)) }
        case .table: try writeTables(context)
        }
    }

    private var json: JSONValue {
        [
            "schemaVersion": 1, "kind": "report-week", "week": .string(weekName), "zone": .string(past.zone.name),
            "now": TicketJSON.instant(past.now), "isOver": .bool(report.isOver),
            "current": ReportJSON.figures(report.current), "before": ReportJSON.figures(report.before),
        ]
    }

    /// `2026-W47` (ISO 8601).
    private var weekName: String {
        "\(report.week.year)-W" + (report.week.number < 10 ? "0" : "") + "\(report.week.number)"
    }

    private func writeTables(_ context: CommandContext) throws(OutputError) {
        let sunday = past.zone.civil(at: report.current.period.to - 1).date
        let monday = past.zone.civil(at: report.current.period.from).date
        let heading = "Week \(report.week.number) of \(report.week.year): \(monday) to \(sunday), \(past.zone.name)"
        try context.print(context.palette.apply(.bold, to: heading))
        for table in [figureTable, agentTable] where !table.rows.isEmpty {
            try context.print("")
            for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
    }

    private var figureTable: Table {
        var table = Table([
            .init(title: "FIGURE"), .init(title: "WEEK", alignment: .right), .init(title: "BEFORE", alignment: .right),
        ])
        let (now, then) = (figureCells(report.current), figureCells(report.before))
        for ((name, cell), (_, before)) in zip(now, then) { table.append([StyledText(name), cell, before]) }
        return table
    }

    private func figureCells(_ figures: PeriodFigures) -> [(String, StyledText)] {
        let late = Style.bold.and(.red)
        return [
            ("load at the end", ReportText.count(figures.total.load)),
            ("load, mean of its days", ReportText.decimal(figures.meanLoadPerMille)),
            ("inflow", ReportText.count(figures.total.inflow)), ("outflow", ReportText.count(figures.total.outflow)),
            ("solved", ReportText.count(figures.total.solved)), ("reopened", ReportText.count(figures.total.reopened)),
            ("hops a closed ticket", ReportText.decimal(figures.total.meanQueueChangesPerMille)),
            ("reply time, mean", ReportText.duration(figures.total.replyTime.meanSeconds)),
            ("reply time, median", ReportText.duration(figures.total.replyTime.medianSeconds)),
            ("reply time, 90%", ReportText.duration(figures.total.replyTime.percentile90Seconds)),
            ("resolution, mean", ReportText.duration(figures.total.resolutionTime.meanSeconds)),
            ("SLA met", ReportText.count(figures.total.sla.met, .green)),
            ("SLA missed", ReportText.count(figures.total.sla.missed, late)),
            ("SLA breached", ReportText.count(figures.total.sla.breached, late)),
            ("SLA in time", ReportText.percent(figures.total.sla.metPerMille)),
            ("broken limits", ReportText.count(figures.total.brokenLimits, .yellow)),
            ("escalated", ReportText.count(figures.total.escalated, .yellow)),
        ] + ReportText.ratings(figures.total.rating)
    }

    private var agentTable: Table {
        let numbers = [
            "CLOSED", "BEFORE", "REPLIES", "BEFORE", "REPLY MEAN", "MEDIAN", "90%", "BEFORE", "LIMITS", "BEFORE",
        ]
        var table = Table([.init(title: "AGENT")] + numbers.map { .init(title: $0, alignment: .right) })
        for name in report.agents {
            let now = report.current.agents.first { $0.agent == name }
            let then = report.before.agents.first { $0.agent == name }
            table.append([
                StyledText(name ?? "nobody", name == nil ? .dim : .bold), ReportText.count(now?.closed ?? 0),
                ReportText.count(then?.closed ?? 0, .dim), ReportText.count(now?.replies ?? 0),
                ReportText.count(then?.replies ?? 0, .dim), ReportText.duration(now?.replyTime.meanSeconds),
                ReportText.duration(now?.replyTime.medianSeconds),
                ReportText.duration(now?.replyTime.percentile90Seconds),
                ReportText.duration(then?.replyTime.meanSeconds), ReportText.count(now?.brokenLimits ?? 0, .yellow),
                ReportText.count(then?.brokenLimits ?? 0, .dim),
            ])
        }
        return table
    }
}

/// One figure a record: what spreadsheets take.
struct ReportWeekRows {
    static let columns = ["figure", "agent", "week", "before"]

    let figure: String
    /// Nil for the whole desk; empty for nobody.
    let agent: String?
    let week: String
    let before: String

    var values: [String] { [figure, agent.map { $0.isEmpty ? "nobody" : $0 } ?? "", week, before] }

    static func rows(_ report: WeekReport) -> [ReportWeekRows] {
        let desk = zip(figures(report.current), figures(report.before)).map {
            ReportWeekRows(figure: $0.0, agent: nil, week: $0.1, before: $1.1)
        }
        return desk
            + report.agents.flatMap { name in
                let (now, then) = (figures(name, in: report.current), figures(name, in: report.before))
                return zip(now, then).map { ReportWeekRows(figure: $0.0, agent: name ?? "", week: $0.1, before: $1.1) }
            }
    }

    private static func figures(_ figures: PeriodFigures) -> [(String, String)] {
        [
            ("load", "\(figures.total.load)"), ("meanLoadPerMille", ReportText.optional(figures.meanLoadPerMille)),
            ("inflow", "\(figures.total.inflow)"), ("outflow", "\(figures.total.outflow)"),
            ("outflowByDesk", "\(figures.total.outflowByDesk)"), ("solved", "\(figures.total.solved)"),
            ("reopened", "\(figures.total.reopened)"), ("closedTickets", "\(figures.total.closedTickets)"),
            ("queueChanges", "\(figures.total.queueChanges)"),
        ] + times(figures.total.replyTime, "reply") + times(figures.total.firstReplyTime, "firstReply")
            + times(figures.total.nextReplyTime, "nextReply") + times(figures.total.resolutionTime, "resolution") + [
                ("slaMet", "\(figures.total.sla.met)"), ("slaMissed", "\(figures.total.sla.missed)"),
                ("slaBreached", "\(figures.total.sla.breached)"), ("slaCancelled", "\(figures.total.sla.cancelled)"),
                ("brokenLimits", "\(figures.total.brokenLimits)"), ("escalated", "\(figures.total.escalated)"),
            ] + rating(figures.total.rating)
    }

    private static func rating(_ rating: RatingFigures) -> [(String, String)] {
        let means = RatingFigures.Aspect.allCases.map { aspect in
            ("\(aspect.rawValue)MeanPerMille", ReportText.optional(rating.meansPerMille[aspect]))
        }
        return [("ratingCount", "\(rating.count)")] + means + [
            ("ratedTickets", "\(rating.ratedTickets)"), ("ratedPerMille", ReportText.optional(rating.ratedPerMille)),
        ]
    }

    private static func figures(_ agent: String?, in figures: PeriodFigures) -> [(String, String)] {
        let own = figures.agents.first { $0.agent == agent }
        return [
            ("closed", "\(own?.closed ?? 0)"), ("replies", "\(own?.replies ?? 0)"),
            ("brokenLimits", "\(own?.brokenLimits ?? 0)"),
        ] + times(own?.replyTime ?? TimeStatistics([]), "reply")
    }

    private static func times(_ times: TimeStatistics, _ name: String) -> [(String, String)] {
        [
            ("\(name)Count", "\(times.count)"), ("\(name)MeanSeconds", ReportText.optional(times.meanSeconds)),
            ("\(name)MedianSeconds", ReportText.optional(times.medianSeconds)),
            ("\(name)Percentile90Seconds", ReportText.optional(times.percentile90Seconds)),
        ]
    }
}
