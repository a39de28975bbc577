import TicketModel

/// Merges the fields of a ticket, key by key, as whole lines where they can be.
struct FrontMatterMerge {
    let sides: MergeSides
    let fields: MergeFields
    let markers: MergeMarkers
    private(set) var journal: MergeJournal
    /// The conflicts so far, by the path of keys, with what became of them.
    private var answers: [[String]: MergeConflict.Answer] = [:]

    init(_ sides: MergeSides, fields: MergeFields, markers: MergeMarkers, journal: MergeJournal) {
        self.sides = sides
        self.fields = fields
        self.markers = markers
        self.journal = journal
    }

    /// Returns everything in front of the text: both lines `---` and the fields between them.
    ///
    /// - Throws: where the fields would not say what they should.
    mutating func merge() throws(MergeMismatch) -> MergeOutput {
        var output = MergeOutput()
        output.append(picked { Array($0.bytes[..<$0.frontMatterRange.start]) })
        output.append(try mergedFields())
        output.append(picked { Array($0.bytes[$0.frontMatterRange.end..<$0.bodyStart]) })
        try check(output, for: .ours)
        try check(output, for: .theirs)
        return output
    }

    /// What theirs has where only theirs changed it, else what ours has.
    private func picked(_ part: (TicketDocument) -> [UInt8]) -> [UInt8] {
        let ours = part(sides.ours)
        return ours == sides.base.map(part) ? part(sides.theirs) : ours
    }

    private mutating func mergedFields() throws(MergeMismatch) -> MergeOutput {
        guard let ours = MappingLevel(sides.ours), let theirs = MappingLevel(sides.theirs) else { return try byValue() }
        let base = sides.base.map { MappingLevel($0) }
        if let base, base == nil { return try byValue() }
        var output = MergeOutput()
        merge(base ?? nil, ours, theirs, path: [], into: &output)
        addLostComments(to: &output)
        return output
    }

    /// Comments that only one version has are never dropped: those that lost their place go below the fields.
    private func addLostComments(to output: inout MergeOutput) {
        let kept = Set([output.ours, output.theirs].flatMap { comments($0) })
        let old = Set(sides.base?.comments ?? [])
        var seen = kept.union(old)
        for comment in sides.ours.comments + sides.theirs.comments where seen.insert(comment).inserted {
            output.append(comment + markers.lineEnding)
        }
    }

    private func comments(_ fields: [UInt8]) -> [[UInt8]] {
        let bytes = Array("---\n".utf8) + fields + Array("---\n".utf8)
        return (try? TicketDocument(SourceText(path: sides.ours.source.path, bytes: bytes)))?.comments ?? []
    }
}

// MARK: - By lines

extension FrontMatterMerge {
    /// Merges one mapping: the pairs of ours in their order, what theirs added behind what precedes it there.
    private mutating func merge(
        _ base: MappingLevel?, _ ours: MappingLevel, _ theirs: MappingLevel, path: [String],
        into output: inout MergeOutput
    ) {
        for key in order(ours.parts.map(\.pair.key), theirs.parts.map(\.pair.key)) {
            let parts = (base?.part(key), ours.part(key), theirs.part(key))
            var field = MergeOutput()
            merge((base, ours, theirs), parts, path: path + [key], into: &field)
            guard !field.marked.isEmpty else { continue }
            output.append(Self.mergedComments(parts.0?.lead ?? [], parts.1?.lead ?? [], parts.2?.lead ?? []))
            output.append(field)
        }
        output.append(Self.mergedComments(base?.tail ?? [], ours.tail, theirs.tail))
    }

    private func order(_ ours: [String], _ theirs: [String]) -> [String] {
        var order = ours
        var known = Set(ours)
        for (index, key) in theirs.enumerated() where known.insert(key).inserted {
            let place = index > 0 ? order.firstIndex(of: theirs[index - 1]).map { $0 + 1 } : 0
            order.insert(key, at: place ?? order.count)
        }
        return order
    }

    private typealias Levels = (base: MappingLevel?, ours: MappingLevel, theirs: MappingLevel)
    private typealias Parts = (base: MappingLevel.Part?, ours: MappingLevel.Part?, theirs: MappingLevel.Part?)

