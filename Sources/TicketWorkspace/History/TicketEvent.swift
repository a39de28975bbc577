package import GitStore
package import ServiceLevels
package import TicketModel

/// What one commit did to one ticket.
package struct TicketEvent: Sendable {
    package enum Kind: String, Sendable {
        case created, changed, removed
    }

    package var kind: Kind
    package var ticket: TicketID
    package var path: RepositoryPath
    /// When it counts as having happened: the author date, held between the change before it and its recording.
    package var at: Instant
    /// The author date as written.
    package var authoredAt: Instant
    /// The committer date.
    package var recordedAt: Instant
    package var moved: MovedInstant?
    package var commit: ObjectID
    package var authorName: String
    package var authorEmail: String
    /// Fields whose values differ from the version before, in the order of their names.
    package var changes: [FieldChange]
    package var addedEntries: [RecordedEntry]
    package var removedEntries: [RecordedEntry]
    /// The new version's `created`; nil where the file has none.
    package var created: Instant?

    package struct FieldChange: Hashable, Sendable {
        package var field: FieldName
        package var from: FieldValue?
        package var to: FieldValue?
    }
}

/// An entry as a commit has it.
package struct RecordedEntry: Hashable, Sendable {
    package var verb: EntryVerb
    package var person: String?
    package var instant: Instant?
    package var text: String
}

extension RecordedEntry {
    init(_ entry: Entry, in ticket: Ticket) {
        self.init(verb: entry.verb, person: entry.person, instant: entry.instant, text: ticket.text(of: entry) ?? "")
    }

    /// Whether `other` is this entry with what was missing written in.
    func isCompleted(by other: RecordedEntry) -> Bool {
        (person == nil || instant == nil) && other.verb == verb && other.text == text
            && (person == nil || person == other.person) && (instant == nil || instant == other.instant)
    }

    /// What stays when an entry's text is mended.
    var identity: Identity { Identity(verb: verb, person: person, instant: instant, text: instant == nil ? text : nil) }

    struct Identity: Hashable {
        var verb: EntryVerb
        var person: String?
        var instant: Instant?
        var text: String?
    }
}

/// All changes to all tickets that a tip's ancestry holds.
package struct TicketHistory: Sendable {
    /// In time order; of one instant, in the order of the commits.
    package var events: [TicketEvent]
    /// The commits that were walked, oldest first.
    package var commits: [CommitRecord]
    /// In a shallow clone, where what is known begins.
    package var missingBefore: Instant?

    package func events(of ticket: TicketID) -> [TicketEvent] { events.filter { $0.ticket == ticket } }

    /// Events by ticket, each in time order.
    package var byTicket: [TicketID: [TicketEvent]] { Dictionary(grouping: events, by: \.ticket) }
}
