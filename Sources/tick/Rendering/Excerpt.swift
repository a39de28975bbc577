import TicketModel

/// A finding as compilers print it: what and where, the line it is about with the place marked, what to do.
///
/// ```
/// tickets/2026/11/HD-k7qf3m-printer.md:5:9: error: closed cannot become proposed [transition]
///   5 | status: proposed
///     |         ^^^^^^^^
/// Hint: from closed: open (tick move HD-k7qf3m open)
/// ```
struct Excerpt: Sendable {
    /// Where output is no terminal: enough for any line that people write, not for a megabyte without a line end.
    static let widthWithoutTerminal = 240

    enum Severity: String, Sendable {
        case note, warning, error

        fileprivate var style: Style {
            switch self {
            case .note: .bold.and(.cyan)
            case .warning: .bold.and(.yellow)
            case .error: .bold.and(.red)
            }
        }
    }

    /// A place in a file, or in what was typed.
    struct Place: Sendable {
        /// The file as people name it; nil for an argument or a query, which is shown without a gutter.
        var path: String?
        /// From 1; not used without a path.
        var lineNumber = 1
        /// From 1, in characters (grapheme clusters). One behind the last points at the end.
        var columnNumber: Int
        /// Characters to underline; 0 points between two, with one caret.
        var length: Int
        /// The whole line without its end; nil shows no excerpt.
        var lineText: String?
    }

    var severity = Severity.error
    var message: String
    var rule: String?
    var hint: String?
    var place: Place?

    /// Returns the lines to print, without line ends.
    ///
    /// With a width the source line is cut around the place to fit; the other lines are the terminal's to wrap. Control characters in
    /// any of the texts are made visible.
    func lines(width: Int?, palette: Palette) -> [String] {
        var lines = [headline(palette)]
        if let place, let source = place.lineText { lines += Self.marked(source, place, severity, width, palette) }
        if let hint { lines.append(palette.apply(.bold, to: "Hint:") + " " + PrintableText.make(hint, .lines)) }
        return lines
    }

    private func headline(_ palette: Palette) -> String {
        var line = ""
        if let place, let path = place.path {
            line +=
                palette.apply(.bold, to: "\(PrintableText.make(path)):\(place.lineNumber):\(place.columnNumber):") + " "
        }
        line += palette.apply(severity.style, to: severity.rawValue + ":") + " " + PrintableText.make(message, .lines)
        if let rule { line += " " + palette.apply(.dim, to: "[\(PrintableText.make(rule))]") }
        return line
    }

    private static func marked(
        _ source: String, _ place: Place, _ severity: Severity, _ width: Int?, _ palette: Palette
    ) -> [String] {
        let number = place.path == nil ? "" : "  \(place.lineNumber) | "
        let gutter = place.path == nil ? "  " : number
        let below = place.path == nil ? "  " : String(repeating: " ", count: number.utf8.count - 2) + "| "
        let room = width.map { max(1, $0 - gutter.utf8.count) }
        let view = ExcerptLine(source).view(column: place.columnNumber, length: place.length, width: room)
        let marks = String(repeating: "^", count: view.markColumns)
        let indent = String(repeating: " ", count: view.columnsBefore)
        return [
            palette.apply(.dim, to: gutter) + view.text,
            palette.apply(.dim, to: below) + indent + palette.apply(severity.style, to: marks),
        ]
    }
}
