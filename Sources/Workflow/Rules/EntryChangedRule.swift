package import TicketModel

package struct EntryChangedRule: CheckRule {
    package static let id = "entry-changed"
    package static let summary = "Entries that were committed keep their instant, person and verb."
    package static let explanation = """
        The conversation is the record of who said what and when; replies and clocks rest on it. The text of an entry may be
        mended, its heading may not, and it may not vanish.

            ## 2026-11-21T10:15:00+03:00 ivan replied     # was 10:45 in the last commit

        Put the heading back as it was; `tick diff` shows it. History keeps the old one in any case, and clocks go by that.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard let base = context.base else { return [] }
        let matching = EntryMatching(before: base, after: ticket)
        var added = matching.added
        return matching.removed.map { old in
            let heading = base.source?.string(old.headingRange) ?? "## \(old.person ?? "") \(old.verbText)"
            let successor = added.firstIndex { $0.index == old.index } ?? added.firstIndex { Self.isNear($0, old) }
            guard let successor else {
                return finding(
                    ticket, at: Self.place(of: old, in: ticket), "an entry is gone: \(heading)",
                    hint: "put it back; tick diff \(ticket.id) shows it")
            }
            let range = added.remove(at: successor).headingRange
            return finding(
                ticket, at: range, "the heading of a committed entry is changed", hint: "put it back: \(heading)")
        }
    }

    private static func isNear(_ left: Entry, _ right: Entry) -> Bool {
        let same = [left.verb == right.verb, left.instant == right.instant, left.person == right.person]
        return same.filter(\.self).count >= 2
    }

    /// Where the entry would stand: at the one that took its place, else at the end of the file.
    private static func place(of old: Entry, in ticket: Ticket) -> SourceRange {
        if ticket.entries.indices.contains(old.index) { return ticket.entries[old.index].headingRange }
        if let last = ticket.entries.last { return last.headingRange }
        return ticket.descriptionRange
    }
}
