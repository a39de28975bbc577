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
    /// What was looked at and is not due: for `--dry-run`.
    package var passed: [RunDecision] = []
}

/// A piece of work that was done.
package struct RunWork: Sendable {
    package var ticket: TicketID
    /// Why, in words.
    package var reason: String
    package var causes: [RunCause]
    /// The first line of its commit as far as it concerns the ticket: `HD-k7qf3m: open → closed`.
    package var subject: String
    /// Nil for a dry run, and where there was nothing to change.
    package var commit: String?
    package var before: Ticket?
    package var after: Ticket?
    package var diagnostics: [Diagnostic] = []
    package var messages: [OutboxMessage] = []
    package var warnings: [String] = []
    /// What of a rule's actions was not done, and why.
    package var left: [String] = []
}

/// A piece of work that was due and is not allowed.
package struct RunRefusal: Sendable {
    package var ticket: TicketID
    package var reason: String
    package var causes: [RunCause]
    package var error: WorkspaceError
}

/// What a rule looked at without doing anything.
package struct RunDecision: Sendable {
    package var ticket: TicketID
    /// What happened: `created in 15535b3 Printer jams`.
    package var reason: String
    /// Why nothing is done: `it is done already, in 3f1a77c`.
    package var verdict: String
}

/// The commit for whose sake something is due.
package struct RunCause: Sendable {
    package var commit: ObjectID
    package var authorName: String
    package var authorEmail: String
    package var subject: String
    package var at: Instant

    /// `15535b3 Calibrate the sensor`, up to three of them.
    static func words(_ causes: [RunCause]) -> String {
        let first = causes.prefix(3).map { "\($0.commit.shortHex) \($0.subject)" }
        let more = causes.count > 3 ? ", …" : ""
        return first.joined(separator: ", ") + more
    }
}
