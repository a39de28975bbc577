/// Rows under titles, aligned, fitted to a terminal's width.
///
/// ```
/// ID      STATUS  TITLE                        DUE
/// HD-k7q  open    Принтер на 3-м этаже не пе…   2h
/// ```
struct Table: Sendable {
    struct Column: Sendable {
        enum Alignment: Sendable {
            case left, right
        }

        let title: String
        var alignment = Alignment.left
        /// Whether this column gives way first when the table is too wide.
        var isFlexible = false
        /// The columns below which a flexible one does not shrink before the others do.
        var minimumWidth = 8
    }

    let columns: [Column]
    private(set) var rows: [[StyledText]] = []
    /// The look of the titles.
    var headerStyle = Style.bold

    /// Two spaces part columns, so that one space in a value does not look like the end of it.
    private static let gap = 2

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row with a cell for each column; missing cells are empty, surplus ones are left out.
    mutating func append(_ cells: [StyledText]) {
        let padding = repeatElement(StyledText(), count: max(0, columns.count - cells.count))
        rows.append(cells.prefix(columns.count).map(\.withoutTrailingSpaces) + padding)
    }

    /// Returns the header and the rows as lines without line ends and without spaces at their ends.
    ///
    /// With a width no line takes more columns: flexible columns shrink to their minimum, then all others from the right, and what
    /// still finds no place is left out from the right. Without one nothing is cut.
    func lines(width: Int?, palette: Palette) -> [String] {
        let header = columns.map { StyledText($0.title, headerStyle).withoutTrailingSpaces }
        let widths = ColumnFitting(self, header: header, gap: Table.gap).widths(fitting: width)
        return ([header] + rows).map { line($0, widths, palette) }
    }

    private func line(_ cells: [StyledText], _ widths: [Int], _ palette: Palette) -> String {
        var result = ""
        var pendingSpaces = 0
        for (position, column) in columns.enumerated() where widths[position] > 0 {
            let cell = cells[position].truncated(to: widths[position])
            let padding = widths[position] - cell.columns
            let isRight = column.alignment == .right
            if cell.columns > 0 {
                result +=
                    String(repeating: " ", count: pendingSpaces + (isRight ? padding : 0)) + cell.rendered(palette)
                pendingSpaces = 0
            }
            pendingSpaces += (cell.columns > 0 ? (isRight ? 0 : padding) : widths[position]) + Table.gap
        }
        return result
    }
}
