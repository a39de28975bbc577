import TicketModel
import TicketWorkspace

/// `report` for a terminal: tables, bars and sparklines.
struct PeriodReportTables {
    let report: PeriodReport
    let zone: Zone
    /// Nil where nothing limits it.
    let width: Int?
    let palette: Palette

    /// What charts are fitted to where output is no terminal.
    private static let usualWidth = 80
    private static let barColumns = 12

    private var words: PeriodWords { PeriodWords(report: report, zone: zone) }

    var lines: [String] {
        var sections: [[String]] = [heading, rendered(figureTable)]
        if !report.agents.isEmpty { sections.append(titled("Agents", agentTable)) }
        if let groups = report.groups { sections.append(section(groups, title: "By \(groups.field.name)")) }
        if report.backlog.points.count > 1 { sections.append(backlog) }
        sections += report.tables.filter(\.hasValues).map(busiest)
        if !report.queueChanges.isEmpty { sections.append(titled("Hops between queues", queueTable)) }
        if let hours { sections.append(hours) }
        return Array(sections.joined(separator: [""]))
    }

    private var heading: [String] {
        let name = report.request.name.map { "\($0): " } ?? ""
        let parts = [name + words.dates + ", " + zone.name, words.soFar].compactMap(\.self)
        let asked = [report.request.query.map { "query: \($0)" }].compactMap(\.self)
        return ([parts.joined(separator: ", ")] + asked).map { StyledText($0, .bold).rendered(palette) }
    }

    private func rendered(_ table: Table) -> [String] { table.lines(width: width, palette: palette) }

    private func titled(_ title: String, _ table: Table) -> [String] {
        [StyledText(title, .bold).rendered(palette)] + rendered(table)
    }

    private func section(_ table: ReportTable, title: String) -> [String] {
        return table.groups.isEmpty
            ? [StyledText(title, .bold).rendered(palette), "nothing was counted"]
            : titled(title, groupTable(table, table.groups))
    }

    // MARK: Tables

    private var figureTable: Table {
        var table = Table([.init(title: "FIGURE"), .init(title: "PERIOD", alignment: .right)])
        for (name, value) in PeriodWords.figures(report) { table.append([StyledText(name), value]) }
        return table
    }

    private var agentTable: Table {
        var table = Table(
            [.init(title: "AGENT")] + Self.right("OPEN", "CAPACITY") + [.init(title: "")]
                + Self.right("WAITING", "CLOSED", "REPLIES", "REPLY MEAN", "MEDIAN", "90%", "LIMITS"))
        let most = report.agents.map { max($0.figures.open, $0.capacity ?? 0) }.max() ?? 0
        for agent in report.agents {
            let figures = agent.figures
            let isOver = agent.isOverloaded == true
            var bar = StyledText(BlockChart.bar(figures.open, of: most, columns: Self.barColumns), .blue)
            if isOver { bar.append(" over", .bold.and(.red)) }
            table.append([
                StyledText(figures.agent ?? "nobody", figures.agent == nil ? .dim : .bold),
                ReportText.count(figures.open, isOver ? .bold.and(.red) : .plain),
                agent.capacity.map { StyledText("\($0)", .dim) } ?? ReportText.nothing, bar,
                ReportText.count(figures.waiting), ReportText.count(figures.closed), ReportText.count(figures.replies),
                ReportText.duration(figures.replyTime.meanSeconds),
                ReportText.duration(figures.replyTime.medianSeconds),
                ReportText.duration(figures.replyTime.percentile90Seconds),
                ReportText.count(figures.brokenLimits, .yellow),
            ])
        }
        return table
    }

    /// The busiest of a table that every report has.
    private func busiest(_ table: ReportTable) -> [String] {
        let groups = table.busiest
        let rest = table.groups.count - groups.count
        let more = palette.apply(.dim, to: "and \(rest) more: --by \(table.field.name)")
        return titled(PeriodWords.title(table.field), groupTable(table, groups)) + (rest > 0 ? [more] : [])
    }

