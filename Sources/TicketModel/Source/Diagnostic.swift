/// How much a finding weighs. Only an error makes `check` fail and a change be refused.
package enum Severity: String, Sendable, Comparable, CaseIterable {
    case note
    case warning
    case error

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// One thing that is wrong, where, and what to do about it.
package struct Diagnostic: Hashable, Sendable {
    /// The stable name that `check --explain` and `config.yml`'s `rules:` know, such as `front-matter`.
    package var rule: String
    package var severity: Severity
    /// A sentence without a full stop, in lower case, as compilers write them.
    package var message: String
    /// The next thing to try; a command where there is one.
    package var hint: String?
    package var location: SourceLocation?
    package var ticket: TicketID?
    /// For findings in history: the abbreviated id of the commit that the location is of.
    package var commit: String?

    package init(
        rule: String, severity: Severity = .error, message: String, hint: String? = nil,
        location: SourceLocation? = nil, ticket: TicketID? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.message = message
        self.hint = hint
        self.location = location
        self.ticket = ticket
    }
}

extension Diagnostic {
    /// The order in which people read findings: by file, then by place, errors before warnings.
    package static func readingOrder(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
        let (a, b) = (left.location, right.location)
        if a?.path != b?.path { return (a?.path ?? "") < (b?.path ?? "") }
        if a?.lineNumber != b?.lineNumber { return (a?.lineNumber ?? 0) < (b?.lineNumber ?? 0) }
        if a?.columnNumber != b?.columnNumber { return (a?.columnNumber ?? 0) < (b?.columnNumber ?? 0) }
        if left.severity != right.severity { return left.severity > right.severity }
        return (left.rule, left.message) < (right.rule, right.message)
    }
}
