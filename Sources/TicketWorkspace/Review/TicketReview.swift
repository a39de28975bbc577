package import GitStore
package import ServiceLevels
package import TicketModel

/// What a range of commits does, for somebody who decides whether to take it.
package struct Review: Sendable {
    /// Where both sides parted; nil where they have nothing in common.
    package var base: ObjectID?
    package var tip: ObjectID
    package var commitCount: Int
    /// By id.
    package var tickets: [TicketReview]
    /// Files of `.tick/` that differ.
    package var rules: [RepositoryPath]
    /// What `check --range` finds beside the tickets above: in configuration, in files that cannot be read.
    package var otherFindings: [Diagnostic]
}

/// What a range does to one ticket.
package struct TicketReview: Sendable {
    package var delta: TicketDelta
    /// Which rules its commits break.
    package var findings: [Diagnostic]
    /// Its clocks where the sides parted; nil for a new ticket.
    package var clocksBefore: TicketClocks?
    /// Its clocks at the tip; nil for a removed one.
    package var clocksAfter: TicketClocks?
    package var statusChanges: [StatusChange]

    package struct StatusChange: Sendable {
        package var commit: ObjectID
        package var at: Instant
        /// Empty for none.
        package var from: String
        package var to: String
    }

    package var ticket: Ticket? { delta.after ?? delta.before }

    /// Whether one commit in the place of all would lose a status and the time at which it began.
    package var losesBySquashing: Bool { statusChanges.count > 1 }
}
