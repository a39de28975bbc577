package import TicketModel

/// What lies between two versions of one ticket, in terms of fields and entries.
package struct TicketDelta: Sendable {
    package var ticket: TicketID
    package var kind: TicketEvent.Kind
    package var before: Ticket?
    package var after: Ticket?
    /// In the order of the fields' names.
    package var changes: [TicketEvent.FieldChange]
    package var addedEntries: [RecordedEntry]
    package var removedEntries: [RecordedEntry]
    /// Whether the description or the text of an entry that stayed differs.
    package var hasOtherText: Bool

    /// Returns nil where both are absent, or nothing differs.
    package init?(before: Ticket?, after: Ticket?) {
        guard let ticket = (after ?? before)?.id else { return nil }
        self.ticket = ticket
        self.before = before
        self.after = after
        kind = before == nil ? .created : after == nil ? .removed : .changed
        let (old, new) = (before?.values ?? [:], after?.values ?? [:])
        changes = Set(old.keys).union(new.keys).sorted().compactMap { field in
            let (from, to) = (old[field], new[field])
            return from?.said ?? [] == to?.said ?? []
                ? nil : TicketEvent.FieldChange(field: field, from: from, to: to)
        }
        var remaining = before.map(Self.entries) ?? []
        var added: [RecordedEntry] = []
        var hasMendedEntry = false
        for entry in after.map(Self.entries) ?? [] {
            if let index = remaining.firstIndex(where: { $0.identity == entry.identity || $0.isCompleted(by: entry) }) {
                hasMendedEntry = hasMendedEntry || remaining[index].textDigest != entry.textDigest
                remaining.remove(at: index)
            } else {
                added.append(entry)
            }
        }
        addedEntries = added
        removedEntries = remaining
        hasOtherText =
            hasMendedEntry || (before != nil && after != nil && before?.descriptionText != after?.descriptionText)
        let isMoved = before?.path != after?.path
        if kind == .changed, changes.isEmpty, added.isEmpty, remaining.isEmpty, !hasOtherText, !isMoved { return nil }
    }

    /// Whether this takes back what `other` did, or a part of it, and does nothing else to fields and entries.
    package func isInverse(of other: TicketDelta) -> Bool {
        let hasInverseFields = changes.allSatisfy { change in
            guard let made = other.changes.first(where: { $0.field == change.field }) else { return false }
            let (from, to) = (change.from?.texts ?? [], change.to?.texts ?? [])
            let (old, new) = (made.from?.texts ?? [], made.to?.texts ?? [])
            return to == old && from == new
                || to.allSatisfy { from.contains($0) || old.contains($0) }
                    && from.allSatisfy { to.contains($0) || new.contains($0) }
                    && (from.count > 1 || to.count > 1 || old.count > 1 || new.count > 1)
        }
        return hasInverseFields && addedEntries.allSatisfy { other.removedEntries.contains($0) }
            && removedEntries.allSatisfy { other.addedEntries.contains($0) }
    }

    private static func entries(_ ticket: Ticket) -> [RecordedEntry] {
        ticket.entries.map { RecordedEntry($0, in: ticket) }
    }
}
