import TicketModel
import TicketText

/// Turns pieces of Markdown into a flow of words.
///
/// Without colours emphasis keeps its marks. Code, strikethrough and links keep theirs always: what they mean must not be lost where a
/// terminal does not draw them, and where a link leads is part of the text.
struct InlineFlow {
    let palette: Palette
    private(set) var flow = TextFlow()

    /// - Parameter mark: What stands before the text, dim.
    init(_ inlines: [MarkdownInline], palette: Palette, style: Style = .plain, mark: String = "") {
        self.palette = palette
        if !mark.isEmpty { flow.append(mark + " ", .dim) }
        append(inlines, style)
    }

    private mutating func append(_ inlines: [MarkdownInline], _ style: Style) {
        for inline in inlines { append(inline, style) }
    }

    private mutating func append(_ inline: MarkdownInline, _ style: Style) {
        switch inline {
        case .text(let text): flow.append(text, style)
        case .code(let text): flow.append("`\(text)`", style.and(.cyan))
        case .html(let html): appendHTML(html, style)
        case .softBreak: flow.append(" ", style)
        case .hardBreak: flow.breakLine()
        case .emphasis(let inner): appendMarked(inner, "*", style.and(.italic))
        case .strong(let inner): appendMarked(inner, "**", style.and(.bold))
        case .strikethrough(let inner):
            flow.append("~~", style)
            append(inner, style.and(.struck))
            flow.append("~~", style)
        case .link(let destination, let inner): appendLink(to: destination, inner, style)
        case .image(let destination, let inner):
            flow.append("[image", style)
            let words = inner.map(\.plainText).joined()
            if !words.isEmpty { flow.append(": \(words)", style) }
            flow.append("]", style)
            appendDestination(destination)
        }
    }

    private mutating func appendMarked(_ inner: [MarkdownInline], _ mark: String, _ style: Style) {
        if !palette.hasColor { flow.append(mark) }
        append(inner, style)
        if !palette.hasColor { flow.append(mark) }
    }

    private mutating func appendHTML(_ html: String, _ style: Style) {
        let name = html.lowercased().filter { !$0.isWhitespace && $0 != "/" }
        if name == "<br>" { flow.breakLine() } else { flow.append(html, style) }
    }

    /// A bare link is its own text.
    private mutating func appendLink(to destination: String, _ inner: [MarkdownInline], _ style: Style) {
        append(inner, style.and(.underlined))
        let words = inner.map(\.plainText).joined()
        let isBare = [words, "mailto:" + words, "http://" + words].contains(destination)
        if !isBare { appendDestination(destination) }
    }

    private mutating func appendDestination(_ destination: String) {
        guard !destination.isEmpty else { return }
        // Spaces would let it break.
        let joined = destination.map { $0.isWhitespace ? "%20" : String($0) }.joined()
        flow.append(" <\(joined)>", .dim)
    }
}
