package import TicketModel

/// A change of one front matter field.
package enum FieldEdit: Hashable, Sendable {
    /// One value in place of whatever was there; for a list field, the list of this one.
    case set(FieldName, String)
    case setList(FieldName, [String])
    /// Takes the field away.
    case clear(FieldName)
    /// Adds to a list what is not in it yet.
    case add(FieldName, [String])
    /// Takes out of a list what is in it.
    case remove(FieldName, [String])

    package var field: FieldName {
        switch self {
        case .set(let field, _), .setList(let field, _), .clear(let field), .add(let field, _), .remove(let field, _):
            field
        }
    }
}

/// How the files of a desk write a field: its key, its type, and the keys that come before it in a new ticket.
package struct FieldStyle: Sendable {
    package var key: String
    package var meaning: ScalarWriter.Meaning
    /// Keys in their natural order; a missing one is put behind the last of those that precede it.
    package var keyOrder: [String]

    package init(key: String, meaning: ScalarWriter.Meaning, keyOrder: [String]) {
        self.key = key
        self.meaning = meaning
        self.keyOrder = keyOrder
    }

    package init(_ field: FieldName, configuration: Configuration) {
        let typed: Set<FieldType.Kind> = [.integer, .decimal, .boolean, .instant, .date, .duration]
        let kind = configuration.type(of: field)?.kind ?? .text
        self.init(
            key: configuration.fileName(of: field), meaning: typed.contains(kind) ? .typed : .text,
            keyOrder: configuration.knownFields.map { configuration.fileName(of: $0) })
    }
}

extension TicketDocument {
    /// Returns the document with one field changed and every other byte as it was.
    ///
    /// A change that says what the file already says returns the same document.
    package func applying(_ edit: FieldEdit, style: FieldStyle) throws(DocumentError) -> TicketDocument {
        switch edit {
        case .set(_, let text): return try applying(setting(text, style))
        case .setList(_, let items): return try settingList(items, style)
        case .clear: return try applying(clearing(style))
        case .add(_, let items):
            var document = self
            for item in items { document = try document.applying(document.adding(item, style)) }
            return document
        case .remove(_, let items):
            var document = self
            for item in items { document = try document.removingItem(item, style) }
            return document
        }
    }

    private func settingList(_ items: [String], _ style: FieldStyle) throws(DocumentError) -> TicketDocument {
        guard let pair = pair(style.key), pair.value.items != nil else {
            let list =
                "["
                + items.map { ScalarWriter.scalar($0, meaning: style.meaning, isInFlow: true) }
                .joined(separator: ", ") + "]"
            return try applying(writing(list, style))
        }
        let kept = Set(items)
        let present = (pair.value.items ?? []).compactMap(\.scalar)
        var document = try applying(.remove(FieldName(style.key), present.filter { !kept.contains($0) }), style: style)
        document = try document.applying(.add(FieldName(style.key), items), style: style)
        return document
    }
}

// MARK: - Scalars

extension TicketDocument {
    private func setting(_ text: String, _ style: FieldStyle) -> [TextEdit] {
        guard let pair = pair(style.key) else {
            return writing(ScalarWriter.scalar(text, meaning: style.meaning, isInFlow: isFlowMapping), style)
        }
        guard case .scalar(let old, let oldStyle) = pair.value.content else {
            return writing(ScalarWriter.scalar(text, meaning: style.meaning, isInFlow: isFlowMapping), style)
        }
        if old == text, !(old.isEmpty && pair.value.range.isEmpty) { return [] }
        let keptStyle: YAMLNode.ScalarStyle = pair.value.range.isEmpty || oldStyle.isBlock ? .plain : oldStyle
        return writing(
            ScalarWriter.scalar(text, meaning: style.meaning, style: keptStyle, isInFlow: isFlowMapping), style)
    }

    /// Puts `yaml` in the place of the field's value, or inserts the field.
    func writing(_ yaml: String, _ style: FieldStyle) -> [TextEdit] {
        guard let pair = pair(style.key) else { return [inserting(yaml, style)] }
        let range = pair.value.range
        if range.isEmpty { return [.insertion(" " + yaml, at: range.start)] }
        if let items = pair.value.items, !pair.value.isFlow, !items.isEmpty {
            // A block list begins on the line below its key: the new value goes behind the colon.
            let colon = colonEnd(of: pair)
            return [TextEdit(SourceRange(colon, range.end), " " + yaml)]
        }
        if pair.value.pairs != nil, !pair.value.isFlow {
            return [TextEdit(SourceRange(colonEnd(of: pair), range.end), " " + yaml)]
        }
        return [TextEdit(range, yaml)]
    }

