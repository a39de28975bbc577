package import TicketModel

/// A status that a ticket can move to in one step, with what the step takes.
package struct AllowedMove: Hashable, Sendable {
    /// The status, as the workflow spells it.
    package var to: String
    /// What has to come in the same change and is not there yet: names of fields, or `entry`.
    package var needs: [String]
    /// The roles of which the acting person needs one; empty where everybody may.
    package var roles: [String]
    /// Whether the person's roles allow it.
    package var isAllowed: Bool

    package init(to: String, needs: [String], roles: [String], isAllowed: Bool) {
        self.to = to
        self.needs = needs
        self.roles = roles
        self.isAllowed = isAllowed
    }
}

extension AllowedMove {
    /// The command that makes the move, with `…` for what the person has to supply:
    /// `tick move HD-k7qf3m open -m … reason=…`.
    package func command(for ticket: Ticket) -> String {
        (["tick move \(ticket.id)", Wording.argument(to)] + Wording.arguments(for: needs)).joined(separator: " ")
    }
}
