import TicketModel
import TicketWorkspace

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
        guard parts.contains(where: { $0.0 > 0 }) else {
            return .element("p", [("class", "lead")], "No clock ended or broke.")
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
            "Of \(rating.closedTickets) closed tickets \(rating.ratedTickets) have a rating, \($0 / 10)%."
        }
        let others = PageTable(
            columns: ["Also", ""],
            rows: [
                ("Reopened", figures.reopened), ("Escalated", figures.escalated),
                ("Status limits that ran out", figures.brokenLimits),
                ("Closed by the desk itself", figures.outflowByDesk),
            ].map { [.text($0.0), .text("\($0.1)")] })
        let told = rating.count == 0 ? [] : [PageTable(columns: ["Rating", "Mean"], rows: rows, bars: [1]).markup]
        let none = rating.count == 0 ? "Nobody rated anything. " : ""
        return .element(
            "div", [("class", "stack")],
            [
                .element(
                    "figure", [],
                    [.element("h3", [], "How requesters rated it, from 1 to 5")] + told + [
                        .element("p", [("class", "lead")], none + (share ?? "No ticket was closed."))
                    ]), .element("figure", [], [others.markup]),
            ])
    }
}
