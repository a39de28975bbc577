package import TicketModel

package struct EntryOrderRule: CheckRule {
    package static let id = "entry-order"
    package static let summary = "The entries of a conversation stand in the order of their times."
    package static let explanation = """
        People read a ticket from top to bottom. An entry that is earlier than one above it was moved, or carries a wrong
        date.

            ## 2026-11-21T10:15:00+03:00 ivan replied
            ## 2026-11-20T10:40:00+03:00 maria@acme.example wrote      # a day before what it answers

        Mend the instant if it was never committed, or move the entry to its place. Clocks go by the instants, not by the order.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        var latest: Instant?
        return ticket.entries.compactMap { entry in
            guard let instant = entry.instant else { return nil }
            defer { latest = max(latest ?? instant, instant) }
            guard let latest, instant < latest else { return nil }
            let seen = latest.formatted(in: context.configuration.zone)
            return finding(
                ticket, at: entry.headingRange, "this entry is earlier than one above it, which is of \(seen)",
                hint: "move it to its place, or correct its date and time")
        }
    }
}