    private mutating func merge(
        _ levels: Levels, _ parts: Parts, path: [String], into output: inout MergeOutput
    ) {
        let theirLines = parts.theirs.map { levels.theirs.lines(of: $0, indentedBy: levels.ours.indentation) }
        let ourLines = parts.ours?.lines
        if parts.theirs?.lines == parts.base?.lines || ourLines == theirLines { return output.append(ourLines ?? []) }
        let (base, ours, theirs) = values(parts)
        if ourLines == parts.base?.lines {
            if theirs != base { journal.notes.append(.took(path)) }
            return output.append(theirLines ?? [])
        }
        if ours == theirs || theirs == base { return output.append(ourLines ?? []) }
        if ours == base {
            journal.notes.append(.took(path))
            return output.append(theirLines ?? [])
        }
        if let lines = combinedList(levels, parts, path) {
            journal.notes.append(.combined(path))
            return output.append(lines)
        }
        if MergeValue.bothTookAway(base: base, ours: ours, theirs: theirs) { return }
        if mergeMapping(levels, parts, path, into: &output) { return }
        switch answer(parts, path) {
        case .ours: output.append(ourLines ?? [])
        case .theirs: output.append(theirLines ?? [])
        case .markers: output.appendConflict(ourLines ?? [], theirLines ?? [], markers)
        }
    }

    private func values(_ parts: Parts) -> (MergeValue?, MergeValue?, MergeValue?) {
        (MergeValue(parts.base?.pair.value), MergeValue(parts.ours?.pair.value), MergeValue(parts.theirs?.pair.value))
    }

    private mutating func answer(_ parts: Parts, _ path: [String]) -> MergeConflict.Answer {
        answer(parts.base?.pair.value, parts.ours?.pair.value, parts.theirs?.pair.value, path)
    }

    fileprivate mutating func answer(
        _ base: YAMLNode?, _ ours: YAMLNode?, _ theirs: YAMLNode?, _ path: [String]
    ) -> MergeConflict.Answer {
        let answer = journal.answer(
            MergeConflict(
                place: .field(path), base: base?.shownText, ours: ours?.shownText, theirs: theirs?.shownText))
        answers[path] = answer
        return answer
    }

    /// The lines of a list that both sides changed; nil where the values are no lists of texts.
    private func combinedList(_ levels: Levels, _ parts: Parts, _ path: [String]) -> [UInt8]? {
        let (base, ours, theirs) = values(parts)
        let isList = path.count == 1 && fields.isList(path[0])
        guard let part = parts.ours ?? parts.theirs,
            let texts = MergeValue.mergedTexts(base: base, ours: ours, theirs: theirs, isList: isList)
        else { return nil }
        let level = parts.ours == nil ? levels.theirs : levels.ours
        let items = texts.map { String(decoding: $0, as: UTF8.self) }
        if path.count == 1, let lines = edited(level.document, path[0], items, part) { return lines }
        let list = items.map { ScalarWriter.scalar($0, meaning: .typed, isInFlow: true) }.joined(separator: ", ")
        return Array(level.head(of: part).prefix(part.pair.colonEnd - part.start)) + Array(" [\(list)]".utf8)
            + markers.lineEnding
    }

    /// The lines of a field of `document` with its list changed item by item; nil where that cannot be done.
    private func edited(
        _ document: TicketDocument, _ key: String, _ items: [String], _ part: MappingLevel.Part
    ) -> [UInt8]? {
        let texts = MergeValue(part.pair.value)?.texts(takesSingle: true) ?? []
        let present = texts.map { String(decoding: $0, as: UTF8.self) }
        let (name, style) = (FieldName(key), fields.style(key))
        guard
            let document = try? document.applying(.remove(name, present.filter { !items.contains($0) }), style: style)
                .applying(.add(name, items), style: style),
            let level = MappingLevel(document)
        else { return nil }
        return level.part(key)?.lines ?? []
    }

    /// Merges a field that is a mapping on both sides, pair by pair; false where it is none.
    private mutating func mergeMapping(
        _ levels: Levels, _ parts: Parts, _ path: [String], into output: inout MergeOutput
    ) -> Bool {
        guard let mine = parts.ours, let its = parts.theirs, mine.pair.value.pairs != nil, its.pair.value.pairs != nil
        else { return false }
        guard let ours = levels.ours.level(below: mine), let theirs = levels.theirs.level(below: its) else {
            return mergeBraces(levels, parts, path, into: &output)
        }
        let base = parts.base.flatMap { part in
            levels.base?.level(below: part)
                ?? part.pair.value.pairs.map { MappingLevel(valuesOf: $0, in: ours.document) }
        }
        let heads = (
            parts.base.flatMap { levels.base?.head(of: $0) }, levels.ours.head(of: mine), levels.theirs.head(of: its)
        )
        journal.notes.append(.combined(path))
        var pairs = MergeOutput()
        merge(base, ours, theirs, path: path, into: &pairs)
        // A key without a pair below it would say that there is something.
        if pairs.marked.isEmpty { return true }
        output.append(heads.1 == heads.0 && levels.ours.indentation == levels.theirs.indentation ? heads.2 : heads.1)
        output.append(pairs)
        return true
    }

