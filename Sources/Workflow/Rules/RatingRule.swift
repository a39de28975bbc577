package import TicketModel

package struct RatingRule: CheckRule {
    package static let id = "rating"
    package static let summary = "A rating has marks from 1 to 5 for usefulness, speed and politeness."
    package static let explanation = """
        Reports average the three marks over all tickets; a 10 or a word would spoil them. A comment may stand beside
        the marks, and a mark that the requester did not give is left out.

            rating: {usefulness: 5, speed: 4, politeness: 5, comment: Thank you}

        The requester rates, or a participant; where somebody else writes it down, by: says whose it is.

            rating: {usefulness: 5, speed: 4, politeness: 5, by: maria@acme.example}

        Write what the requester gave: tick rate HD-k7qf3m usefulness=5 speed=4 politeness=5.
        """
    package static let defaultSeverity = Severity.error

    private static let marks = ["usefulness", "speed", "politeness"]

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard let value = ticket.value(.rating), !value.isEmpty else { return [] }
        guard case .mapping(let items) = value else {
            let hint = "write {usefulness: 5, speed: 4, politeness: 5}"
            return [finding(ticket, at: .rating, "a rating is marks for several things", hint: hint)]
        }
        return items.compactMap { item in
            if item.key == "comment" { return nil }
            if item.key == "by" { return strangerFinding(item, ticket, context) }
            guard Self.marks.contains(item.key) else {
                let known = Self.marks + ["comment", "by"]
                let hint = Wording.nearest(to: item.key, among: known) ?? "one of \(Wording.list(Self.marks, "or"))"
                return finding(ticket, at: .rating, item: item.key, "nobody rates \(item.key)", hint: hint)
            }
            let mark = item.value.texts.first ?? ""
            guard item.value.texts.count != 1 || !["1", "2", "3", "4", "5"].contains(mark) else { return nil }
            let message = "\(mark.isEmpty ? "nothing" : mark) is no mark for \(item.key)"
            return finding(
                ticket, at: .rating, item: mark.isEmpty ? item.key : mark, message, hint: "write a number from 1 to 5")
        }
    }

    /// Reports a rating of somebody whose ticket it is not.
    private func strangerFinding(
        _ item: FieldValue.MappingItem, _ ticket: Ticket, _ context: CheckContext
    ) -> Diagnostic? {
        let person = item.value.texts.first ?? ""
        guard !context.configuration.isRequester(person, of: ticket) else { return nil }
        let people = ticket.requesters
        return finding(
            ticket, at: .rating, item: person.isEmpty ? item.key : person,
            "\(person.isEmpty ? "nobody" : person) is not whose ticket this is",
            hint: people.isEmpty
                ? "the ticket has no requester who could rate it" : "by: \(Wording.list(people, "or"))")
    }
}
