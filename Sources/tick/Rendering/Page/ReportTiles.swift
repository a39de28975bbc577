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
