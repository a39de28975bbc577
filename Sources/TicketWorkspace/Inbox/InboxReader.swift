import GitStore
import TicketIndex
import TicketModel

/// Picks from events what concerns a person: pure, over a snapshot of the tickets as they are now.
struct InboxReader {
    let snapshot: IndexSnapshot
    private let own: Set<FoldedText>
    private let handle: String?
    /// The fields whose values are people.
    private let personFields: Set<FieldName>

    init(snapshot: IndexSnapshot, actor: Actor) {
        self.snapshot = snapshot
        let person = snapshot.configuration.people?.person(actor.reference)
        handle = person?.handle
        let configuration = snapshot.configuration
        personFields = Set(configuration.knownFields.filter { configuration.type(of: $0)?.kind == .person })
        own = Set(
            ([actor.reference, actor.email] + (person.map { [$0.handle] + $0.emails } ?? [])).map { FoldedText($0) })
    }

    /// Nil for what is the person's own doing, or none of their business.
    func item(_ event: TicketEvent) -> InboxItem? {
        guard !isOwn(event.authorEmail) else { return nil }
        let ticket = snapshot.ticket(event.ticket)
        let concerns = ticket.map(isConcerned) ?? wasConcerned(event)
        var reasons = event.changes.flatMap { self.reasons($0, event, concerns) }
        var entries: [RecordedEntry] = []
        for (entry, reason) in self.entries(of: event, ticket, concerns) {
            reasons.append(reason)
            entries.append(entry)
        }
        if event.kind == .created, let ticket, mentions(ticket.mentions(in: nil)) { reasons.append(.mentioned) }
        if event.kind == .removed, concerns || !reasons.isEmpty { reasons = [.removed] }
        guard !reasons.isEmpty else { return nil }
        return InboxItem(
            event: event, title: ticket?.title ?? "", reasons: Array(Set(reasons)).sorted(), entries: entries)
    }

    private func isOwn(_ reference: String) -> Bool { own.contains(FoldedText(reference)) }

    private func isOwn(_ value: FieldValue?) -> Bool { value?.texts.contains(where: isOwn) ?? false }

    // MARK: Fields

    private func reasons(
        _ change: TicketEvent.FieldChange, _ event: TicketEvent, _ concerns: Bool
    ) -> [InboxReason] {
        if change.field == .status { return concerns && event.kind == .changed ? [.moved] : [] }
        guard personFields.contains(change.field) else { return [] }
        switch (isOwn(change.from), isOwn(change.to)) {
        case (false, true): return [change.field == .assignee ? .assigned : .named(change.field)]
        case (true, false): return change.field == .assignee ? [.unassigned] : []
        default: return change.field == .approvedBy && concerns && change.to != nil ? [.approved] : []
        }
    }

    /// Whether a ticket names the person in any field of people: it is theirs, or they follow it.
    private func isConcerned(_ ticket: Ticket) -> Bool {
        personFields.contains { field in ticket.list(field).contains(where: isOwn) }
    }

    /// The same for a ticket that is gone, as the commit that took it away had it.
    private func wasConcerned(_ event: TicketEvent) -> Bool {
        event.changes.contains { personFields.contains($0.field) && isOwn($0.from) }
    }

    // MARK: Entries

    /// The entries that concern the person, with their texts, and why.
    private func entries(
        of event: TicketEvent, _ ticket: Ticket?, _ concerns: Bool
    ) -> [(RecordedEntry, InboxReason)] {
        let edited = event.changedEntries.filter { $0.from.textDigest != $0.to.textDigest }.map(\.to)
        let added = event.addedEntries.compactMap { entry -> (RecordedEntry, InboxReason)? in
            guard !(entry.person.map(isOwn) ?? false) else { return nil }
            let (filled, isMentioned) = filled(entry, ticket)
            if isMentioned { return (filled, .mentioned) }
            return concerns ? (filled, Self.reason(entry.verb)) : nil
        }
        return added
            + edited.compactMap { entry in
                let (filled, isMentioned) = filled(entry, ticket)
                return isMentioned && !(entry.person.map(isOwn) ?? false) ? (filled, .mentioned) : nil
            }
    }

    private static func reason(_ verb: EntryVerb) -> InboxReason {
        switch verb {
        case .wrote: .wrote
        case .called: .called
        case .replied: .replied
        case .noted: .noted
        }
    }

    /// The entry with the text that the file has for it now, and whether that mentions the person.
    private func filled(_ entry: RecordedEntry, _ ticket: Ticket?) -> (RecordedEntry, isMentioned: Bool) {
        guard let ticket,
            let known = ticket.entries.first(where: { RecordedEntry($0).identity == entry.identity })
                ?? ticket.entries.first(where: { $0.textDigest == entry.textDigest })
        else { return (entry, false) }
        var filled = entry
        filled.text = ticket.text(of: known)
        return (filled, mentions(ticket.mentions(in: known)))
    }

    private func mentions(_ mentions: [Mention]) -> Bool {
        guard let handle else { return false }
        return mentions.contains { snapshot.configuration.person(mentioned: $0.name)?.handle == handle }
    }
}
