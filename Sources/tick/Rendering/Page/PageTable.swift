/// A table of a page: the first cell of a row is its heading, all others are numbers.
struct PageTable {
    let columns: [String]
    let rows: [[Markup]]
    /// Columns that give way on small screens.
    var minor: Set<Int> = []
    /// Columns with a bar beside the number.
    var bars: Set<Int> = []
    /// What it is, where no heading says so.
    var caption: String?

    var markup: Markup {
        let titles = columns.enumerated().map { index, title in
            Markup.element("th", [("scope", "col")] + look(index), title)
        }
        let body = rows.map { cells in
            Markup.element(
                "tr", [],
                cells.enumerated().map { index, cell in
                    index == 0
                        ? .element("th", [("scope", "row")], [cell]) : .element("td", look(index), [cell])
                })
        }
        let caption = caption.map { [Markup.element("caption", [], $0)] } ?? []
        return .element(
            "div", [("class", "scroll")],
            [
                .element(
                    "table", [],
                    caption + [
                        .element("thead", [], [.element("tr", [], titles)]),
                        .element("tbody", [], [.joined(body, by: "\n")]),
                    ])
            ])
    }

    private func look(_ index: Int) -> [(String, String)] {
        let names = (bars.contains(index) ? ["bar"] : []) + (minor.contains(index) ? ["minor"] : [])
        return names.isEmpty ? [] : [("class", names.joined(separator: " "))]
    }

    /// A number with its bar.
    static func bar(_ text: String, _ bar: Markup, isWide: Bool = false) -> Markup {
        .element("div", [("class", isWide ? "beside wide" : "beside")], [.element("span", [], text), bar])
    }
}
