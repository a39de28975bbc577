package import GitStore
package import TicketModel

/// One commit's change of one ticket that concerns a person, and why.
package struct InboxItem: Sendable {
    package var event: TicketEvent
    /// The ticket's title; empty where it is gone.
    package var title: String
    /// The strongest first, at least one.
    package var reasons: [InboxReason]
    /// The entries among the change that concern the person, with their texts where the file still has them.
    package var entries: [RecordedEntry]
}

/// Why something is in an inbox, the strongest first.
package enum InboxReason: Hashable, Comparable, Sendable {
    case assigned
    case mentioned
    /// The requester wrote or called, on a ticket that is the person's or that they follow.
    case wrote, called
    /// Another field of people names them: `watchers`, `approved-by`, an `engineer` of the desk's own.
    case named(FieldName)
    /// Somebody approved of their ticket.
    case approved
    case moved
    case replied, noted
    /// The ticket was theirs.
    case unassigned
    case removed

    /// A stable word for programs.
    package var name: String {
        switch self {
        case .assigned: "assigned"
        case .mentioned: "mentioned"
        case .wrote: "wrote"
        case .called: "called"
        case .named: "named"
        case .approved: "approved"
        case .moved: "moved"
        case .replied: "replied"
        case .noted: "noted"
        case .unassigned: "unassigned"
        case .removed: "removed"
        }
    }
}

/// What an inbox holds: since when, and what.
package struct Inbox: Sendable {
    /// From where on changes are in it.
    package enum Beginning: Hashable, Sendable {
        /// What was not reachable when it was read last, at this instant.
        case mark(Instant)
        /// What was recorded from an instant on.
        case instant(Instant)
        /// Nobody has read it in this clone: the last week.
        case firstTime(Instant)
        case everything
    }

    /// How the person is named in tickets.
    package var person: String
    package var beginning: Beginning
    /// Oldest first.
    package var items: [InboxItem]
    /// The commit up to which it was read; nil before the first one.
    package var head: ObjectID?
}
