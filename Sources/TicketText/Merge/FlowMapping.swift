import TicketModel

/// Mappings in braces.
enum FlowMapping {
    typealias Side = (document: TicketDocument, node: YAMLNode)

    /// Returns the merge of two mappings in braces, with conflicts settled for ours and for theirs; nil where a value
    /// cannot stand in braces.
    ///
    /// - Parameter answer: says what becomes of a pair that both sides changed differently.
    static func merged(
        _ base: YAMLNode?, _ ours: Side, _ theirs: Side,
        answer: (_ key: String, _ base: YAMLNode?, _ ours: YAMLNode?, _ theirs: YAMLNode?) -> MergeConflict.Answer
    ) -> (ours: String, theirs: String)? {
        guard let mine = ours.node.pairs, let its = theirs.node.pairs else { return nil }
        let known = Set(mine.map(\.key))
        var (left, right): ([String], [String]) = ([], [])
        for key in mine.map(\.key) + its.map(\.key).filter({ !known.contains($0) }) {
            let nodes = (base?.pair(key)?.value, ours.node.pair(key)?.value, theirs.node.pair(key)?.value)
            let (old, one, other) = (MergeValue(nodes.0), MergeValue(nodes.1), MergeValue(nodes.2))
            var choice = MergeConflict.Answer.ours
            if other != old, one != other { choice = one == old ? .theirs : answer(key, nodes.0, nodes.1, nodes.2) }
            guard let our = text(of: key, in: choice == .theirs ? theirs : ours),
                let their = text(of: key, in: choice == .ours ? ours : theirs)
            else { return nil }
            left += our
            right += their
        }
        return ("{" + left.joined(separator: ", ") + "}", "{" + right.joined(separator: ", ") + "}")
    }

    /// The pair as it may stand in braces: none where the mapping has no such key, nil where it cannot stand there.
    private static func text(of key: String, in side: Side) -> [String]? {
        guard let pair = side.node.pair(key) else { return [] }
        return text(of: pair, in: side).map { [$0] }
    }

    private static func text(of pair: YAMLPair, in side: Side) -> String? {
        let key = ScalarWriter.scalar(pair.key, isInFlow: true)
        if side.node.isFlow {
            let value = side.document.source.string(pair.value.range)
            return value.contains("#") ? nil : "\(key): \(value)"
        }
        guard let text = pair.value.scalar else { return nil }
        return "\(key): " + (pair.value.isNull ? "~" : ScalarWriter.scalar(text, meaning: .typed, isInFlow: true))
    }
}
