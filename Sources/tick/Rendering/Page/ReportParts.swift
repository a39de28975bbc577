import TicketModel
import TicketWorkspace

/// The figures on top of a page.
struct ReportTiles {
    let report: PeriodReport

    var markup: Markup {
        let figures = report.figures.total
        let judged = figures.sla.met + figures.sla.missed + figures.sla.breached
        let rating = figures.rating
        return .element(
            "dl", [("class", "tiles")],
            [
                tile("Load", "\(figures.load)", "open or waiting at the end"),
                tile("Solved", "\(figures.solved)", Self.count(figures.reopened, "reopened", "reopened")),
                tile(
                    "Mean reply time", ReportText.duration(figures.replyTime.meanSeconds).plain,
                    "median \(ReportText.duration(figures.replyTime.medianSeconds).plain)"),
                tile("In and out", "\(figures.inflow) / \(figures.outflow)", "tickets came / were closed"),
                tile(
                    "In time", ReportText.percent(figures.sla.metPerMille).plain,
                    "\(figures.sla.met) of \(Self.count(judged, "clock", "clocks"))"),
                tile(
                    "Usefulness", ReportText.decimal(rating.meansPerMille[.usefulness]).plain,
                    rating.count == 0 ? "no ratings" : "of 5, \(Self.count(rating.count, "rating", "ratings"))"),
            ])
    }

    private func tile(_ name: String, _ value: String, _ note: String) -> Markup {
        .element(
            "div", [],
            [
                .element("dt", [], name), .element("dd", [("class", "value")], value), .element("dd", [], note),
            ])
    }

    static func count(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
}

/// What each agent did and has.
struct ReportPeople {
    let report: PeriodReport

    var section: Markup {
        guard !report.agents.isEmpty else { return .reportSection("Agents", lead: "Nobody did or has anything.", []) }
        return .reportSection(
            "Agents",
            [
                .element(
                    "div", [("class", "pair")],
                    [
                        .element("div", [], [.element("h3", [], "Closed, replies and reply time"), work.markup]),
                        .element(
                            "div", [], [.element("h3", [], "Open tickets and capacity"), load.markup, overloaded]),
                    ])
            ])
    }

    private var work: PageTable {
        let figures = report.agents.map(\.figures)
        let closed = Int64(figures.map(\.closed).max() ?? 0)
        let replies = Int64(figures.map(\.replies).max() ?? 0)
        let slowest = figures.compactMap(\.replyTime.meanSeconds).max() ?? 0
        return PageTable(
            columns: ["Agent", "Closed", "Replies", "Mean reply"],
            rows: report.agents.map { agent in
                let seconds = agent.figures.replyTime.meanSeconds
                return [
                    name(agent), bar(agent.figures.closed, of: closed), bar(agent.figures.replies, of: replies),
                    PageTable.bar(
                        ReportText.duration(seconds).plain, ReportCharts.bar(seconds ?? 0, of: slowest), isWide: true),
                ]
            }, bars: [1, 2, 3])
    }

    private var load: PageTable {
        let most = Int64(report.agents.map { max($0.figures.open, $0.capacity ?? 0) }.max() ?? 0)
        return PageTable(
            columns: ["Agent", "Open", "", "Waiting"],
            rows: report.agents.map { agent in
                let open = Int64(agent.figures.open)
                return [
                    name(agent),
                    ReportCharts.bar(
                        open, of: most, mark: agent.isOverloaded.flatMap { _ in agent.capacity.map(Int64.init) }),
                    told(agent),
                    .text("\(agent.figures.waiting)"),
                ]
            }, bars: [1])
    }

    private func told(_ agent: AgentWorkload) -> Markup {
        // With a query it is not all that the agent has.
        let capacity = agent.isOverloaded == nil ? nil : agent.capacity
        let text = capacity.map { "\(agent.figures.open) of \($0)" } ?? "\(agent.figures.open)"
        guard agent.isOverloaded == true else { return .text(text) }
        return .element("span", [("class", "over")], text + ", over")
    }

    private var overloaded: Markup {
        let names = report.agents.filter { $0.isOverloaded == true }.map { $0.person?.name ?? $0.figures.agent ?? "" }
        let isCompared = report.agents.contains { $0.isOverloaded != nil }
        let line =
            "The line is the capacity. "
            + (names.isEmpty ? "Nobody is over it." : "Over it: \(names.joined(separator: ", ")).")
        return isCompared ? .element("p", [("class", "lead")], line) : .nothing
    }

