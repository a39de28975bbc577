/// A command line that makes no sense: exit code 64.
struct UsageError: Error {
    let message: String
    let hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}

/// Ends the command with a code of the contract, everything having been said already.
struct Exit: Error {
    let code: Int32

    /// Findings, an absent ticket, a query that finds nothing.
    static let findings = Exit(code: 1)
    /// It could not be done.
    static let refused = Exit(code: 2)
    static let usage = Exit(code: 64)
}
