/// Finds how wide each column of a table becomes.
struct ColumnFitting {
    private let columns: [Table.Column]
    private let naturalWidths: [Int]
    private let gap: Int

    init(_ table: Table, header: [StyledText], gap: Int) {
        columns = table.columns
        self.gap = gap
        naturalWidths = table.rows.reduce(into: header.map(\.columns)) { widths, row in
            for position in widths.indices { widths[position] = max(widths[position], row[position].columns) }
        }
    }

    /// Returns a width per column, 0 for one that is left out; together with the gaps at most `limit`, nil for no limit.
    func widths(fitting limit: Int?) -> [Int] {
        var widths = naturalWidths
        guard let limit else { return widths }
        shrinkFlexible(&widths, to: limit)
        for position in widths.indices.reversed() where excess(widths, limit) > 0 && widths[position] > 1 {
            // A figure without its end is another figure: better none.
            let isFigure = columns[position].alignment == .right
            widths[position] = isFigure ? 0 : max(1, widths[position] - excess(widths, limit))
        }
        for position in widths.indices.reversed() where excess(widths, limit) > 0 { widths[position] = 0 }
        return widths
    }

    /// Takes columns from the widest flexible one, again and again, so that they end near the same width.
    private func shrinkFlexible(_ widths: inout [Int], to limit: Int) {
        var over = excess(widths, limit)
        while over > 0 {
            let shrinkable = widths.indices.filter { columns[$0].isFlexible && widths[$0] > columns[$0].minimumWidth }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
            over -= 1
        }
    }

    private func excess(_ widths: [Int], _ limit: Int) -> Int {
        let shown = widths.filter { $0 > 0 }
        return shown.reduce(0, +) + max(0, shown.count - 1) * gap - limit
    }
}