    private func colonEnd(of pair: YAMLPair) -> Int {
        var end = pair.keyRange.end
        while end < bytes.count, bytes[end] != UInt8(ascii: ":") { end += 1 }
        return min(end + 1, bytes.count)
    }

    /// Inserts a missing key behind the last key that naturally precedes it.
    private func inserting(_ yaml: String, _ style: FieldStyle) -> TextEdit {
        let key = ScalarWriter.scalar(style.key, isInFlow: isFlowMapping)
        let rank = style.keyOrder.firstIndex(of: style.key) ?? style.keyOrder.count
        let predecessor =
            pairs.last { pair in (style.keyOrder.firstIndex(of: pair.key) ?? .max) < rank }
            ?? (rank == style.keyOrder.count ? pairs.last : nil)
        if isFlowMapping { return insertingIntoFlow("\(key): \(yaml)", behind: predecessor) }
        let indentation = String(repeating: " ", count: pairs.first.map { column(of: $0.keyRange.start) } ?? 0)
        let line = "\(indentation)\(key): \(yaml)\(lineEnding)"
        if let predecessor { return .insertion(line, at: lineEnd(behind: predecessor.value)) }
        let start = pairs.first.map { lineStart(of: $0.keyRange.start) } ?? frontMatterRange.start
        return .insertion(line, at: start)
    }

    private func insertingIntoFlow(_ item: String, behind predecessor: YAMLPair?) -> TextEdit {
        if let predecessor {
            return .insertion(", \(item)", at: max(predecessor.value.range.end, predecessor.keyRange.end))
        }
        if let first = pairs.first { return .insertion("\(item), ", at: first.keyRange.start) }
        return .insertion(item, at: mappingRange.start + 1)
    }

    /// Takes the field's lines away. Where a comment stands behind the value, key and comment stay.
    private func clearing(_ style: FieldStyle) -> [TextEdit] {
        guard let index = pairs.firstIndex(where: { $0.key == style.key }) else { return [] }
        let pair = pairs[index]
        if isFlowMapping {
            let ranges = pairs.map { SourceRange($0.keyRange.start, max($0.value.range.end, $0.keyRange.end)) }
            return [TextEdit(flowRemovalRange(of: index, in: ranges), "")]
        }
        let end = lineEnd(behind: pair.value)
        let isCommented = bytes[pair.value.range.end..<end].contains(UInt8(ascii: "#"))
        if isCommented, !pair.value.range.isEmpty, pair.value.items == nil, pair.value.pairs == nil {
            let start = colonEnd(of: pair)
            return [TextEdit(SourceRange(start, pair.value.range.end), "")]
        }
        if isCommented { return [] }
        return [TextEdit(SourceRange(lineStart(of: pair.keyRange.start), end), "")]
    }
}

// MARK: - Places

extension TicketDocument {
    func lineStart(of offset: Int) -> Int {
        var start = offset
        while start > frontMatterRange.start, bytes[start - 1] != 0x0A { start -= 1 }
        return start
    }

    /// Where the line behind `node` begins: behind its last byte's line ending.
    func lineEnd(behind node: YAMLNode) -> Int {
        var end = max(node.range.end, frontMatterRange.start)
        while end < frontMatterRange.end, bytes[end] != 0x0A { end += 1 }
        return min(end + 1, frontMatterRange.end)
    }

    /// Characters are bytes here: indentation is made of spaces.
    func column(of offset: Int) -> Int { offset - lineStart(of: offset) }

    /// The bytes to delete so that item `index` of a flow collection goes with one comma and no comment.
    func flowRemovalRange(of index: Int, in ranges: [SourceRange]) -> SourceRange {
        let item = ranges[index]
        if index + 1 < ranges.count {
            let next = ranges[index + 1].start
            if !bytes[item.end..<next].contains(UInt8(ascii: "#")) { return SourceRange(item.start, next) }
            let comma = bytes[item.end..<next].firstIndex(of: UInt8(ascii: ",")) ?? item.end - 1
            return SourceRange(item.start, comma + 1)
        }
        if index > 0 {
            let previous = ranges[index - 1].end
            if !bytes[previous..<item.start].contains(UInt8(ascii: "#")) { return SourceRange(previous, item.end) }
        }
        return item
    }
}
