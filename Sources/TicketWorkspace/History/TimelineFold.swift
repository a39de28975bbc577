import TicketModel

/// What a ticket's events make of it, one after another.
///
/// Each event sets only the fields that its commit changed, so the changes of both sides of a merge may come in any mixture;
/// the merge's own event then says what it made of them. Entries count as they were first committed, also when they are
/// removed later.
struct TimelineFold {
    struct FoldedEntry {
        /// As first committed.
        let first: RecordedEntry
        /// As it stands in the file now.
        var current: RecordedEntry
        /// Which event added it; nil for the working tree.
        let event: Int?
        var isRemoved = false

        var hasOtherInstant: Bool { first.instant != nil && current.instant != first.instant }
    }

    private(set) var values: [FieldName: FieldValue] = [:]
    private(set) var entries: [FoldedEntry] = []
    /// Whether the last event removed the file, or none has made it yet.
    private(set) var isGone = true
    private(set) var path: RepositoryPath = ""

    mutating func apply(_ event: TicketEvent, number: Int) {
        if event.kind == .removed {
            isGone = true
            return
        }
        if isGone {
            // A file that comes again says everything anew.
            values = [:]
            for index in entries.indices { entries[index].isRemoved = true }
        }
        isGone = false
        path = event.path
        for change in event.changes where !isRespelling(change) || says(change.field, change.from) {
            values[change.field] = change.to
        }
        for change in event.changedEntries { rewrite(change) }
        for entry in event.removedEntries { remove(entry, isMerge: event.isMerge) }
        for entry in event.addedEntries { add(entry, event: number) }
    }

    /// The entries that the file has now, in the order in which they came.
    var present: [FoldedEntry] { entries.filter { !$0.isRemoved } }

    /// What the file says now, as a version that another can be compared with; nil if there is none.
    func version(_ ticket: TicketID) -> HistoryVersion? {
        isGone ? nil : HistoryVersion(ticket: ticket, values: values, entries: present.map(\.current))
    }

    /// Whether only letters' case, or е and ё, differ: on one side of a merge that sets nothing which the other side changed.
    private func isRespelling(_ change: TicketEvent.FieldChange) -> Bool {
        guard let from = change.from, let to = change.to else { return false }
        return Self.areOneSpeltTwice(from, to)
    }

    private func says(_ field: FieldName, _ value: FieldValue?) -> Bool {
        guard let value, let current = values[field] else { return false }
        return Self.areOneSpeltTwice(current, value)
    }

    private static func areOneSpeltTwice(_ left: FieldValue, _ right: FieldValue) -> Bool {
        let (left, right) = (left.said, right.said)
        return left.count == right.count
            && zip(left, right).allSatisfy { one, other in
                // Nearly all changes are another word, which a glance at ASCII tells for less.
                one == other || !areOtherASCII(one, other) && FoldedText(one) == FoldedText(other)
            }
    }

    private static func areOtherASCII(_ one: String, _ other: String) -> Bool {
        one.utf8.count != other.utf8.count && one.utf8.allSatisfy { $0 < 0x80 } && other.utf8.allSatisfy { $0 < 0x80 }
    }

    private mutating func rewrite(_ change: TicketEvent.EntryChange) {
        guard let index = index(of: change.from, isRemoved: false) else { return }
        entries[index].current = change.to
    }

    private mutating func remove(_ entry: RecordedEntry, isMerge: Bool) {
        guard let index = lastIndex(of: entry) else { return }
        entries[index].isRemoved = true
        // Both sides had added it: it stays once, so it counts once.
        if isMerge, self.index(of: entry, isRemoved: false) != nil { entries.remove(at: index) }
    }

    private mutating func add(_ entry: RecordedEntry, event: Int) {
        // What was removed and comes back is the same entry.
        if let index = index(of: entry, isRemoved: true) {
            entries[index].isRemoved = false
            entries[index].current = entry
        } else {
            entries.append(FoldedEntry(first: entry, current: entry, event: event))
        }
    }

    private func index(of entry: RecordedEntry, isRemoved: Bool) -> Int? {
        entries.firstIndex { $0.isRemoved == isRemoved && $0.current == entry }
            ?? entries.firstIndex { $0.isRemoved == isRemoved && $0.current.identity == entry.identity }
    }

    private func lastIndex(of entry: RecordedEntry) -> Int? {
        entries.lastIndex { !$0.isRemoved && $0.current == entry }
            ?? entries.lastIndex { !$0.isRemoved && $0.current.identity == entry.identity }
    }
}
