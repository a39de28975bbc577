import TicketModel

// Lists keep their style: items of `[a, b]` go in and out between the brackets, `- a` items as lines.
extension TicketDocument {
    /// The edits that add `item` to a list; none where it is in already.
    func adding(_ item: String, _ style: FieldStyle) -> [TextEdit] {
        guard let pair = pair(style.key) else { return writing(flowList([item], style), style) }
        switch pair.value.content {
        case .scalar(let text, let scalarStyle):
            if text == item { return [] }
            if pair.value.isNull { return replacingValue(of: pair, with: flowList([item], style)) }
            if scalarStyle.isBlock || text.isEmpty {
                return replacingValue(of: pair, with: flowList(text.isEmpty ? [item] : [text, item], style))
            }
            return replacingValue(of: pair, with: flowList([text, item], style))
        case .sequence(let items, let isFlow):
            if items.contains(where: { $0.scalar == item }) { return [] }
            return isFlow ? [addingToFlow(item, pair.value, items, style)] : [addingToBlock(item, items, style)]
        case .mapping:
            return replacingValue(of: pair, with: flowList([item], style))
        }
    }

    /// Takes `item` out of a list. A single value where a list is meant is a list of one.
    func removingItem(_ item: String, _ style: FieldStyle) throws(DocumentError) -> TicketDocument {
        guard let pair = pair(style.key) else { return self }
        if pair.value.scalar == item { return try applying(.clear(FieldName(style.key)), style: style) }
        guard let items = pair.value.items, let index = items.firstIndex(where: { $0.scalar == item }) else {
            return self
        }
        if pair.value.isFlow {
            return try applying([TextEdit(flowRemovalRange(of: index, in: items.map(\.range)), "")])
        }
        if items.count == 1 { return try applying(emptyingBlock(pair)) }
        let start = lineStart(of: dash(before: items[index].range.start))
        return try applying([TextEdit(SourceRange(start, lineEnd(behind: items[index])), "")])
    }

    private func flowList(_ items: [String], _ style: FieldStyle) -> String {
        let texts = items.map { ScalarWriter.scalar($0, meaning: style.meaning, isInFlow: true) }
        return "[" + texts.joined(separator: ", ") + "]"
    }

    private func replacingValue(of pair: YAMLPair, with yaml: String) -> [TextEdit] {
        let range = pair.value.range
        return [range.isEmpty ? .insertion(" " + yaml, at: range.start) : TextEdit(range, yaml)]
    }

    private func addingToFlow(_ item: String, _ list: YAMLNode, _ items: [YAMLNode], _ style: FieldStyle) -> TextEdit {
        let text = ScalarWriter.scalar(item, meaning: style.meaning, isInFlow: true)
        guard let last = items.last else { return .insertion(text, at: list.range.start + 1) }
        return .insertion(", " + text, at: last.range.end)
    }

    private func addingToBlock(_ item: String, _ items: [YAMLNode], _ style: FieldStyle) -> TextEdit {
        let text = ScalarWriter.scalar(item, meaning: style.meaning)
        guard let last = items.last else { return .insertion("", at: frontMatterRange.end) }
        let dash = dash(before: last.range.start)
        let indentation = String(repeating: " ", count: column(of: dash))
        return .insertion("\(indentation)- \(text)\(lineEnding)", at: lineEnd(behind: last))
    }

    /// A block list without items is written `[]` behind its key.
    private func emptyingBlock(_ pair: YAMLPair) -> [TextEdit] {
        guard let items = pair.value.items, let first = items.first else { return [] }
        var colon = pair.keyRange.end
        while colon < pair.value.range.start, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
        let start = lineStart(of: dash(before: first.range.start))
        return [.insertion(" []", at: colon + 1), TextEdit(SourceRange(start, lineEnd(behind: first)), "")]
    }

    /// The `-` that introduces the block list item at `offset`.
    private func dash(before offset: Int) -> Int {
        var position = offset
        while position > frontMatterRange.start {
            position -= 1
            if bytes[position] == UInt8(ascii: "-") { return position }
        }
        return offset
    }
}
