package import TicketModel

/// A change of one front matter field.
package enum FieldEdit: Hashable, Sendable {
    /// One value in place of whatever was there; for a list field, the list of this one.
    case set(FieldName, String)
    case setList(FieldName, [String])
    /// A mapping of scalars in place of whatever was there, in this order.
    case setMapping(FieldName, [MappingText])
    /// Takes the field away.
    case clear(FieldName)
    /// Adds to a list what is not in it yet.
    case add(FieldName, [String])
    /// Takes out of a list what is in it.
    case remove(FieldName, [String])

    package var field: FieldName {
        switch self {
        case .set(let field, _), .setList(let field, _), .setMapping(let field, _), .clear(let field),
            .add(let field, _), .remove(let field, _):
            field
        }
    }
}

/// A key of a mapping with its scalar.
package struct MappingText: Hashable, Sendable {
    package var key: String
    package var text: String
    package var meaning: ScalarWriter.Meaning

    package init(_ key: String, _ text: String, _ meaning: ScalarWriter.Meaning = .text) {
        self.key = key
        self.text = text
        self.meaning = meaning
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
    /// A change that says what the file already says returns the same document. Empty texts are no items of lists.
    ///
    /// - Throws: where the field cannot be changed without changing another, which odd but valid YAML may bring about.
    ///   The file is then for a person to edit.
    package func applying(_ edit: FieldEdit, style: FieldStyle) throws(DocumentError) -> TicketDocument {
        switch edit {
        case .set(_, let text):
            return says(text, style) ? self : try changed(style, setting(text, style)) { $0.says(text, style) }
        case .setList(_, let items): return try settingList(items.filter { !$0.isEmpty }, style)
        case .setMapping(_, let items): return try settingMapping(items, style)
        case .clear: return try clearing(style)
        case .add(_, let items): return try adding(items, style)
        case .remove(_, let items): return try removing(items, style)
        }
    }

    /// Whether the field's one value is `text` already.
    private func says(_ text: String, _ style: FieldStyle) -> Bool {
        guard let pair = pair(style.key) else { return false }
        if let items = pair.value.items { return items.count == 1 && !items[0].isNull && items[0].scalar == text }
        return pair.value.isNull ? text.isEmpty : pair.value.scalar == text
    }

    /// Whether the field holds these scalars under these keys, in any order.
    private func says(_ items: [MappingText], _ style: FieldStyle) -> Bool {
        guard let pairs = pair(style.key)?.value.pairs, pairs.count == items.count else { return false }
        return items.allSatisfy { item in
            pairs.contains { $0.key == item.key && !$0.value.isNull && $0.value.scalar == item.text }
        }
    }

    private func settingMapping(_ items: [MappingText], _ style: FieldStyle) throws(DocumentError) -> TicketDocument {
        if says(items, style) { return self }
        let texts = items.map { item in
            ScalarWriter.scalar(item.key, isInFlow: true) + ": "
                + ScalarWriter.scalar(item.text, meaning: item.meaning, isInFlow: true)
        }
        let yaml = "{" + texts.joined(separator: ", ") + "}"
        return try changed(style, writing(yaml, style)) { $0.says(items, style) }
    }

    private func setting(_ text: String, _ style: FieldStyle) -> [[TextEdit]] {
        var keptStyle = YAMLNode.ScalarStyle.plain
        if case .scalar(_, let old)? = pair(style.key)?.value.content, !old.isBlock { keptStyle = old }
        let scalar = ScalarWriter.scalar(text, meaning: style.meaning, style: keptStyle, isInFlow: isFlowMapping)
        return writing(scalar, style)
    }

    /// Takes the field's lines away. Where a comment stands behind the value or the key, key and comment stay.
    func clearing(_ style: FieldStyle) throws(DocumentError) -> TicketDocument {
        guard let index = pairs.firstIndex(where: { $0.key == style.key }) else { return self }
        let pair = pairs[index]
        func isCleared(_ document: TicketDocument) -> Bool { document.pair(style.key)?.value.isNull ?? true }
        if isFlowMapping {
            let ranges = pairs.map { SourceRange($0.keyRange.start, $0.value.range.end) }
            return try changed(style, [[TextEdit(flowRemovalRange(of: index, in: ranges), "")]], isCleared)
        }
        let keyLine = SourceRange(lineStart(of: pair.keyRange.start), lineEnd(behind: pair.colonEnd))
        let lines = SourceRange(keyLine.start, lineEnd(behind: pair.value.range.end))
        let all = TextEdit(lines, "")
        // Where a comment or blank line below would become part of a text block above, the key stays between them.
        let value = TextEdit(SourceRange(pair.colonEnd, pair.value.range.end), "")
        let children = blockChildren(of: pair.value)
        if !children.isEmpty {
            let keyEdit = isComment(behind: pair.colonEnd) ? [] : [TextEdit(keyLine, "")]
            return try changed(style, [keyEdit + children.map { TextEdit($0, "") }, [all], [value]], isCleared)
        }
        guard isComment(behind: pair.value.range.end) else {
            return try changed(style, [[all], [value]], isCleared)
        }
        if pair.value.range.isEmpty { return self }
        return try changed(style, [[value], [all]], isCleared)
    }
}

// MARK: - Splices

extension TicketDocument {
    /// Returns the document after the first of `candidates` that does what it is meant to and nothing else.
    ///
    /// Splices are small and local; what they did is read again and compared, so that no oddity of YAML (a comment that
    /// would become part of the block of text above it) can change another field.
    func changed(
        _ style: FieldStyle, _ candidates: [[TextEdit]], _ isDone: (TicketDocument) -> Bool
    ) throws(DocumentError) -> TicketDocument {
        for edits in candidates {
            guard let document = try? applying(edits) else { continue }
            if isDone(document), document.saysTheSame(as: self, butFor: style.key) { return document }
        }
        throw DocumentError(
            rule: "front-matter", "\(style.key) cannot be changed here without touching other fields",
            hint: "change it in an editor", at: pair(style.key)?.keyRange ?? SourceRange(0, 3), in: source)
    }

    private func saysTheSame(as other: TicketDocument, butFor key: String) -> Bool {
        let (mine, its) = (pairs.filter { $0.key != key }, other.pairs.filter { $0.key != key })
        guard mine.count == its.count, bytes.count - bodyStart == other.bytes.count - other.bodyStart else {
            return false
        }
        return zip(mine, its).allSatisfy { $0.key == $1.key && $0.value.saysTheSame(as: $1.value) }
    }

    /// The ways to put `yaml` in the place of the field's value, or to insert the field. The best first.
    func writing(_ yaml: String, _ style: FieldStyle) -> [[TextEdit]] {
        guard let pair = pair(style.key) else { return [[inserting(yaml, style)]] }
        let insertion = TextEdit.insertion(" " + yaml, at: pair.colonEnd)
        if pair.value.range.isEmpty { return [[insertion]] }
        let children = blockChildren(of: pair.value)
        if children.isEmpty { return [[TextEdit(pair.value.range, yaml)]] }
        // A block list begins on the line below its key: the new value goes behind the colon.
        return [
            [insertion] + children.map { TextEdit($0, "") },
            [TextEdit(SourceRange(pair.colonEnd, pair.value.range.end), " " + yaml)],
        ]
    }

    /// The lines of each item or pair of a block collection, comments between them left out.
    func blockChildren(of node: YAMLNode) -> [SourceRange] {
        guard !node.isFlow else { return [] }
        if let items = node.items {
            return items.map { SourceRange(itemStart(of: $0, in: node), lineEnd(behind: $0.range.end)) }
        }
        return (node.pairs ?? []).map {
            SourceRange(lineStart(of: $0.keyRange.start), lineEnd(behind: $0.value.range.end))
        }
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
        if let predecessor { return .insertion(line, at: lineEnd(behind: predecessor.value.range.end)) }
        let start = pairs.first.map { lineStart(of: $0.keyRange.start) } ?? frontMatterRange.start
        return .insertion(line, at: start)
    }

    private func insertingIntoFlow(_ item: String, behind predecessor: YAMLPair?) -> TextEdit {
        if let predecessor { return .insertion(", \(item)", at: predecessor.value.range.end) }
        if let first = pairs.first { return .insertion("\(item), ", at: first.keyRange.start) }
        return .insertion(spacedBeforeComment(item, at: mappingRange.start + 1), at: mappingRange.start + 1)
    }
}
