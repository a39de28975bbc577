import TicketModel

/// A line of text in pieces, each with a style of its own; control characters in it are made visible when it is made.
struct StyledText: Hashable, Sendable {
    struct Run: Hashable, Sendable {
        let text: String
        let style: Style
    }

    private(set) var runs: [Run] = []

    init() {}

    init(_ text: String, _ style: Style = .plain) {
        append(text, style)
    }

    /// Adds a piece at the end.
    mutating func append(_ text: String, _ style: Style = .plain) {
        let printable = PrintableText.make(text)
        guard !printable.isEmpty else { return }
        if let last = runs.last, last.style == style {
            runs[runs.count - 1] = Run(text: last.text + printable, style: style)
        } else {
            runs.append(Run(text: printable, style: style))
        }
    }

    /// Returns this text with a piece added at the end.
    func appending(_ text: String, _ style: Style = .plain) -> StyledText {
        var result = self
        result.append(text, style)
        return result
    }

    /// Returns this text with a piece added in front.
    func prefixed(_ text: String, _ style: Style = .plain) -> StyledText {
        var result = StyledText(text, style)
        result.runs += runs
        return result
    }

    var isEmpty: Bool { runs.isEmpty }

    /// The text without its styles.
    var plain: String { runs.map(\.text).joined() }

    /// The columns it takes.
    var columns: Int { TerminalWidth.columns(plain) }

    /// Returns the text cut to `columns` with a `…`, styles kept; see ``TerminalWidth/truncated(_:to:)``.
    func truncated(to columns: Int) -> StyledText {
        if self.columns <= columns { return self }
        let whole = TerminalWidth.truncated(plain, to: columns)
        var rest = whole.unicodeScalars.count - (whole.isEmpty ? 0 : 1)
        var result = StyledText()
        var lastStyle = Style.plain
        for run in runs where rest > 0 {
            let scalars = run.text.unicodeScalars.prefix(rest)
            rest -= scalars.count
            lastStyle = run.style
            result.runs.append(Run(text: String(scalars), style: run.style))
        }
        if !whole.isEmpty { result.runs.append(Run(text: "…", style: lastStyle)) }
        return result
    }

    /// Returns the text without spaces at its end.
    var withoutTrailingSpaces: StyledText {
        var result = self
        while let last = result.runs.popLast() {
            let kept = last.text.trimmingSpacesAtEnd
            guard !kept.isEmpty else { continue }
            result.runs.append(Run(text: kept, style: last.style))
            break
        }
        return result
    }

    /// Returns what to write to the terminal.
    func rendered(_ palette: Palette) -> String {
        runs.map { palette.apply($0.style, to: $0.text) }.joined()
    }
}

extension String {
    /// The string without the spaces (U+0020) at its end.
    fileprivate var trimmingSpacesAtEnd: String {
        var kept = self[...]
        while kept.last == " " { kept.removeLast() }
        return String(kept)
    }
}
