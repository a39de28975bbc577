package import GitStore
package import TicketModel

/// What `tick run` did, or would do.
package struct RunReport: Sendable {
    package var isDryRun: Bool
    package var steps: [RunStepReport] = []
    /// What stopped it before everything was done; what is in `steps` is done all the same.
    package var failure: WorkspaceError?
}

/// What one step of `tick run` did.
package struct RunStepReport: Sendable {
    /// The name of the rule, as in the trailer `Tick-Rule:`.
    package var rule: String
    /// Why the step did not look for work at all; nil where it did.
    package var skipped: String?
    package var done: [RunWork] = []
    package var refused: [RunRefusal] = []
}

/// A piece of work that was done: one commit.
package struct RunWork: Sendable {
    package var ticket: TicketID
    package var causes: [RunCause]
    package var result: ChangeResult
}

/// A piece of work that was due and is not allowed.
package struct RunRefusal: Sendable {
    package var ticket: TicketID
    package var causes: [RunCause]
    package var error: WorkspaceError
}

/// The commit for whose sake something is due.
package struct RunCause: Sendable {
    package var commit: ObjectID
    package var authorName: String
    package var authorEmail: String
    package var subject: String
    package var at: Instant
}
