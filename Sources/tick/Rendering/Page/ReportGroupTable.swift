import TicketModel
import TicketWorkspace

/// The figures of a field's values.
struct ReportGroupTable {
    let table: ReportTable

    var markup: Markup {
        guard !table.groups.isEmpty else { return .element("p", [("class", "soft")], "Nothing was counted.") }
        let busiest = table.busiest
        guard busiest.count < table.groups.count else { return rendered(table.groups) }
        let all = Markup.element(
            "details", [], [.element("summary", [], "All \(table.groups.count)"), rendered(table.groups)])
        return .joined([rendered(busiest), all])
    }

    private func rendered(_ groups: [ReportGroup]) -> Markup {
        let most = Int64(groups.map(\.figures.inflow).max() ?? 0)
        return PageTable(
            columns: [
                table.field.name.prefix(1).uppercased() + table.field.name.dropFirst(), "In", "Out", "Solved", "Load",
                "Mean reply", "In time",
            ],
            rows: groups.map { row($0, most) }, minor: [3], bars: [1]
        ).markup
    }

    private func row(_ group: ReportGroup, _ most: Int64) -> [Markup] {
        let figures = group.figures
        return [
            name(group), PageTable.bar("\(figures.inflow)", ReportCharts.bar(Int64(figures.inflow), of: most)),
            .text("\(figures.outflow)"), .text("\(figures.solved)"), .text("\(figures.load)"),
            .text(ReportText.duration(figures.replyTime.meanSeconds).plain),
            .text(ReportText.percent(figures.sla.metPerMille).plain),
        ]
    }

    private func name(_ group: ReportGroup) -> Markup {
        guard let name = group.name else { return .element("span", [("class", "nothing")], "none") }
        return .text(group.title ?? name)
    }
}
