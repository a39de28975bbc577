package import GitStore
package import TicketModel

/// Why something was not done. Nothing was changed, unless `message` says otherwise.
package struct WorkspaceError: Error, Sendable {
    /// What kind of failure, which decides the exit code.
    package enum Kind: Sendable {
        /// A named thing does not exist: 1.
        case absent
        /// It could not be done, or the workflow refuses it: 2.
        case refused
        /// The command line asks for something that makes no sense on this desk: 64.
        case usage
    }

    package var kind: Kind
    /// A stable word, such as `desk.none` or `git.detached`.
    package var identifier: String
    package var message: String
    package var hint: String?
    /// What was found wrong on the way, for refusals.
    package var diagnostics: [Diagnostic]
    /// The change that was refused, as a diff for people, where that helps.
    package var files: [PlannedFile]

    package init(
        _ kind: Kind, _ identifier: String, _ message: String, hint: String? = nil, diagnostics: [Diagnostic] = [],
        files: [PlannedFile] = []
    ) {
        self.kind = kind
        self.identifier = identifier
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics
        self.files = files
    }

    /// Several failures of one kind of command as one; nil for none.
    package init?(all problems: [WorkspaceError]) {
        guard let first = problems.first else { return nil }
        self = first
        guard problems.count > 1 else { return }
        diagnostics = problems.flatMap { problem in
            problem.diagnostics.isEmpty
                ? [Diagnostic(rule: "usage", message: problem.message, hint: problem.hint)] : problem.diagnostics
        }
        files = problems.flatMap(\.files)
    }

    package init(_ error: GitError) {
        self.init(.refused, error.identifier, error.message, hint: error.hint)
    }

    /// A refusal made of diagnostics alone: they say everything.
    package static func refused(_ diagnostics: [Diagnostic]) -> WorkspaceError {
        let errors = diagnostics.filter { $0.severity == .error }
        return WorkspaceError(
            .refused, "refused", errors.first?.message ?? "the change is refused", diagnostics: diagnostics)
    }
}

/// Runs `body`, turning what git refuses into a workspace error.
func asking<Result: ~Copyable>(_ body: () throws(GitError) -> Result) throws(WorkspaceError) -> Result {
    do {
        return try body()
    } catch {
        throw WorkspaceError(error)
    }
}
