package import TicketModel

package struct ChoiceRule: CheckRule {
    package static let id = "choice"
    package static let summary = "A choice has one of the values that the desk declares."
    package static let explanation = """
        Type, priority, queue, channel, category, impact, urgency and the desk's own choices are what people filter by. A
        ticket with a value that nobody declared is in no queue, and nobody finds it.

            priority: hihg      # did you mean high?

        Mend the spelling, or declare the value in .tick/config.yml.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        ticket.fieldsInOrder.filter { $0 != .status }.flatMap { field -> [Diagnostic] in
            guard context.configuration.type(of: field)?.kind == .choice,
                let choices = context.configuration.declaredChoices(of: field)
            else { return [] }
            return ticket.list(field).filter { context.configuration.rank(of: $0, in: field) == nil }.map { value in
                let names = choices.map(\.name)
                let hint = Wording.nearest(to: value, among: names) ?? "one of \(Wording.choices(names))"
                let name = context.configuration.fileName(of: field)
                return finding(ticket, at: field, item: value, "\(value) is no \(name) of this desk", hint: hint)
            }
        }
    }
}
