package import TicketModel

/// What a clock needs to know of a ticket's life: its states and its conversation, in order of time.
package struct Timeline: Hashable, Sendable {
    /// Ascending by `from`, never empty in practice: the first holds from the ticket's creation.
    package var states: [TimelineState]
    /// In the order of the file; the clocks take them in order of time.
    package var entries: [TimelineEntry]
    /// In a shallow clone the moment before which history is missing: clocks that started earlier are unknown.
    package var missingBefore: Instant?
    /// Whether parts of it are not committed, so that they count as now.
    package var hasUncommitted = false

    package init(states: [TimelineState], entries: [TimelineEntry], missingBefore: Instant? = nil) {
        self.states = states
        self.entries = entries
        self.missingBefore = missingBefore
    }

    /// The same life as it was known at a moment: what happened later is left out, the creation never.
    func truncated(at now: Instant) -> Timeline {
        var timeline = self
        timeline.states = states.enumerated().filter { $0.offset == 0 || $0.element.from <= now }.map(\.element)
        timeline.entries = entries.filter { $0.at <= now }
        return timeline
    }
}

/// What a ticket's file said from a moment on, until the next state.
package struct TimelineState: Hashable, Sendable {
    package var from: Instant
    package var source: TimelineSource
    package var phase: Phase
    package var status: String
    package var priority: String?
    package var assignee: String?
    /// Which of the policies handed over with the timeline is the ticket's; nil if none is.
    package var policyIndex: Int?

    package init(
        from: Instant, source: TimelineSource, phase: Phase, status: String, priority: String? = nil,
        assignee: String? = nil, policyIndex: Int? = nil
    ) {
        self.from = from
        self.source = source
        self.phase = phase
        self.status = status
        self.priority = priority
        self.assignee = assignee
        self.policyIndex = policyIndex
    }

    package var hasAssignee: Bool { assignee != nil }
}

/// An entry of the conversation, as first committed.
package struct TimelineEntry: Hashable, Sendable {
    package var at: Instant
    package var verb: EntryVerb
    package var byAgent: Bool
    /// Made by the desk itself (a greeting, a mail loop): counts nowhere.
    package var byDesk: Bool
    /// A `replied` of the version that created the ticket, not later than `created`: no reply, but its opening word.
    package var isOpening: Bool
    package var source: TimelineSource

    package init(
        at: Instant, verb: EntryVerb, byAgent: Bool, byDesk: Bool = false, isOpening: Bool = false,
        source: TimelineSource
    ) {
        self.at = at
        self.verb = verb
        self.byAgent = byAgent
        self.byDesk = byDesk
        self.isOpening = isOpening
        self.source = source
    }

    var isReply: Bool { verb == .replied && !byDesk && !isOpening }
    var isWord: Bool { verb == .wrote && !byDesk }
}

/// What is behind a state or an entry.
package enum TimelineSource: Hashable, Sendable {
    /// The ticket's creation, at its `created`.
    case creation
    /// A commit, by its id in hexadecimal digits.
    case commit(id: String, moved: MovedInstant? = nil)
    /// An entry of the file, counted from 0.
    case entry(index: Int, flag: EntryFlag? = nil)
    /// The working tree.
    case uncommitted
}

/// Why a change does not count from its commit's author date.
package enum MovedInstant: String, Hashable, Sendable {
    /// The author date lies after the committer date: it counts from the latter.
    case afterRecorded = "after-recorded"
    /// The author date lies before the change of the ticket that it follows: it counts from that change.
    case beforePrevious = "before-previous"
}

/// What is odd about an entry's instant.
package enum EntryFlag: String, Hashable, Sendable {
    /// It lies after its commit.
    case future
    /// It lies before its commit by more than the desk allows.
    case backdated
    /// The file says another one now than when it was first committed.
    case changed
}
