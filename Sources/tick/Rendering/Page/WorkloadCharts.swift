import TicketModel
import TicketWorkspace

/// Counts by weekday and hour as a field of squares, the darker the more.
struct WorkloadCharts {
    let title: String
    let hours: Workload.Hours

    private static let rowHeight = 18
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    private var most: Int { hours.counts.flatMap(\.self).max() ?? 0 }

    var figure: Markup {
        .element(
            "figure", [],
            [
                .element("h3", [], "\(title): \(hours.total)"),
                .element(
                    "div", [("class", "heat")],
                    [.element("ol", [("aria-hidden", "true")], Self.days.map { .element("li", [], $0) }), chart]),
                .element("details", [], [.element("summary", [], "Numbers"), table]),
            ])
    }

    private var chart: Markup {
        let cells = zip(Self.days, hours.counts).enumerated().flatMap { row, day in
            day.1.enumerated().map { hour, count in cell(row: row, hour: hour, count, day.0) }
        }
        let bottom = Self.rowHeight * 7
        let labels = [0, 6, 12, 18].map { hour in
            ReportCharts.label("\(hour)", x: Int64(hour) * 1_000_000 / 24, y: bottom + 14)
        }
        return ReportCharts.chart(summary, height: bottom + 20, cells + labels)
    }

    private func cell(row: Int, hour: Int, _ count: Int, _ day: String) -> Markup {
        let width: Int64 = 1_000_000 / 24
        let attributes: [(String, String)] = [
            ("x", ReportCharts.percent(Int64(hour) * 1_000_000 / 24)), ("y", "\(row * Self.rowHeight + 1)"),
            ("width", ReportCharts.percent(width * 88 / 100)), ("height", "\(Self.rowHeight - 3)"),
        ]
        guard count > 0 else { return .element("rect", [("class", "empty")] + attributes) }
        // From a fifth to the whole of the colour, in hundredths.
        let strength = 20 + count * 80 / max(most, 1)
        return .element(
            "rect", [("class", "accent"), ("fill-opacity", strength == 100 ? "1" : "0.\(strength)")] + attributes,
            [.element("title", [], "\(day) \(hour):00 to \(hour + 1):00: \(count)")])
    }

    private var summary: String {
        guard most > 0 else { return "\(title): nothing" }
        let busiest = hours.counts.enumerated().flatMap { day, counts in
            counts.enumerated().filter { $0.element == most }.map { (day, $0.offset) }
        }.first
        let when = busiest.map { "\(Self.days[$0.0]) \($0.1):00" } ?? ""
        return "\(title) by weekday and hour: \(hours.total) in all, most on \(when), \(most)"
    }

    private var table: Markup {
        PageTable(
            columns: ["Hour"] + Self.days,
            rows: (0..<24).map { hour in
                [.text("\(hour):00")] + hours.counts.map { .text($0[hour] == 0 ? "·" : "\($0[hour])") }
            }
        ).markup
    }
}
