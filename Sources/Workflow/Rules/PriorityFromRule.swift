package import TicketModel

package struct PriorityFromRule: CheckRule {
    package static let id = "priority-from"
    package static let summary = "The priority is the one that impact and urgency give."
    package static let explanation = """
        A desk with `priority-from` in .tick/config.yml reads the priority off a table. A ticket that says otherwise is served
        too early or too late.

            impact: all
            urgency: high
            priority: low      # the table says urgent

        Take the table's priority, or mend impact or urgency.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard let table = context.configuration.priorityTable, let impact = ticket.text(.impact),
            let urgency = ticket.text(.urgency), let expected = table.priority(impact: impact, urgency: urgency),
            ticket.priority.map({ FoldedText($0) }) != FoldedText(expected)
        else { return [] }
        let instead = ticket.priority.map { ", not \($0)" } ?? ""
        let message = "impact \(impact) and urgency \(urgency) make the priority \(expected)\(instead)"
        return [finding(ticket, at: .priority, message, hint: "tick set \(ticket.id) priority=\(expected)")]
    }
}
