package import TicketModel

/// One thing that `check` looks for in a ticket, with its documentation: `check --explain` and the reference in the
/// documentation print what stands here.
package protocol CheckRule: Sendable {
    /// The stable name, such as `waiting-without-reply`.
    static var id: String { get }
    /// One sentence.
    static var summary: String { get }
    /// What is wrong, why it matters, how to mend it; with an example.
    static var explanation: String { get }
    static var defaultSeverity: Severity { get }

    init()

    /// Returns what is wrong with `ticket`, in the file's order; empty where nothing is.
    func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic]
}

extension CheckRule {
    /// A finding at the value of a field, or at the first line where the field is absent.
    func finding(
        _ ticket: Ticket, at field: FieldName, _ message: String, hint: String, severity: Severity? = nil
    ) -> Diagnostic {
        Diagnostic(
            rule: Self.id, severity: severity ?? Self.defaultSeverity, message: message, hint: hint,
            location: ticket.location(of: field), ticket: ticket.id)
    }

    /// A finding at one item of a list, or at a value.
    func finding(
        _ ticket: Ticket, at field: FieldName, item: String, _ message: String, hint: String,
        severity: Severity? = nil
    ) -> Diagnostic {
        var found = finding(ticket, at: field, message, hint: hint, severity: severity)
        if let range = ticket.range(ofItem: item, in: field) { found.location = ticket.source?.location(of: range) }
        return found
    }

    /// A finding at a range of the file.
    func finding(_ ticket: Ticket, at range: SourceRange, _ message: String, hint: String) -> Diagnostic {
        Diagnostic(
            rule: Self.id, severity: Self.defaultSeverity, message: message, hint: hint,
            location: ticket.source?.location(of: range), ticket: ticket.id)
    }
}
