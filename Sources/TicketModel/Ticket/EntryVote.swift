/// Somebody's like or dislike of an entry: `2026-11-21T10:15:00+03:00 maria@acme.example` in `liked:` or `disliked:`.
///
/// An entry is named by its instant, which never changes; of several of one second the first reply is meant.
package struct EntryVote: Hashable, Sendable {
    /// The instant of the entry.
    package var entry: Instant
    /// Who likes it or does not, a person as a ticket names them.
    package var person: String

    package init(entry: Instant, person: String) {
        self.entry = entry
        self.person = person
    }

    /// Reads an item of the list; nil where it is none, or its instant has no offset.
    package init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard words.count == 2, let parsed = Instant.parse(words[0]), parsed.kind == .dateTime, parsed.hasOffset else {
            return nil
        }
        self.init(entry: parsed.resolved(in: .utc), person: String(words[1]))
    }

    package func text(in zone: Zone) -> String { "\(entry.formatted(in: zone)) \(person)" }
}

extension Ticket {
    /// The votes in `liked` or `disliked`; what cannot be read is left out.
    package func votes(_ field: FieldName) -> [EntryVote] { list(field).compactMap { EntryVote($0) } }

    /// The entry that a vote is about; nil where there is none.
    package func entry(of vote: EntryVote) -> Entry? {
        let entries = entries.filter { $0.instant == vote.entry }
        return entries.first { $0.verb == .replied } ?? entries.first
    }

    /// Whose the rating is, where it says so.
    package var ratedBy: String? {
        guard case .mapping(let items)? = value(.rating) else { return nil }
        return items.first { $0.key == "by" }?.value.texts.first
    }

    /// The people whose matter the ticket is: the requester first, then the participants.
    package var requesters: [String] { [requester].compactMap(\.self) + list(.participants) }
}

extension Configuration {
    /// Whether a reference names one of the people whose matter a ticket is.
    package func isRequester(_ reference: String, of ticket: Ticket) -> Bool {
        !reference.isEmpty && ticket.requesters.contains { isSamePerson($0, reference) }
    }
}