    /// Merges a mapping that is in braces on one side at least; false where its values cannot stand in braces.
    ///
    /// Braces have no lines of their own: where a pair conflicts, the markers stand around the field.
    private mutating func mergeBraces(
        _ levels: Levels, _ parts: Parts, _ path: [String], into output: inout MergeOutput
    ) -> Bool {
        guard let mine = parts.ours, let its = parts.theirs else { return false }
        let isOurs = mine.pair.value.isFlow
        let (part, level) = isOurs ? (mine, levels.ours) : (its, levels.theirs)
        guard part.pair.value.isFlow,
            let texts = mergedBraces(parts.base?.pair.value, mine.pair.value, its.pair.value, path)
        else { return false }
        let range = SourceRange(part.pair.value.range.start - part.start, part.pair.value.range.end - part.start)
        func lines(_ text: String) -> [UInt8] {
            var changed = part
            changed.lines = TextEdit.apply([TextEdit(range, text)], to: part.lines)
            return isOurs ? changed.lines : level.lines(of: changed, indentedBy: levels.ours.indentation)
        }
        journal.notes.append(.combined(path))
        if texts.ours == texts.theirs {
            output.append(lines(texts.ours))
        } else {
            output.appendConflict(lines(texts.ours), lines(texts.theirs), markers)
        }
        return true
    }

    /// The merge of two mappings in braces, with conflicts settled for each side; nil where it cannot stand in braces.
    private mutating func mergedBraces(
        _ base: YAMLNode?, _ ours: YAMLNode?, _ theirs: YAMLNode?, _ path: [String]
    ) -> (ours: String, theirs: String)? {
        guard let ours, let theirs else { return nil }
        let (mine, its) = ((sides.ours, ours), (sides.theirs, theirs))
        guard FlowMapping.merged(base, mine, its, answer: { _, _, _, _ in .markers }) != nil else { return nil }
        return FlowMapping.merged(base, mine, its) { answer($1, $2, $3, path + [$0]) }
    }

    /// Merges comments and blank lines. Where both sides changed the same ones, both stay.
    private static func mergedComments(_ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]) -> [UInt8] {
        if ours == theirs || theirs == base { return ours }
        if ours == base { return theirs }
        func lines(_ bytes: [UInt8]) -> [LineMerge.Line] {
            LineMerge.lines(bytes.last == 0x0A ? bytes.dropLast() : bytes)
        }
        let merged = LineMerge(base: lines(base), ours: lines(ours), theirs: lines(theirs)).chunks.flatMap { chunk in
            switch chunk {
            case .lines(let lines): return lines
            case .conflict(_, let ours, let theirs):
                let known = Set(ours)
                return ours + theirs.filter { !known.contains($0) }
            }
        }
        return merged.flatMap { $0 + [0x0A] }
    }
}

// MARK: - By value

