import TicketModel

/// Which entries of two versions are the same one, as history knows them: by instant, person and verb; where a heading
/// lacks one of them, by what it does say and by its text.
struct EntryPairs {
    /// For each entry of the new version, its place in the old one.
    private(set) var oldIndex: [Int?]
    /// The places in the old version of entries that the new one lacks.
    private(set) var removed: [Int]

    init(_ old: [BodyBlock], _ new: [BodyBlock]) {
        oldIndex = Array(repeating: nil, count: new.count)
        removed = Array(old.indices)
        pair(old, new) { $0.hasSameContent(as: $1) }
        pair(old, new) { Self.hasSameHeading($0, $1) }
        pair(old, new) { Self.mayBecome($0, $1) && $0.text == $1.text }
        pair(old, new) { $0.entry?.verb == $1.entry?.verb && $0.text == $1.text && !$0.text.isEmpty }
        pair(old, new) { Self.mayBecome($0, $1) && Self.sharesLine($0, $1) }
    }

    /// Pairs those that only say exactly the same, for versions that do not grow out of one another.
    static func identical(_ old: [BodyBlock], _ new: [BodyBlock]) -> EntryPairs {
        var pairs = EntryPairs([], new)
        pairs.removed = Array(old.indices)
        pairs.pair(old, new) { $0.hasSameContent(as: $1) }
        return pairs
    }

    private mutating func pair(_ old: [BodyBlock], _ new: [BodyBlock], _ isSame: (BodyBlock, BodyBlock) -> Bool) {
        for index in new.indices where oldIndex[index] == nil && !removed.isEmpty {
            guard let match = removed.firstIndex(where: { isSame(old[$0], new[index]) }) else { continue }
            oldIndex[index] = removed.remove(at: match)
        }
    }

    /// Whether both headings are complete and say the same.
    static func hasSameHeading(_ left: BodyBlock, _ right: BodyBlock) -> Bool {
        guard let one = left.entry, let other = right.entry, one.isComplete, other.isComplete else { return false }
        return one.verb == other.verb && one.instant == other.instant
            && FoldedText(one.person ?? "") == FoldedText(other.person ?? "")
    }

    private static func sharesLine(_ left: BodyBlock, _ right: BodyBlock) -> Bool {
        let lines = Set(LineMerge.lines(left.text).filter { !$0.isEmpty })
        return LineMerge.lines(right.text).contains { lines.contains($0) }
    }

    /// Whether the right heading is the left one with what was missing written in.
    private static func mayBecome(_ left: BodyBlock, _ right: BodyBlock) -> Bool {
        guard let one = left.entry, let other = right.entry, one.verb == other.verb, !one.isComplete else {
            return false
        }
        if let instant = one.instant, other.instant != instant { return false }
        guard let person = one.person else { return true }
        return other.person.map { FoldedText($0) == FoldedText(person) } ?? false
    }
}
