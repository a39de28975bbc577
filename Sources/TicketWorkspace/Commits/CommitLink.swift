package import GitStore
package import TicketModel

/// A commit whose message names a ticket.
package struct CommitLink: Hashable, Sendable {
    package var commit: ObjectID
    package var kind: LinkKind
    /// The author date as written.
    package var authoredAt: Instant
    /// The committer date.
    package var recordedAt: Instant
    package var authorName: String
    package var authorEmail: String
    /// Nil until `Workspace.fillingSubjects(of:)` has read it.
    package var subject: String?

    /// When it counts as having happened: the author date, but not after it was recorded.
    package var at: Instant { min(authoredAt, recordedAt) }
}

/// A link as the cache has it, with the commit's number.
struct NumberedLink: Sendable {
    /// The id in lower case.
    var key: String
    var commit: Int32
    var kind: LinkKind
}
