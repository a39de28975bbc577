import TicketModel

/// A source line as it is shown: tabs widened, controls made visible, cut around a place.
struct ExcerptLine {
    /// What is shown, and where its marks go, all in terminal columns.
    struct View: Equatable {
        var text: String
        var columnsBefore: Int
        /// At least 1.
        var markColumns: Int
    }

    private struct Cell {
        let text: String
        let columns: Int
    }

    /// Tabs go to every fourth column of the source line, not of the terminal, so the gutter does not shift them.
    private static let tabColumns = 4

    private let cells: [Cell]

    /// Takes a line without its end.
    init(_ source: String) {
        var cells: [Cell] = []
        var column = 0
        for cluster in source {
            let shown = ExcerptLine.shown(cluster, at: column)
            let columns = TerminalWidth.columns(shown)
            cells.append(Cell(text: shown, columns: columns))
            column += columns
        }
        self.cells = cells
    }

    private static func shown(_ cluster: Character, at column: Int) -> String {
        guard cluster == "\t" else { return PrintableText.make(String(cluster)) }
        return String(repeating: " ", count: tabColumns - column % tabColumns)
    }

    /// Returns the line with the marks for `length` characters from `column` (from 1); a place outside is moved to the nearest end.
    ///
    /// - Parameter width: The columns there are, marks included; nil for as many as it takes.
    func view(column: Int, length: Int, width: Int?) -> View {
        let first = min(max(0, column - 1), cells.count)
        let end = min(cells.count, first + min(max(0, length), cells.count))
        // One column more than the text, for a mark behind its end.
        guard let width, columns(cells[...]) + 1 > width else { return view(0..<cells.count, marking: first..<end) }
        return cut(around: first..<end, width: width)
    }

    /// Takes characters around the place, a third of the room before it, until the room is used up.
    private func cut(around marked: Range<Int>, width: Int) -> View {
        let room = width - 2  // for … at both ends
        guard room > 0 else { return View(text: "", columnsBefore: 0, markColumns: 1) }
        var start = marked.lowerBound
        var used = 0
        while start > 0, used + cells[start - 1].columns <= room / 3 {
            start -= 1
            used += cells[start].columns
        }
        var end = start
        used = 0
        while end < cells.count, used + cells[end].columns <= room {
            used += cells[end].columns
            end += 1
        }
        while start > 0, end == cells.count, used + cells[start - 1].columns < room {
            start -= 1
            used += cells[start].columns
        }
        return view(start..<end, marking: marked)
    }

    private func view(_ shown: Range<Int>, marking marked: Range<Int>) -> View {
        let lead = shown.lowerBound > 0 ? "…" : ""
        let trail = shown.upperBound < cells.count ? "…" : ""
        let text = lead + cells[shown].map(\.text).joined() + trail
        let visible = marked.clamped(to: shown)
        return View(
            text: text.trimmingBlanks,
            columnsBefore: TerminalWidth.columns(lead) + columns(cells[shown.lowerBound..<visible.lowerBound]),
            markColumns: max(1, columns(cells[visible])))
    }

    private func columns(_ cells: ArraySlice<Cell>) -> Int { cells.reduce(0) { $0 + $1.columns } }
}

extension String {
    /// The string without blanks at its end.
    fileprivate var trimmingBlanks: String {
        var kept = self[...]
        while kept.last == " " { kept.removeLast() }
        return String(kept)
    }
}
