package import TicketModel

/// Which entries of two versions of a ticket are the same one.
///
/// An entry is known by its instant, person and verb. Where a heading lacks one of them (`## replied`, before `commit`
/// writes the rest in), by what it does say and its place or text.
package struct EntryMatching: Sendable {
    /// Entries of the later version that the earlier has not, in the file's order.
    package let added: [Entry]
    /// Entries of the earlier version that the later has not, in the file's order.
    package let removed: [Entry]

    package init(before: Ticket, after: Ticket) {
        var old = before.entries
        let unmatched = after.entries.filter { entry in
            guard let index = old.firstIndex(where: { Self.isSameHeading($0, entry) }) else { return true }
            old.remove(at: index)
            return false
        }
        added = unmatched.filter { entry in
            let match =
                old.firstIndex { Self.isCompatible($0, entry) && Self.isSameText($0, before, entry, after) }
                ?? old.firstIndex { Self.isCompatible($0, entry) && $0.index == entry.index }
            if let match { old.remove(at: match) }
            return match == nil
        }
        removed = old
    }

    private static func isSameHeading(_ left: Entry, _ right: Entry) -> Bool {
        guard left.isComplete, right.isComplete, left.verb == right.verb, left.instant == right.instant else {
            return false
        }
        return FoldedText(left.person ?? "") == FoldedText(right.person ?? "")
    }

    /// Whether both texts are known and the same.
    private static func isSameText(_ left: Entry, _ before: Ticket, _ right: Entry, _ after: Ticket) -> Bool {
        guard let one = before.text(of: left), let other = after.text(of: right) else { return false }
        return one == other
    }

    /// Whether one of the two may have become the other by writing in what was missing.
    private static func isCompatible(_ left: Entry, _ right: Entry) -> Bool {
        guard left.verb == right.verb, !(left.isComplete && right.isComplete) else { return false }
        if let one = left.instant, let other = right.instant, one != other { return false }
        if let one = left.person, let other = right.person { return FoldedText(one) == FoldedText(other) }
        return true
    }
}
