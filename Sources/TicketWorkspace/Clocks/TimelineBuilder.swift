import GitStore
import ServiceLevels
import TicketIndex
import TicketModel

/// Puts a ticket's events together into the timeline that the clocks are computed from.
///
/// Changes of both sides of a merge are taken in time order, field by field: each event sets only the fields that its
/// commit changed.
struct TimelineBuilder {
    let configuration: Configuration
    let policies: [(query: Query?, policy: ServicePolicy)]
    let now: Instant
    private let context: QueryContext

    init(configuration: Configuration, now: Instant) {
        self.configuration = configuration
        self.now = now
        context = QueryContext(now: now, configuration: configuration, actor: nil)
        policies = configuration.serviceLevels.policies.map { policy in
            (policy.match.flatMap { try? Query.parse($0, configuration: configuration) }, policy)
        }
    }

    /// Returns the timeline of a ticket as the working tree has it now.
    ///
    /// - Parameter events: its events, in time order. What the file says beyond them is uncommitted and counts as now.
    func timeline(of ticket: Ticket, events: [TicketEvent], missingBefore: Instant?) -> Timeline {
        var fold = TimelineFold()
        var states: [TimelineState] = []
        let created = events.first { $0.kind == .created }
        let knownStart = ticket.created ?? created?.created ?? created?.at
        let start = knownStart ?? now
        for (number, event) in events.enumerated() {
            fold.apply(event, number: number)
            let isCreation = states.isEmpty
            // Words change no state, and most commits bring nothing else.
            guard !fold.isGone, isCreation || event.kind != .changed || !event.changes.isEmpty else { continue }
            let source: TimelineSource = isCreation ? .creation : .commit(id: event.commit.hex, moved: event.moved)
            append(fold.values, at: isCreation ? start : max(start, event.at), source, like: ticket, to: &states)
        }
        if states.isEmpty {
            append(ticket.values, at: start, .uncommitted, like: ticket, to: &states)
        } else if differs(ticket.values, from: fold.values) {
            append(ticket.values, at: max(now, start), .uncommitted, like: ticket, to: &states)
        }
        let (entries, areCommitted) = entries(of: ticket, fold, events: events, created: start)
        var timeline = Timeline(
            states: states, entries: entries, missingBefore: missing(missingBefore, events, start))
        timeline.hasUncommitted = !areCommitted || knownStart == nil || states.last?.source == .uncommitted
        return timeline
    }

    /// Only a ticket that is in a shallow clone's first commits may have had a life before them.
    private func missing(_ instant: Instant?, _ events: [TicketEvent], _ start: Instant) -> Instant? {
        guard let instant, events.contains(where: \.isAtBoundary) else { return nil }
        return max(instant, start + 1)
    }

    /// Whether the file says something else than the last commit, in what clocks and policies look at.
    private func differs(_ file: [FieldName: FieldValue], from committed: [FieldName: FieldValue]) -> Bool {
        for (field, value) in file {
            let other = committed[field]
            if other != value, (other?.texts ?? []) != value.texts { return true }
        }
        return committed.contains { file[$0.key] == nil && !$0.value.texts.isEmpty }
    }

    private func append(
        _ values: [FieldName: FieldValue], at instant: Instant, _ source: TimelineSource, like ticket: Ticket,
        to states: inout [TimelineState]
    ) {
        var version = ticket
        version.values = values
        let status = version.status
        let state = TimelineState(
            from: instant, source: source, phase: configuration.workflow.phase(of: status), status: status,
            priority: version.priority, assignee: version.assignee, policyIndex: policyIndex(of: version))
        if let last = states.last, last.isSame(as: state) { return }
        states.append(state)
    }

    /// The first policy whose query matches; one without a query matches everything.
    private func policyIndex(of ticket: Ticket) -> Int? {
        policies.firstIndex { query, policy in
            policy.match == nil || query?.matches(ticket, in: context) == true
        }
    }
}

// MARK: - Entries

extension TimelineBuilder {
    /// The conversation in the file's order, each entry as first committed; then those that were removed. And whether commits
    /// have all of it.
    private func entries(
        of ticket: Ticket, _ fold: TimelineFold, events: [TicketEvent], created: Instant
    ) -> ([TimelineEntry], areCommitted: Bool) {
        let present = fold.present
        let file = ticket.entries.map { RecordedEntry($0) }
        let matching = HistoryEntryMatching(present.map(\.current), file)
        var found = [TimelineFold.FoldedEntry?](repeating: nil, count: file.count)
        for pair in matching.pairs {
            found[pair.new] = present[pair.old]
            found[pair.new]?.current = file[pair.new]
        }
        let removed = matching.removed.map { present[$0] } + fold.entries.filter(\.isRemoved)
        let all = file.indices.map {
            found[$0] ?? TimelineFold.FoldedEntry(first: file[$0], current: file[$0], event: nil)
        }
        let timed = (all + removed).enumerated().map { index, entry in
            timelineEntry(entry, entry.event.map { events[$0] }, isNew: events.isEmpty, index: index, created: created)
        }
        return (timed, all.allSatisfy { $0.event != nil })
    }

    /// - Parameters:
    ///   - event: What added the entry; nil for the working tree.
    ///   - isNew: Whether no commit has the ticket.
    private func timelineEntry(
        _ entry: TimelineFold.FoldedEntry, _ event: TicketEvent?, isNew: Bool, index: Int, created: Instant
    ) -> TimelineEntry {
        let isFirstVersion = event.map { $0.kind == .created } ?? isNew
        let flag = flag(entry.first, recordedAt: event?.recordedAt ?? now) ?? (entry.hasOtherInstant ? .changed : nil)
        let instant = entry.first.instant ?? event?.at ?? now
        // A heading without a person is its commit's author's; not committed yet, whoever will commit it.
        let name = entry.first.person ?? event?.authorEmail
        let person = name.flatMap { configuration.people?.person($0) }
        return TimelineEntry(
            at: instant, verb: entry.first.verb, byAgent: configuration.people == nil || person != nil || name == nil,
            byDesk: name.map { FieldChecks.isDesk($0, person) } ?? false,
            isOpening: isFirstVersion && entry.first.verb == .replied && instant <= created,
            source: .entry(index: index, flag: flag))
    }

    private func flag(_ entry: RecordedEntry, recordedAt: Instant) -> EntryFlag? {
        guard let instant = entry.instant else { return nil }
        if instant > recordedAt { return .future }
        return recordedAt - instant > configuration.backdateSeconds ? .backdated : nil
    }
}

/// Small questions about people in tickets.
enum FieldChecks {
    /// Whether an entry is the desk's own: greetings and other automatic messages count as nobody's work.
    static func isDesk(_ name: String, _ person: Person?) -> Bool {
        person?.roles.contains("desk") == true || ["desk", "tick"].contains(name)
    }
}

extension TimelineState {
    /// Whether nothing that a clock looks at differs.
    fileprivate func isSame(as other: TimelineState) -> Bool {
        status == other.status && phase == other.phase && priority == other.priority && assignee == other.assignee
            && policyIndex == other.policyIndex
    }
}
