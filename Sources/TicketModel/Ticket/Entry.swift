/// One entry of a ticket's conversation: a level-2 heading `## [INSTANT] [PERSON] VERB` and the text below it.
package struct Entry: Hashable, Sendable {
    /// The entry's place in the file, from 0.
    package var index: Int
    package var verb: EntryVerb
    /// A handle, address or other name of a person, as written; nil until `commit` writes it in.
    package var person: String?
    /// Nil until `commit` writes it in; then the entry counts as of the commit that added it, or now.
    package var instant: Instant?
    /// The heading's line without its line ending.
    package var headingRange: SourceRange
    /// The text between the heading and the next entry or the end of the file, blank lines at both ends left out.
    package var textRange: SourceRange

    package init(
        index: Int, verb: EntryVerb, person: String?, instant: Instant?, headingRange: SourceRange,
        textRange: SourceRange
    ) {
        self.index = index
        self.verb = verb
        self.person = person
        self.instant = instant
        self.headingRange = headingRange
        self.textRange = textRange
    }

    /// Whether the heading says all that an entry needs, so that nothing is left to write in.
    package var isComplete: Bool { person != nil && instant != nil }
}