    private func name(_ agent: AgentWorkload) -> Markup {
        guard let handle = agent.figures.agent else { return .element("span", [("class", "nothing")], "nobody") }
        return .text(agent.person?.name ?? handle)
    }

    private func bar(_ value: Int, of most: Int64) -> Markup {
        PageTable.bar("\(value)", ReportCharts.bar(Int64(value), of: most))
    }
}

/// The figures of a field's values.
struct ReportGroupTable {
    let table: ReportTable

    /// More are folded away.
    private static let shown = 12

    var markup: Markup {
        guard !table.groups.isEmpty else { return .element("p", [("class", "soft")], "Nothing was counted.") }
        guard table.groups.count > Self.shown + 3, table.field.calendar == nil else { return rendered(table.groups) }
        let busiest = table.groups.enumerated().sorted {
            ($1.element.figures.inflow, $0.offset) < ($0.element.figures.inflow, $1.offset)
        }.prefix(Self.shown).map(\.element)
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

/// Clocks, times and ratings.
struct ReportClocks {
    let report: PeriodReport

    private var figures: ReportFigures { report.figures.total }

    var section: Markup {
        .reportSection(
            "Clocks and ratings",
            [
                .element(
                    "div", [("class", "pair")], [.element("div", [("class", "stack")], [outcomes, times]), ratings])
            ])
    }

    private var outcomes: Markup {
        let sla = figures.sla
        let parts = [
            (sla.met, "accent", "met"), (sla.missed, "second", "missed"),
            (sla.breached, "striped", "breached, still running"),
            (sla.cancelled, "rest", "cancelled"),
        ]
        let legend = parts.map { count, look, name in
            Markup.element("li", [], [ReportCharts.swatch(look), .text("\(count) \(name)")])
        }
        let title = "How clocks went: " + parts.map { "\($0.0) \($0.2)" }.joined(separator: ", ")
        return .element(
            "figure", [],
            [
                .element("h3", [], "How clocks went"),
                ReportCharts.parts(parts.map { (count: $0.0, look: $0.1) }, title: title),
                .element("ul", [("class", "legend")], legend),
            ])
    }

    private var times: Markup {
        let rows = [
            ("First reply", figures.firstReplyTime), ("Next replies", figures.nextReplyTime),
            ("Until solved", figures.resolutionTime),
        ]
        let table = PageTable(
            columns: ["Working time", "Count", "Mean", "Median", "90%"],
            rows: rows.map { name, times in
                let seconds = [times.meanSeconds, times.medianSeconds, times.percentile90Seconds]
                return [.text(name), .text("\(times.count)")] + seconds.map { .text(ReportText.duration($0).plain) }
            })
        return .element("figure", [], [table.markup])
    }

    private var ratings: Markup {
        let rating = figures.rating
        let rows = RatingFigures.Aspect.allCases.map { aspect -> [Markup] in
            let mean = rating.meansPerMille[aspect]
            return [
                .text(aspect.rawValue.prefix(1).uppercased() + aspect.rawValue.dropFirst()),
                PageTable.bar(ReportText.decimal(mean).plain, ReportCharts.bar(Int64(mean ?? 0), of: 5_000)),
            ]
        }
        let share = rating.ratedPerMille.map {
            "\(rating.ratedTickets) of \(rating.closedTickets) closed tickets were rated, \($0 / 10)%."
        }
        let others = PageTable(
            columns: ["Also", ""],
            rows: [
                ("Reopened", figures.reopened), ("Escalated", figures.escalated),
                ("Status limits that ran out", figures.brokenLimits),
                ("Closed by the desk itself", figures.outflowByDesk),
            ].map { [.text($0.0), .text("\($0.1)")] })
        return .element(
            "div", [("class", "stack")],
            [
                .element(
                    "figure", [],
                    [
                        .element("h3", [], "How requesters rated it, from 1 to 5"),
                        PageTable(columns: ["", "Mean"], rows: rows, bars: [1]).markup,
                        .element("p", [("class", "lead")], share ?? "No ticket was closed."),
                    ]), .element("figure", [], [others.markup]),
            ])
    }
}
