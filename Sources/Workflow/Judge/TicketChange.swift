package import TicketModel

/// What one change does to one ticket, with who did it and when: the unit that the workflow judges.
///
/// A change is a commit against its first parent, the staged content or the working tree against HEAD, or what a
/// command is about to write.
package struct TicketChange: Sendable {
    /// Nil for a new ticket.
    package var before: Ticket?
    /// Nil for a removed one.
    package var after: Ticket?
    package var actor: Actor
    package var at: Instant
    /// Whether the desk itself acts (`tick run`), which may follow a status's `then`.
    package var isByDesk: Bool

    package init(before: Ticket?, after: Ticket?, actor: Actor, at: Instant, isByDesk: Bool = false) {
        self.before = before
        self.after = after
        self.actor = actor
        self.at = at
        self.isByDesk = isByDesk
    }

    /// A change of status.
    package struct StatusMove: Hashable, Sendable {
        /// As written; empty where the ticket had none.
        package var from: String
        /// As written; empty where the ticket has none any more.
        package var to: String

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }
}

extension TicketChange {
    /// The entries of `after` that `before` has not, in the file's order.
    package var newEntries: [Entry] {
        guard let after else { return [] }
        guard let before else { return after.entries }
        return EntryMatching(before: before, after: after).added
    }

    /// The fields whose values differ, an empty value being the same as none.
    package var changedFields: Set<FieldName> {
        let old = before?.values ?? [:]
        let new = after?.values ?? [:]
        let names = Set(old.keys).union(new.keys)
        return names.filter { !Self.isSame(old[$0], new[$0]) }
    }

    /// The change of status of a ticket that was there before and still is; nil where it is kept.
    ///
    /// `Open` and `open` are one status.
    package var statusMove: StatusMove? {
        guard let before, let after, FoldedText(before.status) != FoldedText(after.status) else { return nil }
        return StatusMove(from: before.status, to: after.status)
    }

    private static func isSame(_ left: FieldValue?, _ right: FieldValue?) -> Bool {
        let (left, right) = (left.flatMap { $0.isEmpty ? nil : $0 }, right.flatMap { $0.isEmpty ? nil : $0 })
        if let one = left?.instant, let other = right?.instant { return one == other }
        return left == right
    }
}
