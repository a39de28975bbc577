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
        var lines: [StyledText] = []
        for (index, item) in list.items.enumerated() {
            if index > 0, !list.isTight { lines.append(StyledText()) }
            let mark = Self.mark(of: item, at: index, list)
            // Where nothing would be left of the width, the mark stands on a line of its own.
            let columns = width - mark.count >= Self.leastWidth ? mark.count : 0
            let text = self.lines(item.blocks, width: width - columns, isTight: list.isTight)
            lines += columns == 0 ? [StyledText(mark).withoutTrailingSpaces] + text : hanging(text, from: mark)
        }
        return lines
    }

    /// `• `, ` 9. `, `[x] `: bullets, numbers that end in one column, tasks.
    private static func mark(of item: MarkdownList.Item, at index: Int, _ list: MarkdownList) -> String {
        let task = item.isDone.map { $0 ? "[x] " : "[ ] " }
        guard let start = list.start else { return task ?? "• " }
        let last = String(start + max(0, list.items.count - 1))
        let number = String(start + index)
        return String(repeating: " ", count: last.count - number.count) + number + ". " + (task ?? "")
    }

    /// The first line behind the mark, the others below its end.
    private func hanging(_ text: [StyledText], from mark: String) -> [StyledText] {
        let gap = String(repeating: " ", count: mark.count)
        let first = (text.first ?? StyledText()).prefixed(mark).withoutTrailingSpaces
        return [first] + text.dropFirst().map { $0.isEmpty ? $0 : $0.prefixed(gap) }
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
