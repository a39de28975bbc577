import TicketModel

/// One place where both sides say different things.
package struct MergeConflict: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// A field of the front matter, by its key in the file; several keys lead into a mapping.
        case field([String])
        case description
        /// An entry of the conversation, by its heading without `## `.
        case entry(String)
        /// Lines of a file that could only be merged as text.
        case lines
    }

    /// What becomes of a conflict.
    package enum Answer: Hashable, Sendable {
        /// Both versions stay in the file, between conflict markers.
        case markers
        case ours
        case theirs
    }

    package var place: Place
    /// What each version says, as one text; nil where it says nothing. Items of lists are separated by commas.
    package var base: String?
    package var ours: String?
    package var theirs: String?

    package init(place: Place, base: String?, ours: String?, theirs: String?) {
        self.place = place
        self.base = base
        self.ours = ours
        self.theirs = theirs
    }
}

/// What a merge did that nobody needs to decide, but somebody may want to know.
package enum MergeNote: Hashable, Sendable {
    /// A field is now as theirs has it; ours had not touched it.
    case took([String])
    /// Both sides changed a list or a mapping, and it has what both did.
    case combined([String])
    /// An entry came from theirs. Headings are without `## `.
    case addedEntry(String)
    /// An entry went, since theirs had removed it and ours had left it alone.
    case removedEntry(String)
    /// An entry stays with its new text, though the other side had removed it.
    case keptMended(String)
    /// Both sides added an entry of the same person, verb and moment, with different texts; both stay.
    case keptBoth(String)
    /// The files could not be merged by field, for this reason, and were merged by lines.
    case mergedAsText(String)
}

/// What came of a merge.
package struct MergeResult: Hashable, Sendable {
    package var bytes: [UInt8]
    /// Conflicts that stand in `bytes` between markers.
    package var conflicts: [MergeConflict] = []
    /// Conflicts that were settled without markers, with the answer.
    package var settled: [Settled] = []
    package var notes: [MergeNote] = []

    package struct Settled: Hashable, Sendable {
        package var conflict: MergeConflict
        package var answer: MergeConflict.Answer
    }

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}
