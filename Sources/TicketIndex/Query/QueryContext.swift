package import TicketModel

/// What has to be known beside the tickets' files to answer a query.
package struct QueryNeeds: OptionSet, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// The files' texts: `Ticket.source`.
    package static let text = QueryNeeds(rawValue: 1)
    /// When tickets last changed, from git.
    package static let history = QueryNeeds(rawValue: 2)
    /// The clocks.
    package static let serviceLevels = QueryNeeds(rawValue: 4)
    /// Which files differ from the last commit.
    package static let workingTreeState = QueryNeeds(rawValue: 8)
    /// Which tickets have attachments.
    package static let attachments = QueryNeeds(rawValue: 16)
    /// The entries: `Ticket.entries`.
    package static let conversation = QueryNeeds(rawValue: 32)
    /// How tickets stand to each other: what others say about a ticket.
    package static let relations = QueryNeeds(rawValue: 64)

    /// How much the answer costs for each ticket, as an order.
    var cost: Int {
        if contains(.serviceLevels) { return 4 }
        if contains(.text) { return 3 }
        if contains(.history) { return 2 }
        return isEmpty ? 0 : 1
    }
}

/// What is not in a ticket's file. Only what ``Query/needs`` asks for has to be filled in.
package struct TicketFacts: Hashable, Sendable {
    package var hasUncommittedChanges: Bool
    package var updated: Instant?
    /// The state of the clock that runs out next: `breached`, `at-risk`, `running`, …; nil without a clock.
    package var slaState: String?
    /// What that clock has left, negative after a breach; nil where nothing runs.
    package var slaRemainingSeconds: Int64?
    package var hasAttachments: Bool

    package init(
        hasUncommittedChanges: Bool = false, updated: Instant? = nil, slaState: String? = nil,
        slaRemainingSeconds: Int64? = nil, hasAttachments: Bool = false
    ) {
        self.hasUncommittedChanges = hasUncommittedChanges
        self.updated = updated
        self.slaState = slaState
        self.slaRemainingSeconds = slaRemainingSeconds
        self.hasAttachments = hasAttachments
    }
}

/// When, by whom and over which facts a query is asked.
package struct QueryContext: Sendable {
    package let now: Instant
    package let configuration: Configuration
    /// Whom `me` means; nil means nobody.
    package let actor: Actor?
    /// Returns a ticket's facts; called at most once a ticket and query, and only by queries that need them.
    package let facts: @Sendable (Ticket) -> TicketFacts
    /// How the tickets stand to each other; nil where only what a ticket's own file says is known.
    let relations: LazyRelations?
    /// The names of `actor`.
    let actorKeys: PersonKeys

    package init(
        now: Instant, configuration: Configuration, actor: Actor?, relations: LazyRelations? = nil,
        facts: @escaping @Sendable (Ticket) -> TicketFacts = { _ in TicketFacts() }
    ) {
        self.now = now
        self.configuration = configuration
        self.actor = actor
        self.facts = facts
        self.relations = relations
        var keys = PersonKeys()
        for name in [actor?.handle, actor?.email].compactMap(\.self) { keys.add(samePersonAs: name, configuration) }
        actorKeys = keys
    }
}

/// One ticket's facts, asked for when the first term needs them.
struct LazyFacts {
    private var loaded: TicketFacts?

    mutating func of(_ ticket: Ticket, _ context: QueryContext) -> TicketFacts {
        if let loaded { return loaded }
        let facts = context.facts(ticket)
        loaded = facts
        return facts
    }
}
