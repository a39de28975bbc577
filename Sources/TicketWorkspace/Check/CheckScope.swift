package import GitStore
package import TicketModel

/// What `check` looks at.
package enum CheckScope: Sendable {
    /// Tickets that differ from `HEAD`, below the given paths where there are any.
    case workingTree([RepositoryPath])
    /// What is staged.
    case staged
    /// Each commit of `A..B` against its first parent, a merge against what its sides come to, by the first parent's rules.
    case range(String)
    /// Each commit that a tip reaches and the known ones do not; known ones that are not here do not count.
    case pushed(tip: ObjectID, known: [ObjectID])
    /// Every ticket.
    case all
}

/// What `check` found.
package struct CheckReport: Sendable {
    /// In reading order, severities as the desk sets them.
    package var findings: [Diagnostic]
    /// How many tickets were looked at.
    package var ticketCount: Int
    /// What the fixes did, by file; empty without `--fix`.
    package var fixes: [PlannedFile]

    package init(findings: [Diagnostic], ticketCount: Int, fixes: [PlannedFile] = []) {
        self.findings = findings
        self.ticketCount = ticketCount
        self.fixes = fixes
    }

    package var hasErrors: Bool { findings.contains { $0.severity == .error } }
}
