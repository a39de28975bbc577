package import TicketModel

package struct VoteRule: CheckRule {
    package static let id = "vote"
    package static let summary = "Likes and dislikes name an entry of the ticket and a requester."
    package static let explanation = """
        A like is the instant of an entry and whose it is. One that leads to no entry says nothing, and a colleague's like is
        not what the requester thinks.

            liked: [2026-11-21T10:15:00+03:00 maria@acme.example]
            disliked: []

        Let tick write it: tick like HD-k7qf3m, or tick like HD-k7qf3m 2 for the second entry.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        [FieldName.liked, .disliked].flatMap { field in
            ticket.list(field).compactMap { finding($0, field, ticket, context) }
        }
    }

    private func finding(
        _ text: String, _ field: FieldName, _ ticket: Ticket, _ context: CheckContext
    ) -> Diagnostic? {
        guard let vote = EntryVote(text) else {
            return finding(
                ticket, at: field, item: text, "\(text) is no entry and person",
                hint: "write 2026-11-21T10:15:00+03:00 maria@acme.example, or let tick like do it")
        }
        guard ticket.entry(of: vote) != nil else {
            let time = vote.entry.formatted(in: context.configuration.zone)
            return finding(
                ticket, at: field, item: text, "no entry of this ticket is of \(time)",
                hint: "tick show \(ticket.id) has the entries")
        }
        guard !context.configuration.isRequester(vote.person, of: ticket) else {
            let isBoth = field == .disliked && ticket.votes(.liked).contains(vote)
            return !isBoth
                ? nil
                : finding(
                    ticket, at: field, item: text, "\(vote.person) likes this entry, too",
                    hint: "leave it in one of the lists")
        }
        let people = Wording.list(ticket.requesters, "or")
        return finding(
            ticket, at: field, item: text, "\(vote.person) is not whose ticket this is",
            hint: people.isEmpty ? "the ticket has no requester" : "only \(people) can say so")
    }
}
