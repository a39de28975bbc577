import TicketModel
import TicketWorkspace

/// The two charts of a backlog: the load as a curve, and below it what came in and went out.
struct BacklogCharts {
    let backlog: Backlog
    let zone: Zone

    private var points: [Backlog.Point] { backlog.points }

    /// The middle of a point's share of the width, in millionths.
    private func middle(_ index: Int) -> Int64 { Int64(index * 2 + 1) * 1_000_000 / Int64(points.count * 2) }

    // MARK: Load

    private static let (loadTop, loadHeight) = (22, 130)

    var load: Markup {
        let end = ReportCharts.axisEnd(points.map(\.load).max() ?? 1)
        let bottom = Self.loadTop + Self.loadHeight
        func y(_ value: Int) -> Int { bottom - value * Self.loadHeight / end }
        let lines = [end, end / 2, 0].flatMap { value -> [Markup] in
            value == end / 2 && end < 2
                ? [] : [ReportCharts.line(y: y(value)), ReportCharts.label("\(value)", x: 0, y: y(value) - 4)]
        }
        let last = points[points.count - 1]
        let dot = Markup.element(
            "circle",
            [
                ("class", "accent"), ("cx", ReportCharts.percent(middle(points.count - 1))), ("cy", "\(y(last.load))"),
                ("r", "4"),
            ])
        let title =
            "Load \(PeriodWords.step(backlog.step)): \(points[0].load) at first, \(last.load) at last, at most \(points.map(\.load).max() ?? 0)"
        return ReportCharts.chart(
            title, height: bottom + 22,
            [curve(end: end, isArea: true)] + lines + [curve(end: end, isArea: false), dot]
                + [
                    ReportCharts.label(
                        "\(last.load)", x: 1_000_000, y: max(12, y(last.load) - 10), anchor: "end", isStrong: true)
                ]
                + dates(y: bottom + 17))
    }

    /// The curve stretches with the page, its line does not.
    private func curve(end: Int, isArea: Bool) -> Markup {
        let corners = points.enumerated().map { index, point in
            "\(middle(index) / 1_000),\((end - point.load) * 1_000 / end)"
        }
        let first = "\(middle(0) / 1_000),1000"
        let last = "\(middle(points.count - 1) / 1_000),1000"
        let shape: Markup =
            isArea
            ? .element("polygon", [("class", "area"), ("points", ([first] + corners + [last]).joined(separator: " "))])
            : .element("polyline", [("class", "curve"), ("points", corners.joined(separator: " "))])
        return .element(
            "svg",
            [
                ("x", "0"), ("y", "\(Self.loadTop)"), ("width", "100%"), ("height", "\(Self.loadHeight)"),
                ("viewBox", "0 0 1000 1000"), ("preserveAspectRatio", "none"),
            ], [shape])
    }

    // MARK: Flow

    private static let (flowTop, flowHeight) = (20, 124)

    /// What came in upwards, what went out downwards, on one scale.
    var flow: Markup {
        let (most, least) = (points.map(\.inflow).max() ?? 0, points.map(\.outflow).max() ?? 0)
        let middle = Self.flowTop + Self.flowHeight * most / max(most + least, 1)
        let drawn = points.indices.flatMap { bars($0, middle: middle, of: max(most + least, 1)) }
        let (incoming, outgoing) = (points.reduce(0) { $0 + $1.inflow }, points.reduce(0) { $0 + $1.outflow })
        let bottom = Self.flowTop + Self.flowHeight + 15
        let step = backlog.step.rawValue
        let labels = [
            ReportCharts.label("\(incoming) in", x: 0, y: 12, isStrong: true),
            ReportCharts.label("at most \(most) a \(step)", x: 1_000_000, y: 12, anchor: "end"),
            ReportCharts.label("\(outgoing) out", x: 0, y: bottom, isStrong: true),
            ReportCharts.label("at most \(least) a \(step)", x: 1_000_000, y: bottom, anchor: "end"),
        ]
        return ReportCharts.chart(
            "Inflow and outflow \(PeriodWords.step(backlog.step)): \(incoming) tickets came in, \(outgoing) went out",
            height: bottom + 7, drawn + [ReportCharts.line(y: middle)] + labels)
    }

    private func bars(_ index: Int, middle: Int, of most: Int) -> [Markup] {
        let point = points[index]
        let title = "\(point.name): \(point.inflow) in, \(point.outflow) out"
        let slot = 1_000_000 / Int64(points.count)
        let left = self.middle(index) - slot * 36 / 100
        return [(point.inflow, "accent"), (point.outflow, "second")].filter { $0.0 > 0 }.map { value, look in
            let height = max(1, value * Self.flowHeight / most)
            return ReportCharts.rect(
                x: left, y: look == "accent" ? middle - height : middle + 1, width: slot * 72 / 100, height: height,
                look,
                title: title)
        }
    }

    // MARK: Dates

    /// The first, the middle and the last date.
    private func dates(y: Int) -> [Markup] {
        guard points.count > 2 else {
            return points.enumerated().map { ReportCharts.label(name($1), x: middle($0), y: y, anchor: "middle") }
        }
        let half = points.count / 2
        return [
            ReportCharts.label(name(points[0]), x: 0, y: y),
            ReportCharts.label(name(points[half]), x: middle(half), y: y, anchor: "middle"),
            ReportCharts.label(name(points[points.count - 1]), x: 1_000_000, y: y, anchor: "end"),
        ]
    }

    private func name(_ point: Backlog.Point) -> String {
        let date = zone.civil(at: point.period.from).date
        let month = PeriodWords.month(date.month)
        switch backlog.step {
        case .day, .week: return "\(date.day) \(month)"
        case .month, .quarter: return "\(month) \(date.year)"
        case .year: return "\(date.year)"
        }
    }

    /// The numbers of both charts.
    var table: Markup {
        PageTable(
            columns: [backlog.step.rawValue, "In", "Out", "Load at the end"],
            rows: points.map { point in
                [.text(point.name)] + [point.inflow, point.outflow, point.load].map { .text("\($0)") }
            }
        ).markup
    }
}
