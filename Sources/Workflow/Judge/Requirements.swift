import TicketModel

/// The fields that a ticket has to have, by its status and by its type.
///
/// `check` asks for all of them; the judge only for those that the change itself is to blame for, so that a desk that
/// tightens its rules can still answer the tickets it has.
struct Requirements {
    let configuration: Configuration

    private var workflow: WorkflowDefinition { configuration.workflow }

    /// The fields that the ticket's status asks for and the ticket has not.
    func missing(forStatus status: String, in ticket: Ticket) -> [FieldName] {
        (workflow.status(status)?.requires ?? []).filter { !ticket.has($0) }
    }

    /// The fields that the ticket's type asks for and the ticket has not.
    func missingForType(in ticket: Ticket) -> [FieldName] {
        (configuration.typeDefinition(ticket.type)?.requires ?? []).filter { !ticket.has($0) }
    }

    /// Whether a status is the one with which tickets begin, where a type's facts may still be missing.
    func isInitial(_ status: String) -> Bool {
        workflow.initial.map { FoldedText($0) == FoldedText(status) } ?? false
    }

    func statusDiagnostic(_ field: FieldName, in ticket: Ticket) -> Diagnostic {
        Diagnostic(
            rule: "required", message: "the status \(Wording.status(ticket.status)) needs the field \(name(field))",
            hint: hint(field, ticket),
            location: ticket.location(of: .status), ticket: ticket.id)
    }

    func typeDiagnostic(_ field: FieldName, in ticket: Ticket) -> Diagnostic {
        let isEarly = isInitial(ticket.status)
        let type = ticket.type ?? ""
        return Diagnostic(
            rule: "type-requires", severity: isEarly ? .warning : .error,
            message: isEarly
                ? "the type \(type) needs the field \(name(field)) before it leaves \(Wording.status(ticket.status))"
                : "the type \(type) needs the field \(name(field))",
            hint: hint(field, ticket), location: ticket.location(of: .type), ticket: ticket.id)
    }

    private func name(_ field: FieldName) -> String { configuration.fileName(of: field) }

    private func hint(_ field: FieldName, _ ticket: Ticket) -> String {
        if field == .assignee { return "tick assign \(ticket.id) me, or write \(name(field)): … in the front matter" }
        let values = (configuration.declaredChoices(of: field) ?? []).map(\.name)
        let choices = values.isEmpty ? "" : " (\(Wording.choices(values)))"
        return "tick set \(ticket.id) \(field)=…\(choices), or write \(name(field)): … in the front matter"
    }
}
