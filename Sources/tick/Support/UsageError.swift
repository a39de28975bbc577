import TicketModel

extension PrintableText {
    /// A word of the command line as messages show it, an empty one too.
    static func argument(_ word: String) -> String { word.isEmpty ? "''" : make(word) }
}

/// A command line that makes no sense: exit code 64.
struct UsageError: Error {
    let message: String
    let hint: String?
    /// What else is wrong with the same command line.
    let others: [UsageError]

    init(_ message: String, hint: String? = nil, others: [UsageError] = []) {
        self.message = message
        self.hint = hint
        self.others = others
    }

    /// All problems of a command line as one error; nil for none.
    init?(all problems: [UsageError]) {
        guard let first = problems.first else { return nil }
        self.init(first.message, hint: first.hint, others: first.others + problems.dropFirst())
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
