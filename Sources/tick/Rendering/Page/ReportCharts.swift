import TicketModel
import TicketWorkspace

/// Charts of a report as SVG. Places along the width are percentages, so that lines and labels keep their size whatever the
/// page's width; each chart has a title, and its numbers stand in a table beside or below it.
enum ReportCharts {
    /// A bar as long as the value's share of the largest, for a cell of a table that has the number, too.
    ///
    /// - Parameter mark: Where a thin line is drawn: a capacity.
    static func bar(_ value: Int64, of largest: Int64, mark: Int64? = nil) -> Markup {
        let top = max(largest, 1)
        var parts = [rect(x: 0, y: 0, width: share(value, of: top), height: 10, "accent", minimum: value > 0)]
        if let mark {
            if value > mark {
                let (from, to) = (share(mark, of: top), share(value, of: top))
                parts.append(rect(x: from, y: 0, width: to - from, height: 10, "second", minimum: true))
            }
            parts.append(
                .element(
                    "rect",
                    [
                        ("class", "mark"), ("x", percent(share(mark, of: top))), ("y", "-3"), ("width", "1.5"),
                        ("height", "16"),
                    ]))
        }
        return .element("svg", [("aria-hidden", "true"), ("height", "10")], parts)
    }

    /// Parts of a whole beside each other, with the classes that colour them.
    static func parts(_ values: [(count: Int, look: String)], title: String) -> Markup {
        let total = max(values.reduce(0) { $0 + $1.count }, 1)
        var start = 0
        let pieces = values.filter { $0.count > 0 }.map { value in
            let piece = rect(
                x: share(Int64(start), of: Int64(total)), y: 0, width: share(Int64(value.count), of: Int64(total)),
                height: 18, value.look)
            start += value.count
            return piece
        }
        return chart(title, height: 18, [hatch] + pieces)
    }

    /// A small square of a legend.
    static func swatch(_ look: String) -> Markup {
        .element(
            "svg", [("aria-hidden", "true")],
            [rect(x: 0, y: 0, width: 1_000_000, height: 11, look)])
    }

    /// Stripes of the second colour, for what is neither it nor the ground.
    private static let hatch = Markup.element(
        "defs", [],
        [
            .element(
                "pattern",
                [
                    ("id", "stripes"), ("class", "hatch"), ("width", "6"), ("height", "6"),
                    ("patternUnits", "userSpaceOnUse"), ("patternTransform", "rotate(45)"),
                ], [.element("line", [("x1", "0"), ("y1", "0"), ("x2", "0"), ("y2", "6")])])
        ])

    // MARK: Parts of charts

    /// - Parameter title: What it shows, for those who do not see it.
    static func chart(_ title: String, height: Int, _ content: [Markup]) -> Markup {
        .element(
            "svg", [("role", "img"), ("height", "\(height)"), ("aria-label", title)],
            [.element("title", [], title)] + content)
    }

    /// - Parameters:
    ///   - x, width: In millionths of the chart's width.
    ///   - minimum: Whether it is drawn however narrow.
    static func rect(
        x: Int64, y: Int, width: Int64, height: Int, _ look: String, title: String? = nil, minimum: Bool = false
    ) -> Markup {
        let isStriped = look == "striped"
        return .element(
            "rect",
            [
                isStriped ? ("fill", "url(#stripes)") : ("class", look), ("x", percent(x)), ("y", "\(y)"),
                ("width", minimum && width < 4_000 ? "2" : percent(width)), ("height", "\(height)"),
            ], title.map { [.element("title", [], $0)] } ?? [])
    }

    static func label(_ text: String, x: Int64, y: Int, anchor: String = "start", isStrong: Bool = false) -> Markup {
        .element(
            "text",
            [("x", percent(x)), ("y", "\(y)"), ("text-anchor", anchor)] + (isStrong ? [("class", "strong")] : []), text)
    }

    static func line(y: Int) -> Markup {
        .element("line", [("class", "grid"), ("x1", "0"), ("x2", "100%"), ("y1", "\(y)"), ("y2", "\(y)")])
    }

    /// Millionths of the width as a percentage.
    static func percent(_ millionths: Int64) -> String {
        let (whole, rest) = (millionths / 10_000, millionths % 10_000 / 10)
        let digits = String(1_000 + rest).dropFirst()
        return rest == 0 ? "\(whole)%" : "\(whole).\(digits)%"
    }

    /// A value's share of a total, in millionths.
    static func share(_ value: Int64, of total: Int64) -> Int64 {
        min(max(value, 0), total) * 1_000_000 / max(total, 1)
    }

    /// The smallest of 1, 2, 4, 6, 8, 10, 20, 40, … that is not below a value: where an axis ends. But for 1 it has a half.
    static func axisEnd(_ value: Int) -> Int {
        var power = 1
        while power <= .max / 10 {
            for step in [1, 2, 4, 6, 8] where step * power >= value { return step * power }
            power *= 10
        }
        return value
    }
}
