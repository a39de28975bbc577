package import TicketModel

/// One file that a change touches: its bytes before and after.
package struct PlannedFile: Sendable {
    package var path: RepositoryPath
    /// What lies on disk now; nil where there is no file.
    package var before: [UInt8]?
    /// What is to lie there; nil where the file goes.
    package var after: [UInt8]?

    package init(path: RepositoryPath, before: [UInt8]?, after: [UInt8]?) {
        self.path = path
        self.before = before
        self.after = after
    }
}

/// What a command wants to do, before anybody has judged it: a value, so that it can be shown instead of done.
package struct ChangePlan: Sendable {
    /// The commit's message, its first line first.
    package var message: String
    package var files: [PlannedFile]
    /// For tickets: what the parent commit says and what would be, for the judge.
    package var tickets: [TicketStep]
    /// Findings that do not stop the change.
    package var warnings: [Diagnostic]
    /// The commit that this one takes back, in hexadecimal: going back needs no transition of the workflow.
    package var undoes: String?

    package init(
        message: String = "", files: [PlannedFile] = [], tickets: [TicketStep] = [], warnings: [Diagnostic] = [],
        undoes: String? = nil
    ) {
        self.message = message
        self.files = files
        self.tickets = tickets
        self.warnings = warnings
        self.undoes = undoes
    }

    /// One ticket's way from the parent commit to the new one.
    package struct TicketStep: Sendable {
        package var before: Ticket?
        package var after: Ticket?

        package init(before: Ticket?, after: Ticket?) {
            self.before = before
            self.after = after
        }
    }

    package var isEmpty: Bool { files.allSatisfy { $0.before == $0.after } && files.isEmpty }
}

/// What a change did, or would do.
package struct ChangeResult: Sendable {
    /// The new commit in hexadecimal; nil for a dry run and where nothing had to be done.
    package var commit: String?
    package var plan: ChangePlan
    /// Warnings of the judge and of `check`.
    package var diagnostics: [Diagnostic]
    package var isDryRun: Bool
    /// For a dry run: each file in the parent commit and as it would be committed.
    package var diff: [PlannedFile] = []

    package init(commit: String?, plan: ChangePlan, diagnostics: [Diagnostic], isDryRun: Bool) {
        self.commit = commit
        self.plan = plan
        self.diagnostics = diagnostics
        self.isDryRun = isDryRun
    }

    /// The tickets as they are now.
    package var tickets: [Ticket] { plan.tickets.compactMap(\.after) }
}

package struct WriteOptions: Sendable {
    package var isDryRun = false
    /// Whether edits made by hand in the same files go along.
    package var takesEditsAlong = false
    /// Whether git's hooks run.
    package var runsHooks = true
    /// Whether the commit is signed where `commit.gpgsign` asks for it.
    package var signs = true
    /// Whether everything is on disk before success is said.
    package var isDurable = true
    /// The handle of the person in whose name it is done, where the command line names nobody: the desk's own.
    package var actsFor: String?

    package init(
        isDryRun: Bool = false, takesEditsAlong: Bool = false, runsHooks: Bool = true, signs: Bool = true,
        isDurable: Bool = true
    ) {
        self.isDryRun = isDryRun
        self.takesEditsAlong = takesEditsAlong
        self.runsHooks = runsHooks
        self.signs = signs
        self.isDurable = isDurable
    }
}
