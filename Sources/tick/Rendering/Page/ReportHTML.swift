import TicketModel
import TicketWorkspace

/// `report` as one page that needs nothing else: no network, no scripts.
struct ReportHTML {
    let report: PeriodReport
    let zone: Zone
    let deskName: String

    private var words: PeriodWords { PeriodWords(report: report, zone: zone) }

    var bytes: [UInt8] {
        let page = Markup.joined(
            [
                .verbatim("<!doctype html>"),
                .element("html", [("lang", "en")], [.joined([head, body], by: "\n")]), .verbatim(""),
            ], by: "\n")
        return Array(page.source.utf8)
    }

    private var head: Markup {
        let title = (deskName.isEmpty ? "" : deskName + ": ") + words.title
        let policy = "default-src 'none'; style-src 'unsafe-inline'"
        return .element(
            "head", [],
            [
                .element("meta", [("charset", "utf-8")]),
                .element("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
                .element("meta", [("name", "color-scheme"), ("content", "light dark")]),
                .element("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]),
                .element("title", [], title), .element("style", [], [.reportStyleSheet]),
            ])
    }

    private var body: Markup {
        var sections = [header, ReportTiles(report: report).markup, ReportPeople(report: report).section]
        if let groups = report.groups {
            sections.append(section("By \(groups.field.name)", [ReportGroupTable(table: groups).markup]))
        }
        if report.backlog.points.count > 1 { sections.append(backlog) }
        sections.append(ReportClocks(report: report).section)
        sections += tables
        if let workload { sections.append(workload) }
        if !report.queueChanges.isEmpty { sections.append(queueChanges) }
        return .element("body", [], [.element("main", [], [.joined(sections + [footer], by: "\n")])])
    }

    /// Tables that say something, two beside each other.
    private var tables: [Markup] {
        let order: [ReportField] = [
            .value(.channel), .value(.type), .queue, .priority, .value(.tags), .value(.category),
        ]
        let parts = order.compactMap { field in report.tables.first { $0.field == field } }.filter(\.hasValues).map {
            table in
            section(PeriodWords.title(table.field), [ReportGroupTable(table: table).markup])
        }
        return stride(from: 0, to: parts.count, by: 2).map { start in
            .element("section", [("class", "pair")], Array(parts[start..<min(start + 2, parts.count)]))
        }
    }

    private var header: Markup {
        let told = [words.dates, zone.name, words.soFar].compactMap(\.self).joined(separator: ", ")
        let line =
            report.request.name == nil ? [zone.name, words.soFar].compactMap(\.self).joined(separator: ", ") : told
        var parts: [Markup] = []
        if !deskName.isEmpty { parts.append(.element("p", [("class", "desk")], deskName)) }
        parts += [.element("h1", [], words.title), .element("p", [("class", "soft")], line)]
        if let query = report.request.query {
            parts.append(
                .element(
                    "p", [("class", "soft")], [.text("Only tickets that match "), .element("code", [], query)]))
        }
        return .element("header", [], parts)
    }

    private func section(_ title: String, lead: String? = nil, _ content: [Markup]) -> Markup {
        .reportSection(title, lead: lead, content)
    }

    private var backlog: Markup {
        let charts = BacklogCharts(backlog: report.backlog, zone: zone)
        let mean = report.figures.meanLoadPerMille.map {
            "On average \(ReportText.decimal($0).plain) tickets were open or waiting when a day began."
        }
        return section(
            "Backlog", lead: mean,
            [
                .element(
                    "div", [("class", "pair")],
                    [
                        .element("figure", [], [.element("h3", [], "Load"), charts.load]),
                        .element("figure", [], [.element("h3", [], "In and out"), charts.flow]),
                    ]),
                .element("details", [], [.element("summary", [], "Numbers"), charts.table]),
            ])
    }

    /// Nil where nothing came.
    private var workload: Markup? {
        let charts = [
            WorkloadCharts(title: "Written to the desk", hours: report.workload.wrote),
            WorkloadCharts(title: "Replies", hours: report.workload.replied),
            WorkloadCharts(title: "Tickets filed", hours: report.workload.filed),
        ].filter { $0.hours.total > 0 }
        guard !charts.isEmpty else { return nil }
        return section(
            "When the work comes", lead: "By weekday and hour, \(zone.name).",
            [.element("div", [("class", "three")], charts.map(\.figure))])
    }

    private var queueChanges: Markup {
        let most = Int64(report.queueChanges.first?.count ?? 0)
        let figures = report.figures.total
        let table = PageTable(
            columns: ["From", "To", "Times"],
            rows: report.queueChanges.prefix(12).map { changed in
                [
                    .text(changed.change.from), .text(changed.change.to),
                    PageTable.bar("\(changed.count)", ReportCharts.bar(Int64(changed.count), of: most)),
                ]
            }, bars: [2])
        return section(
            "Hops between queues",
            lead: "\(figures.queueChanges) in the lives of \(figures.closedTickets) tickets that were closed, "
                + "\(ReportText.decimal(figures.meanQueueChangesPerMille).plain) each.",
            [table.markup])
    }

    private var footer: Markup {
        .element(
            "footer", [],
            "Computed from git history on \(TimeText.local(report.request.at, in: zone)). Durations are working time by the "
                + "calendars of the desk's policies.")
    }
}

extension Markup {
    static func reportSection(_ title: String, lead: String? = nil, _ content: [Markup]) -> Markup {
        .element(
            "section", [],
            [.element("h2", [], title)] + (lead.map { [.element("p", [("class", "lead")], $0)] } ?? []) + content)
    }
}
