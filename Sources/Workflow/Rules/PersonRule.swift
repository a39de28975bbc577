package import TicketModel

package struct PersonRule: CheckRule {
    package static let id = "person"
    package static let summary = "A person is a known handle or an address."
    package static let explanation = """
        A name that leads to nobody gets no mail and no queue: `assignee: ivna` is a ticket that nobody has. People are
        handles of .tick/people.yml or of a customer's card, e-mail addresses, tel:+7… or tg:name.

            assignee: ivna      # did you mean ivan?

        Mend the spelling, or add the person. Giving a ticket to somebody who is away today is a warning. Without
        .tick/people.yml names are not checked.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard let people = context.configuration.people else { return [] }
        let unknown = ticket.fieldsInOrder.flatMap { field -> [Diagnostic] in
            guard context.configuration.type(of: field)?.kind == .person else { return [] }
            return ticket.list(field).filter { !context.configuration.isPersonReference($0) }.map { name in
                finding(
                    ticket, at: field, item: name, "nobody is called \(name)",
                    hint: Self.hint(name, context.configuration))
            }
        }
        return unknown + absence(in: ticket, people, context)
    }

    private static func hint(_ name: String, _ configuration: Configuration) -> String {
        let customers = configuration.customers.flatMap { [$0.handle] + $0.people.map(\.handle) }
        let handles = (configuration.people?.people ?? []).map(\.handle) + customers
        let word = name.hasPrefix("@") ? String(name.dropFirst()) : name
        return Wording.nearest(to: word, among: handles)
            ?? "write an address such as maria@acme.example, or add \(word) to .tick/people.yml"
    }

    /// Warns of an assignee who is away today, once: when the ticket is given to them.
    private func absence(in ticket: Ticket, _ people: PeopleDirectory, _ context: CheckContext) -> [Diagnostic] {
        guard let name = ticket.assignee, let person = people.person(name),
            let absence = person.absences.first(where: { $0.contains(context.today) }),
            context.base?.assignee.map({ context.configuration.isSamePerson($0, name) }) != true
        else { return [] }
        let hint = "tick assign \(ticket.id) to somebody else, or leave it if it can wait"
        return [
            finding(
                ticket, at: .assignee, "\(person.handle) is away until \(absence.upperBound)", hint: hint,
                severity: .warning)
        ]
    }
}