extension FrontMatterMerge {
    /// Merges front matter that is written in braces: ours with the values changed that theirs changed.
    ///
    /// A conflict is one of the whole front matter, since lines of braces cannot be told apart.
    private mutating func byValue() throws(MergeMismatch) -> MergeOutput {
        let keys = order(sides.ours.pairs.map(\.key), sides.theirs.pairs.map(\.key))
        var (ours, theirs) = (sides.ours, sides.ours)
        for key in keys {
            let nodes = (sides.base?.pair(key)?.value, sides.ours.pair(key)?.value, sides.theirs.pair(key)?.value)
            let (old, mine, its) = (MergeValue(nodes.0), MergeValue(nodes.1), MergeValue(nodes.2))
            if its == old || mine == its { continue }
            let isGone = MergeValue.bothTookAway(base: old, ours: mine, theirs: its)
            if isGone, mine == nil { continue }
            if mine == old || isGone {
                journal.notes.append(.took([key]))
            } else if let texts = MergeValue.mergedTexts(
                base: old, ours: mine, theirs: its, isList: fields.isList(key))
            {
                journal.notes.append(.combined([key]))
                let edit = FieldEdit.setList(FieldName(key), texts.map { String(decoding: $0, as: UTF8.self) })
                (ours, theirs) = (try apply(edit, key, to: ours), try apply(edit, key, to: theirs))
                continue
            } else if let texts = mergedBraces(nodes.0, nodes.1, nodes.2, [key]) {
                journal.notes.append(.combined([key]))
                (ours, theirs) = (try write(texts.ours, key, in: ours), try write(texts.theirs, key, in: theirs))
                continue
            } else {
                let answer = answer(nodes.0, nodes.1, nodes.2, [key])
                if answer != .ours { theirs = try set(key, nodes.2, in: theirs) }
                if answer == .theirs { ours = try set(key, nodes.2, in: ours) }
                continue
            }
            (ours, theirs) = (try set(key, nodes.2, in: ours), try set(key, nodes.2, in: theirs))
        }
        var output = MergeOutput()
        let lines = { (document: TicketDocument) in Array(document.bytes[document.frontMatterRange.indices]) }
        if ours.bytes == theirs.bytes {
            output.append(lines(ours))
        } else {
            output.appendConflict(lines(ours), lines(theirs), markers)
        }
        addLostComments(to: &output)
        return output
    }

    private func apply(
        _ edit: FieldEdit, _ key: String, to document: TicketDocument
    ) throws(MergeMismatch) -> TicketDocument {
        guard let changed = try? document.applying(edit, style: fields.style(key)) else { throw MergeMismatch() }
        return changed
    }

    private func set(_ key: String, _ node: YAMLNode?, in document: TicketDocument) throws(MergeMismatch)
        -> TicketDocument
    {
        let name = FieldName(key)
        switch node?.content {
        case .none: return try apply(.clear(name), key, to: document)
        case .scalar(let text, _): return try apply(.set(name, text), key, to: document)
        case .sequence(let items, _) where items.allSatisfy { $0.scalar != nil }:
            return try apply(.setList(name, items.compactMap(\.scalar)), key, to: document)
        case .sequence, .mapping:
            let text = sides.theirs.source.string(node?.range ?? SourceRange(0, 0))
            guard let node, node.isFlow, !text.contains("#"), !text.contains("\n") else { throw MergeMismatch() }
            return try write(text, key, in: document)
        }
    }

    /// Puts YAML in the place of a field's value.
    private func write(_ yaml: String, _ key: String, in document: TicketDocument) throws(MergeMismatch)
        -> TicketDocument
    {
        let prepared = try apply(.set(FieldName(key), "x"), key, to: document)
        guard let range = prepared.pair(key)?.value.range,
            let changed = try? prepared.applying([TextEdit(range, yaml)])
        else { throw MergeMismatch() }
        return changed
    }
}

// MARK: - Checking

extension FrontMatterMerge {
    /// Reads what was written, and holds it against what the values come to.
    private func check(_ output: MergeOutput, for side: MergeConflict.Answer) throws(MergeMismatch) {
        let source = SourceText(path: sides.ours.source.path, bytes: output.settled(for: side))
        guard let document = try? TicketDocument(source) else { throw MergeMismatch() }
        let expected = ExpectedValue(answers: answers.mapValues { $0 == .markers ? side : $0 })
        let keys = [document, sides.ours, sides.theirs].flatMap { $0.pairs.map(\.key) }
        for key in Set(keys) {
            let isList = fields.isList(key)
            func value(_ document: TicketDocument?) -> MergeValue? { MergeValue(document?.pair(key)?.value) }
            let wanted = try expected.value(
                base: value(sides.base), ours: value(sides.ours), theirs: value(sides.theirs), path: [key],
                isList: isList)
            let found = value(document)
            guard found == wanted || found?.texts(takesSingle: isList) == wanted?.texts(takesSingle: isList) && isList
            else { throw MergeMismatch() }
        }
    }
}

extension YAMLNode {
    /// What the node says in one text, for people: items and pairs separated by commas; nil for nothing.
    var shownText: String? {
        switch content {
        case .scalar(let text, _): isNull ? nil : text
        case .sequence(let items, _): items.compactMap(\.shownText).joined(separator: ", ")
        case .mapping(let pairs, _): pairs.map { "\($0.key): \($0.value.shownText ?? "")" }.joined(separator: ", ")
        }
    }
}
