import TicketModel
import TicketText

/// Markdown set into lines for the terminal.
struct MarkdownPage {
    let palette: Palette

    /// Indentation stops where fewer columns would be left.
    private static let leastWidth = 24

    /// Returns the lines of `text`; what cannot be parsed within the limits is shown as it is written.
    func lines(_ text: String, width: Int) -> [StyledText] {
        guard let document = MarkdownDocument(text) else { return plainLines(text, width: width) }
        return lines(document.blocks, width: width)
    }

    private func plainLines(_ text: String, width: Int) -> [StyledText] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            var flow = TextFlow()
            let indentation = min(line.prefix { $0 == " " }.count, max(0, width - Self.leastWidth))
            flow.append(String(line))
            let lines = flow.lines(width: width - indentation)
            return lines.isEmpty
                ? [StyledText()] : lines.map { $0.prefixed(String(repeating: " ", count: indentation)) }
        }
    }

    /// Returns blocks with a blank line between them; a tight list's paragraphs stand together.
    func lines(_ blocks: [MarkdownBlock], width: Int, isTight: Bool = false) -> [StyledText] {
        var lines: [StyledText] = []
        for block in blocks {
            let own = self.lines(block, width: width)
            if !lines.isEmpty, !own.isEmpty, !isTight { lines.append(StyledText()) }
            lines += own
        }
        return lines
    }

    private func lines(_ block: MarkdownBlock, width: Int) -> [StyledText] {
        switch block {
        case .paragraph(let inlines): InlineFlow(inlines, palette: palette).flow.lines(width: width)
        case .heading(let level, let inlines):
            InlineFlow(
                inlines, palette: palette, style: .bold, mark: String(repeating: "#", count: level)
            ).flow.lines(width: width)
        case .quote(let blocks): quoteLines(blocks, width)
        case .list(let list): listLines(list, width)
        case .code(_, let code): codeLines(code, width)
        case .html(let html): html.map { StyledText($0.tabsExpanded, .dim) }
        case .table(let table): MarkdownTableLayout(table, palette: palette).lines(width: width)
        case .rule: [StyledText(String(repeating: "─", count: min(width, 40)), .dim)]
        }
    }

    private func quoteLines(_ blocks: [MarkdownBlock], _ width: Int) -> [StyledText] {
        guard width - 2 >= Self.leastWidth else { return lines(blocks, width: width) }
        return lines(blocks, width: width - 2).map { $0.prefixed($0.isEmpty ? ">" : "> ", .dim) }
    }

    /// Code keeps its lines, however long.
    private func codeLines(_ code: [String], _ width: Int) -> [StyledText] {
        let prefix = width - 4 >= Self.leastWidth ? "    " : ""
        return code.map { line in
            line.isEmpty ? StyledText() : StyledText(line.tabsExpanded, .cyan).prefixed(prefix)
        }
    }

    private func listLines(_ list: MarkdownList, _ width: Int) -> [StyledText] {
        let last = (list.start ?? 0) + max(0, list.items.count - 1)
        let markColumns = list.start == nil ? 2 : String(last).count + 2
        var lines: [StyledText] = []
        for (index, item) in list.items.enumerated() {
            let number = list.start.map { "\($0 + index)." } ?? "•"
            var mark = String(repeating: " ", count: max(0, markColumns - 1 - number.count)) + number + " "
            if let isDone = item.isDone { mark = (list.start == nil ? "" : mark) + (isDone ? "[x] " : "[ ] ") }
            let columns = width - mark.count >= Self.leastWidth ? mark.count : 0
            var own = self.lines(item.blocks, width: width - columns, isTight: list.isTight)
            if own.isEmpty { own = [StyledText()] }
            if columns == 0 {
                let line = StyledText(mark).withoutTrailingSpaces
                own = [line] + own
            } else {
                let gap = String(repeating: " ", count: columns)
                own = own.enumerated().map { line, text in
                    line == 0
                        ? text.prefixed(mark).withoutTrailingSpaces : text.isEmpty ? text : text.prefixed(gap)
                }
            }
            if index > 0, !list.isTight { lines.append(StyledText()) }
            lines += own
        }
        return lines
    }
}

extension String {
    /// The line with tabs as spaces up to the next multiple of eight columns.
    fileprivate var tabsExpanded: String {
        guard utf8.contains(0x09) else { return self }
        var line = ""
        for part in split(separator: "\t", omittingEmptySubsequences: false) {
            if !line.isEmpty || part.startIndex != startIndex {
                line += String(repeating: " ", count: 8 - TerminalWidth.columns(line) % 8)
            }
            line += part
        }
        return line
    }
}
