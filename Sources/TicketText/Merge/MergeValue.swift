import TicketModel

/// What a YAML node says, without its places and its style. Texts are compared byte by byte.
enum MergeValue: Hashable {
    case text([UInt8])
    case list([MergeValue])
    case mapping([[UInt8]: MergeValue])

    /// Nil where the node says nothing: it is absent, null, or an empty text, list or mapping.
    init?(_ node: YAMLNode?) {
        switch node?.content {
        case .none: return nil
        case .scalar(let text, _):
            guard let node, !node.isNull, !text.isEmpty else { return nil }
            self = .text(Array(text.utf8))
        case .sequence(let items, _):
            let values = items.compactMap { MergeValue($0) }
            guard !values.isEmpty else { return nil }
            self = .list(values)
        case .mapping(let pairs, _):
            let values = pairs.compactMap { pair in MergeValue(pair.value).map { (Array(pair.key.utf8), $0) } }
            guard !values.isEmpty else { return nil }
            self = .mapping(Dictionary(values, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// The texts of a list of texts; a single text is a list of one where `takesSingle`.
    func texts(takesSingle: Bool) -> [[UInt8]]? {
        switch self {
        case .text(let text): return takesSingle ? [text] : nil
        case .list(let items):
            var texts: [[UInt8]] = []
            for case .text(let text) in items { texts.append(text) }
            return texts.count == items.count ? texts : nil
        case .mapping: return nil
        }
    }
}

extension MergeValue {
    /// The items that the sides' lists come to: ours in their order, without what theirs took out, then what theirs added.
    ///
    /// Nil where one of the values is no list of texts. An absent value is an empty list.
    static func mergedTexts(
        base: MergeValue?, ours: MergeValue?, theirs: MergeValue?, isList: Bool
    ) -> [[UInt8]]? {
        guard isList || [base, ours, theirs].allSatisfy({ $0?.isMapping != true }) else { return nil }
        guard let old = base.map({ $0.texts(takesSingle: isList) }) ?? [],
            let mine = ours.map({ $0.texts(takesSingle: isList) }) ?? [],
            let its = theirs.map({ $0.texts(takesSingle: isList) }) ?? []
        else { return nil }
        let (oldSet, mineSet, itsSet) = (Set(old), Set(mine), Set(its))
        var seen = mineSet.union(oldSet)
        return mine.filter { !oldSet.contains($0) || itsSet.contains($0) } + its.filter { seen.insert($0).inserted }
    }

    /// Whether one side took the mapping away and the other some of its pairs, and changed none.
    static func bothTookAway(base: MergeValue?, ours: MergeValue?, theirs: MergeValue?) -> Bool {
        guard (ours == nil) != (theirs == nil), let left = (ours ?? theirs)?.pairs, let old = base?.pairs else {
            return false
        }
        return left.allSatisfy { old[$0.key] == $0.value }
    }

    var isMapping: Bool { if case .mapping = self { true } else { false } }

    fileprivate var pairs: [[UInt8]: MergeValue]? { if case .mapping(let pairs) = self { pairs } else { nil } }
}

/// Says what the merge of three values must come to, by the values alone: the merge of the bytes is held against it.
struct ExpectedValue {
    /// The paths of the fields that are conflicts, with the side whose value is expected.
    let answers: [[String]: MergeConflict.Answer]

    /// Returns the expected value, nil for none.
    ///
    /// - Throws: where the sides conflict in a place that `answers` does not have.
    func value(
        base: MergeValue?, ours: MergeValue?, theirs: MergeValue?, path: [String], isList: Bool
    ) throws(MergeMismatch) -> MergeValue? {
        if let answer = answers[path] { return answer == .theirs ? theirs : ours }
        if theirs == base || ours == theirs { return ours }
        if ours == base { return theirs }
        if let texts = MergeValue.mergedTexts(base: base, ours: ours, theirs: theirs, isList: isList) {
            return texts.isEmpty ? nil : .list(texts.map { .text($0) })
        }
        if MergeValue.bothTookAway(base: base, ours: ours, theirs: theirs) { return nil }
        guard let mine = ours?.pairs, let its = theirs?.pairs else { throw MergeMismatch() }
        let old = base?.pairs ?? [:]
        var merged: [[UInt8]: MergeValue] = [:]
        for key in Set(mine.keys).union(its.keys) {
            merged[key] = try value(
                base: old[key], ours: mine[key], theirs: its[key],
                path: path + [String(decoding: key, as: UTF8.self)], isList: false)
        }
        return merged.isEmpty ? nil : .mapping(merged)
    }
}

/// The bytes cannot be merged by field, or what came out does not say what it should.
struct MergeMismatch: Error {}
