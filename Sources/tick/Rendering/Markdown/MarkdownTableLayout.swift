import TicketModel
import TicketText

/// A table of Markdown, its cells wrapped where the columns do not fit.
struct MarkdownTableLayout {
    private let alignments: [MarkdownTable.Alignment]
    private let header: [TextFlow]
    private let rows: [[TextFlow]]
    private let gap = 2

    init(_ table: MarkdownTable, palette: Palette) {
        alignments = table.alignments
        header = table.header.map { InlineFlow($0, palette: palette, style: .bold).flow }
        rows = table.rows.map { $0.map { InlineFlow($0, palette: palette).flow } }
    }

    func lines(width: Int) -> [StyledText] {
        guard !header.isEmpty else { return [] }
        let widths = columnWidths(width: width)
        // So many columns that they cannot stand beside each other: one cell a line.
        guard widths.reduce(0, +) + gap * (widths.count - 1) <= width else { return cellLines(width: width) }
        let line = StyledText(
            widths.map { String(repeating: "─", count: $0) }.joined(separator: String(repeating: " ", count: gap)), .dim
        )
        return rowLines(header, widths) + [line] + rows.flatMap { rowLines($0, widths) }
    }

    private func cellLines(width: Int) -> [StyledText] {
        ([header] + rows).enumerated().flatMap { index, row in
            (index == 0 ? [] : [StyledText()]) + row.flatMap { $0.lines(width: width) }
        }
    }

    /// What each column would like to have, the widest made narrower until all fit.
    private func columnWidths(width: Int) -> [Int] {
        var wanted = header.map(\.naturalColumns)
        var least = header.map(\.longestWordColumns)
        for row in rows {
            for (column, cell) in row.enumerated() {
                wanted[column] = max(wanted[column], cell.naturalColumns)
                least[column] = max(least[column], cell.longestWordColumns)
            }
        }
        wanted = wanted.map { max($0, 1) }
        var excess = wanted.reduce(0, +) + gap * (wanted.count - 1) - width
        while excess > 0 {
            let shrinkable = wanted.indices.filter { wanted[$0] > max(least[$0], 1) }
            guard let widest = shrinkable.max(by: { wanted[$0] < wanted[$1] }) else { break }
            wanted[widest] -= 1
            excess -= 1
        }
        return wanted
    }

    private func rowLines(_ row: [TextFlow], _ widths: [Int]) -> [StyledText] {
        let cells = row.enumerated().map { $0.element.lines(width: widths[$0.offset]) }
        let height = max(1, cells.map(\.count).max() ?? 0)
        return (0..<height).map { index in
            var line = StyledText()
            for (column, cell) in cells.enumerated() {
                if column > 0 { line.append(String(repeating: " ", count: gap)) }
                let text = index < cell.count ? cell[index] : StyledText()
                let free = max(0, widths[column] - text.columns)
                let before = alignments[column] == .right ? free : alignments[column] == .center ? free / 2 : 0
                line.append(String(repeating: " ", count: before))
                for run in text.runs { line.append(run.text, run.style) }
                line.append(String(repeating: " ", count: free - before))
            }
            return line.withoutTrailingSpaces
        }
    }
}
