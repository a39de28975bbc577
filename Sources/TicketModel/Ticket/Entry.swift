/// One entry of a ticket's conversation: a level-2 heading `## [INSTANT] [PERSON] VERB` and the text below it.
package struct Entry: Hashable, Sendable {
    /// The entry's place in the file, from 0.
    package var index: Int
    package var verb: EntryVerb
    /// The verb as written, which may be the desk's own word for it.
    package var verbText: String
    /// A handle, address or other name of a person, as written; nil until `commit` writes it in.
    package var person: String?
    /// Nil until `commit` writes it in; then the entry counts as of the commit that added it, or now.
    package var instant: Instant?
    /// For `## 10:15 replied`: the time of day, in seconds, whose date `commit` writes in.
    package var secondsOfDay: Int?
    /// The heading's line without its line ending.
    package var headingRange: SourceRange
    /// The text between the heading and the next entry or the end of the file, blank lines at both ends left out.
    package var textRange: SourceRange
    /// A checksum of the text's bytes: equal texts have equal ones.
    package var textDigest: UInt64

    package init(
        index: Int, verb: EntryVerb, verbText: String, person: String?, instant: Instant?, secondsOfDay: Int? = nil,
        headingRange: SourceRange, textRange: SourceRange, textDigest: UInt64 = 0
    ) {
        self.index = index
        self.verb = verb
        self.verbText = verbText
        self.person = person
        self.instant = instant
        self.secondsOfDay = secondsOfDay
        self.headingRange = headingRange
        self.textRange = textRange
        self.textDigest = textDigest
    }

    /// Whether the heading says all that an entry needs, so that nothing is left to write in.
    package var isComplete: Bool { person != nil && instant != nil }
}
