package import TicketModel

package struct EntryFutureRule: CheckRule {
    package static let id = "entry-future"
    package static let summary = "No entry lies in the future."
    package static let explanation = """
        A reply dated tomorrow would stop a clock before anybody has replied. The limit is a minute, for clocks that differ.

            ## 2027-11-21T10:15:00+03:00 ivan replied      # next year

        Mend the instant, or leave it out: `tick commit` writes it in.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let limit = context.now + FutureTolerance.seconds
        return ticket.entries.compactMap { entry in
            guard let instant = entry.instant, instant > limit else { return nil }
            let now = context.now.formatted(in: context.configuration.zone)
            return finding(
                ticket, at: entry.headingRange, "the time of this entry is in the future",
                hint: "it is \(now) now; correct the time, or leave it out and tick commit writes it in")
        }
    }
}

/// How far ahead of the clock an instant may lie: clocks of two machines are never quite the same.
enum FutureTolerance {
    static let seconds: Int64 = 60
}
