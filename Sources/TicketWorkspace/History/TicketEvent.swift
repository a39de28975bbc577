package import GitStore
package import ServiceLevels
package import TicketModel

/// What one commit did to one ticket.
package struct TicketEvent: Hashable, Sendable {
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
    ///
    /// For a merge the version before is what the changes of all its sides make together, in time order.
    package var changes: [FieldChange]
    package var addedEntries: [RecordedEntry]
    package var removedEntries: [RecordedEntry]
    /// Entries that stayed but whose headings were completed or changed, or whose texts were mended.
    package var changedEntries: [EntryChange] = []
    /// The new version's `created`; nil where the file has none.
    package var created: Instant?
    /// Whether the commit has several parents.
    package var isMerge = false
    /// Whether a shallow clone ends at the commit, so that what was before is not known.
    package var isAtBoundary = false
    /// Whether it is of the time when the ticket had another id, under which it is kept, too.
    package var isInherited = false

    package struct FieldChange: Hashable, Sendable {
        package var field: FieldName
        package var from: FieldValue?
        package var to: FieldValue?
    }

    package struct EntryChange: Hashable, Sendable {
        package var from: RecordedEntry
        package var to: RecordedEntry
    }
}

/// An entry as a commit has it. Two are equal if their headings and the checksums of their texts are.
package struct RecordedEntry: Sendable {
    package var verb: EntryVerb
    package var person: String?
    package var instant: Instant?
    /// A checksum of the text: equal texts have equal ones.
    package var textDigest: UInt64
    /// Nil for an entry of history, which keeps no texts: `Workspace.fillingTexts(of:)` reads them.
    package var text: String?
}

extension RecordedEntry: Hashable {
    package static func == (left: RecordedEntry, right: RecordedEntry) -> Bool {
        left.textDigest == right.textDigest && left.verb == right.verb && left.instant == right.instant
            && left.person == right.person
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(verb)
        hasher.combine(instant)
        hasher.combine(textDigest)
    }
}

extension TicketEvent {
    /// Whether the commit added an entry.
    package func brought(_ entry: Entry) -> Bool { addedEntries.contains(RecordedEntry(entry)) }
}

extension RecordedEntry {
    /// An entry without its text.
    init(_ entry: Entry) {
        self.init(
            verb: entry.verb, person: entry.person, instant: entry.instant, textDigest: entry.textDigest, text: nil)
    }

    init(_ entry: Entry, in ticket: Ticket) {
        self.init(entry)
        text = ticket.text(of: entry) ?? ""
    }

    /// Whether nothing is missing in the heading.
    var isComplete: Bool { person != nil && instant != nil }

    /// Whether `other` is this entry with what was missing written in.
    func isCompleted(by other: RecordedEntry) -> Bool {
        !isComplete && other.textDigest == textDigest && mayBecome(other)
    }

    /// Whether nothing that this heading says differs in the other.
    func mayBecome(_ other: RecordedEntry) -> Bool {
        other.verb == verb && (person == nil || isSamePerson(as: other)) && (instant == nil || instant == other.instant)
    }

    func isSamePerson(as other: RecordedEntry) -> Bool {
        person == other.person || person.map { FoldedText($0) } == other.person.map { FoldedText($0) }
    }

    /// What stays when an entry's text is mended.
    var identity: Identity {
        Identity(verb: verb, person: person, instant: instant, textDigest: instant == nil ? textDigest : nil)
    }

    struct Identity: Hashable {
        var verb: EntryVerb
        var person: String?
        var instant: Instant?
        var textDigest: UInt64?
    }
}
