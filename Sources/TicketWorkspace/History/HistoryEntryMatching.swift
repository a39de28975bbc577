import TicketModel

/// Which entries of two versions of a ticket are the same one.
///
/// An entry is known by its instant, person and verb; where its heading lacks one of them, by what it does say and by its
/// text or place. An entry whose heading says something else now is still the same if its text is, or if it stands at the
/// same place with the same verb and person: what counts is the heading as first committed.
struct HistoryEntryMatching {
    /// Positions in the old version and in the new one.
    private(set) var pairs: [(old: Int, new: Int)] = []
    private(set) var added: [Int] = []
    private(set) var removed: [Int] = []

    init(_ old: [RecordedEntry], _ new: [RecordedEntry]) {
        var start = 0
        while start < old.count, start < new.count, old[start] == new[start] {
            pairs.append((start, start))
            start += 1
        }
        removed = Array(start..<old.count)
        added = Array(start..<new.count)
        guard !removed.isEmpty, !added.isEmpty else { return }
        pair { old[$0] == new[$1] }
        pair { old[$0].isComplete && old[$0].identity == new[$1].identity }
        pair { Self.isSameHeading(old[$0], new[$1]) }
        pair { old[$0].isCompleted(by: new[$1]) }
        pair { !old[$0].isComplete && $0 == $1 && old[$0].mayBecome(new[$1]) }
        pair { old[$0].textDigest == new[$1].textDigest && old[$0].verb == new[$1].verb }
        pair { $0 == $1 && old[$0].verb == new[$1].verb && old[$0].isSamePerson(as: new[$1]) }
        pair { $0 == $1 && old[$0].textDigest == new[$1].textDigest }
    }

    private static func isSameHeading(_ old: RecordedEntry, _ new: RecordedEntry) -> Bool {
        old.isComplete && old.verb == new.verb && old.instant == new.instant && old.isSamePerson(as: new)
    }

    private mutating func pair(_ isSame: (_ old: Int, _ new: Int) -> Bool) {
        guard !removed.isEmpty, !added.isEmpty else { return }
        var rest: [Int] = []
        for new in added {
            if let index = removed.firstIndex(where: { isSame($0, new) }) {
                pairs.append((removed.remove(at: index), new))
            } else {
                rest.append(new)
            }
        }
        added = rest
    }
}