    private func groupTable(_ table: ReportTable, _ groups: [ReportGroup]) -> Table {
        var lines = Table(
            [.init(title: table.field.name.uppercased(), isFlexible: true)] + Self.right("IN") + [.init(title: "")]
                + Self.right("OUT", "SOLVED", "LOAD", "REPLY MEAN", "IN TIME", "REPLIES", "LIMITS"))
        let most = groups.map(\.figures.inflow).max() ?? 0
        for group in groups {
            let figures = group.figures
            lines.append([
                StyledText(PeriodWords.group(group), group.name == nil ? .dim : .plain),
                ReportText.count(figures.inflow),
                StyledText(BlockChart.bar(figures.inflow, of: most, columns: Self.barColumns), .blue),
                ReportText.count(figures.outflow), ReportText.count(figures.solved), ReportText.count(figures.load),
                ReportText.duration(figures.replyTime.meanSeconds), ReportText.percent(figures.sla.metPerMille),
                ReportText.count(figures.replies), ReportText.count(figures.brokenLimits, .yellow),
            ])
        }
        return lines
    }

    private var queueTable: Table {
        var table = Table([.init(title: "FROM"), .init(title: "TO")] + Self.right("TIMES") + [.init(title: "")])
        let most = report.queueChanges.first?.count ?? 0
        for (change, count) in report.queueChanges.prefix(10) {
            table.append([
                StyledText(change.from), StyledText(change.to), StyledText("\(count)"),
                StyledText(BlockChart.bar(count, of: most, columns: Self.barColumns), .blue),
            ])
        }
        return table
    }

    private static func right(_ titles: String...) -> [Table.Column] {
        titles.map { .init(title: $0, alignment: .right) }
    }

    // MARK: Charts

    /// One line each of load, inflow and outflow, the newest that find a place.
    private var backlog: [String] {
        let room = max(10, (width ?? Self.usualWidth) - 28)
        let points = Array(report.backlog.points.suffix(room))
        let largest = max(points.map(\.inflow).max() ?? 0, points.map(\.outflow).max() ?? 0)
        let span = "\(points.first?.name ?? "") to \(points.last?.name ?? "")"
        let rows: [(String, [Int], Int?)] = [
            ("load", points.map(\.load), nil), ("inflow", points.map(\.inflow), largest),
            ("outflow", points.map(\.outflow), largest),
        ]
        return [StyledText("Backlog \(PeriodWords.step(report.backlog.step)), \(span)", .bold).rendered(palette)]
            + rows.map { name, values, top in
                let chart = palette.apply(.blue, to: BlockChart.spark(values, largest: top))
                let most = "most \(values.max() ?? 0)" + (name == "load" ? ", now \(values.last ?? 0)" : "")
                return padded(name, to: 9) + chart + "  " + palette.apply(.dim, to: most)
            }
    }

    /// Weekdays below each other, hours from left to right; nil where nothing came.
    private var hours: [String]? {
        let workload = report.workload
        let parts = [
            ("written", workload.wrote), ("replied", workload.replied), ("filed", workload.filed),
        ].filter { $0.1.total > 0 }
        guard !parts.isEmpty else { return nil }
        // Side by side as many as find a place.
        let perRow = max(1, ((width ?? Self.usualWidth) - 5) / 26)
        var lines = [StyledText("When it comes, by hour", .bold).rendered(palette)]
        for start in stride(from: 0, to: parts.count, by: perRow) {
            lines += hourLines(Array(parts[start..<min(start + perRow, parts.count)]))
        }
        return lines
    }

    private func hourLines(_ parts: [(String, Workload.Hours)]) -> [String] {
        let axis = "0     6     12    18     "
        let titles = parts.map { padded("\($0.0) (\($0.1.total))", to: 26) }.joined()
        let head = [titles, String(repeating: axis + " ", count: parts.count)]
            .map { trimmed("     " + $0) }.map { palette.apply(.dim, to: $0) }
        return head
            + Weekday.allCases.map { day in
                let rows = parts.map { _, hours in
                    BlockChart.spark(hours.counts[day.rawValue], largest: hours.counts.flatMap(\.self).max())
                }
                return padded(day.name, to: 5) + rows.joined(separator: "  ")
            }
    }

    private func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - TerminalWidth.columns(text)))
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
