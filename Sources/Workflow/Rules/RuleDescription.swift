package import TicketModel

/// What `check --explain` and the reference say about one kind of finding.
package struct RuleDescription: Hashable, Sendable {
    package let id: String
    /// One sentence.
    package let summary: String
    /// What is wrong, why it matters, how to mend it; with an example. Several lines.
    package let explanation: String
    /// What a finding weighs where the desk's `rules:` do not say otherwise; a rule may report some of its findings
    /// as less.
    package let defaultSeverity: Severity

    init(_ id: String, _ summary: String, severity: Severity = .error, _ explanation: String) {
        self.id = id
        self.summary = summary
        self.explanation = explanation
        defaultSeverity = severity
    }

    init(_ rule: any CheckRule.Type) {
        id = rule.id
        summary = rule.summary
        explanation = rule.explanation
        defaultSeverity = rule.defaultSeverity
    }
}
