import ServiceLevels
import TicketModel
import TicketWorkspace

/// `report sla` in every format.
struct ReportSla {
    let report: SLAReport
    let past: DeskPast
    /// Which tickets' clocks these are; nil for all.
    var query: String?
    /// Whether the clocks that were missed or broke are listed, in place of the figures.
    var listsLate = false

    func write(_ format: OutputFormat, _ context: CommandContext) throws(OutputError) {
        if listsLate, format != .json { return try writeLate(format, context) }
        switch format {
        case .json: try context.print(json: json)
        case .ndjson: try context.output.write(JSONWriter.lines(report.groups.map(ReportJSON.group)))
        case .tsv: for group in report.groups { try context.output.write(DelimitedText.tsv(values(group))) }
        case .csv:
            try context.output.write(DelimitedText.csv(columns))
            for group in report.groups { try context.output.write(DelimitedText.csv(values(group))) }
        case .table: try writeTable(context)
        }
        guard format == .tsv || format == .csv || format == .ndjson, !report.flagged.isEmpty else { return }
        context.report.note("\(report.flagged.count) flagged instants: --format json or table lists them")
    }

    private func writeLate(_ format: OutputFormat, _ context: CommandContext) throws(OutputError) {
        let late = LateClocks(clocks: report.late, zone: past.zone)
        switch format {
        case .table:
            try context.print(context.palette.apply(.bold, to: heading))
            guard let worst = report.late.first else { return try context.print("no clock was missed, none broke") }
            try context.print("")
            for line in late.table.lines(width: context.width, palette: context.palette) { try context.print(line) }
            context.report.note("Hint: tick sla explain \(worst.ticket) shows why")
        case .csv:
            try context.output.write(DelimitedText.csv(LateClocks.columns))
            for row in late.values { try context.output.write(DelimitedText.csv(row)) }
        case .tsv: for row in late.values { try context.output.write(DelimitedText.tsv(row)) }
        case .json, .ndjson: try context.output.write(JSONWriter.lines(late.rows))
        }
    }

    private var json: JSONValue {
        [
            "schemaVersion": 1, "kind": "report-sla", "from": ReportJSON.bound(report.period.from),
            "to": ReportJSON.bound(report.period.to), "now": TicketJSON.instant(past.now),
            "by": .strings(report.dimension.map { [$0.rawValue] } ?? ["policy", "target"]),
            "groups": .array(report.groups.map(ReportJSON.group)), "total": .object(ReportJSON.totals(report.total)),
            "late": LateClocks(clocks: report.late, zone: past.zone).json,
            "unknownClocks": ReportJSON.count(report.unknownClocks),
            "flagged": .array(report.flagged.map(ReportJSON.flagged)),
        ]
    }

    // MARK: csv and tsv

    private var columns: [String] {
        (report.dimension.map { [$0.rawValue] } ?? ["policy", "target"]) + [
            "met", "missed", "breached", "cancelled", "metPerMille", "replyCount", "replyMeanSeconds",
            "replyMedianSeconds", "replyPercentile90Seconds", "resolutionCount", "resolutionMeanSeconds",
            "resolutionMedianSeconds", "resolutionPercentile90Seconds",
        ]
    }

    private func values(_ group: SLAReport.Group) -> [String] {
        let (counts, name) = (group.counts, [group.name ?? ""] + (group.target.map { [$0.rawValue] } ?? []))
        return name + [counts.met, counts.missed, counts.breached, counts.cancelled].map { String($0) }
            + [ReportText.optional(counts.metPerMille)] + values(group.replyTime) + values(group.resolutionTime)
    }

    private func values(_ times: TimeStatistics) -> [String] {
        ["\(times.count)"]
            + [times.meanSeconds, times.medianSeconds, times.percentile90Seconds].map(ReportText.optional)
    }

    // MARK: Table

    private func writeTable(_ context: CommandContext) throws(OutputError) {
        try context.print(context.palette.apply(.bold, to: heading))
        if report.groups.isEmpty { try context.print("no clock ended or broke") }
        if !report.groups.isEmpty {
            try context.print("")
            for line in clockTable.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
        guard !report.flagged.isEmpty else { return }
        try context.print("")
        try context.print(context.palette.apply(.bold, to: "Flagged instants"))
        for line in flaggedTable.lines(width: context.width, palette: context.palette) { try context.print(line) }
    }

    private var heading: String {
        let (from, to) = (report.period.from, report.period.to)
        let begin = from == .distantPast ? "the beginning" : TimeText.local(from, in: past.zone)
        let end = to == .distantFuture ? "now" : TimeText.local(to, in: past.zone)
        let tickets = query.map { ", of \(PrintableText.make($0))" } ?? ""
        return "Clocks from \(begin) to \(end), \(past.zone.name)\(tickets)"
    }

    private var clockTable: Table {
        let names = report.dimension.map { [$0.rawValue.uppercased()] } ?? ["POLICY", "TARGET"]
        let numbers = ["MET", "MISSED", "BREACHED", "CANCELLED", "IN TIME"]
        let times = ["REPLY MEAN", "MEDIAN", "90%", "SOLVED MEAN", "MEDIAN", "90%"]
        var table = Table(
            names.map { .init(title: $0) } + (numbers + times).map { .init(title: $0, alignment: .right) })
        for group in report.groups {
            table.append(cells(group, name: StyledText(group.name ?? "none", group.name == nil ? .dim : .plain)))
        }
        if report.groups.count > 1 { table.append(cells(report.total, name: StyledText("all", .bold))) }
        return table
    }

    private func cells(_ group: SLAReport.Group, name: StyledText) -> [StyledText] {
        let counts = group.counts
        let target = report.dimension == nil ? [StyledText(group.target?.rawValue ?? "")] : []
        let times = [group.replyTime, group.resolutionTime].flatMap {
            [$0.meanSeconds, $0.medianSeconds, $0.percentile90Seconds].map(ReportText.duration)
        }
        return [name] + target + [
            ReportText.count(counts.met, .green), ReportText.count(counts.missed, .bold.and(.red)),
            ReportText.count(counts.breached, .bold.and(.red)), ReportText.count(counts.cancelled, .dim),
            ReportText.percent(counts.metPerMille),
        ] + times
    }

    private var flaggedTable: Table {
        var table = Table([
            .init(title: "RECORDED"), .init(title: "TICKET"), .init(title: "WHO"), .init(title: "WHAT"),
            .init(title: "SAYS"), .init(title: "COUNTS AS"), .init(title: "COMMIT"),
        ])
        for flagged in report.flagged {
            table.append([
                StyledText(flagged.recordedAt.map { TimeText.local($0, in: past.zone) } ?? "not yet", .dim),
                StyledText(flagged.ticket.text, .bold), StyledText(flagged.person ?? ""),
                StyledText("\(flagged.kind.rawValue) \(flagged.reason.rawValue)"),
                StyledText(TimeText.local(flagged.writtenAt, in: past.zone)),
                StyledText(TimeText.local(flagged.countedAt, in: past.zone)),
                StyledText(flagged.commit.map { String($0.prefix(7)) } ?? "", .dim),
            ])
        }
        return table
    }
}
