import TicketModel

// Lists keep their style: items of `[a, b]` go in and out between the brackets, `- a` items as lines.
extension TicketDocument {
    /// What the field's list holds. A single value where a list is meant is a list of one.
    private func listed(_ style: FieldStyle) -> [String] {
        guard let value = pair(style.key)?.value else { return [] }
        if let text = value.scalar { return value.isNull || text.isEmpty ? [] : [text] }
        return (value.items ?? []).compactMap { $0.isNull ? nil : $0.scalar }
    }

    func adding(_ items: [String], _ style: FieldStyle) throws(DocumentError) -> TicketDocument {
        var document = self
        for item in items where !item.isEmpty && !document.listed(style).contains(item) {
            document = try document.changed(style, document.adding(item, style)) { $0.listed(style).contains(item) }
        }
        return document
    }

    func removing(_ items: [String], _ style: FieldStyle) throws(DocumentError) -> TicketDocument {
        var document = self
        for item in items {
            while let count = document.occurrences(of: item, style) {
                document = try document.removing(item, style) { $0.occurrences(of: item, style) ?? 0 < count }
            }
        }
        return document
    }

    /// How often the list holds `item`; nil where it does not.
    private func occurrences(of item: String, _ style: FieldStyle) -> Int? {
        let count = listed(style).count { $0 == item }
        return count > 0 ? count : nil
    }

    func settingList(_ items: [String], _ style: FieldStyle) throws(DocumentError) -> TicketDocument {
        let present = listed(style)
        let isList = pair(style.key)?.value.items.map { $0.allSatisfy { $0.scalar != nil } } ?? false
        if present == items, isList || pair(style.key)?.value.pairs == nil { return self }
        if isList {
            let kept = Set(items)
            let changed = try removing(present.filter { !kept.contains($0) }, style).adding(items, style)
            if changed.listed(style) == items { return changed }
        }
        return try changed(style, writing(flowList(items, style), style)) { $0.listed(style) == items }
    }

    /// The ways to add `item` to a list that does not hold it; none where the value is a mapping.
    private func adding(_ item: String, _ style: FieldStyle) -> [[TextEdit]] {
        guard let value = pair(style.key)?.value else { return writing(flowList([item], style), style) }
        switch value.content {
        case .scalar: return writing(flowList(listed(style) + [item], style), style)
        case .sequence(let items, isFlow: true): return [[addingToFlow(item, value, items, style)]]
        case .sequence(let items, isFlow: false):
            guard let last = items.last else { return [] }
            let indentation = String(repeating: " ", count: column(of: value.range.start))
            let text = ScalarWriter.scalar(item, meaning: style.meaning)
            let line = "\(indentation)- \(text)\(lineEnding)"
            return [[.insertion(line, at: lineEnd(behind: last.range.end))]]
        case .mapping: return []
        }
    }

    private func addingToFlow(_ item: String, _ list: YAMLNode, _ items: [YAMLNode], _ style: FieldStyle) -> TextEdit {
        let text = ScalarWriter.scalar(item, meaning: style.meaning, isInFlow: true)
        if let last = items.last { return .insertion(", " + text, at: last.range.end) }
        let start = list.range.start + 1
        return .insertion(spacedBeforeComment(text, at: start), at: start)
    }

    /// Takes the first `item` out of a list that holds it.
    private func removing(
        _ item: String, _ style: FieldStyle, _ isDone: (TicketDocument) -> Bool
    ) throws(DocumentError) -> TicketDocument {
        guard let pair = pair(style.key) else { return self }
        guard let items = pair.value.items, let index = items.firstIndex(where: { !$0.isNull && $0.scalar == item })
        else { return try clearing(style) }
        if pair.value.isFlow {
            return try changed(style, [[TextEdit(flowRemovalRange(of: index, in: items.map(\.range)), "")]], isDone)
        }
        // A block list without items is written `[]` behind its key.
        if items.count == 1 { return try changed(style, writing("[]", style), isDone) }
        let lines = blockChildren(of: pair.value)[index]
        let withComments = index > 0 ? SourceRange(lineEnd(behind: items[index - 1].range.end), lines.end) : lines
        return try changed(style, [[TextEdit(lines, "")], [TextEdit(withComments, "")]], isDone)
    }

    private func flowList(_ items: [String], _ style: FieldStyle) -> String {
        let texts = items.map { ScalarWriter.scalar($0, meaning: style.meaning, isInFlow: true) }
        return "[" + texts.joined(separator: ", ") + "]"
    }
}
