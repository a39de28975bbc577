package import TicketModel

/// What the rules may ask beside the ticket itself.
package struct CheckContext: Sendable {
    package var configuration: Configuration
    package var now: Instant
    package var ticketExists: @Sendable (TicketID) -> Bool
    package var attachmentExists: @Sendable (RepositoryPath) -> Bool
    /// The ticket as committed before; nil for a new one, or where nobody looked.
    package var base: Ticket?
    /// When the file was committed first; nil where it is not committed yet.
    package var addedAt: Instant?

    package init(
        configuration: Configuration, now: Instant,
        ticketExists: @escaping @Sendable (TicketID) -> Bool = { _ in true },
        attachmentExists: @escaping @Sendable (RepositoryPath) -> Bool = { _ in true },
        base: Ticket? = nil, addedAt: Instant? = nil
    ) {
        self.configuration = configuration
        self.now = now
        self.ticketExists = ticketExists
        self.attachmentExists = attachmentExists
        self.base = base
        self.addedAt = addedAt
    }

    /// The day of `now` where the desk is.
    var today: CivilDate { configuration.zone.civil(at: now).date }
}
