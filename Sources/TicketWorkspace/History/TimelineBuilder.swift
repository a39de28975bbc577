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

    init(configuration: Configuration, now: Instant) {
        self.configuration = configuration
        self.now = now
        policies = configuration.serviceLevels.policies.map { policy in
            (policy.match.flatMap { try? Query.parse($0, configuration: configuration) }, policy)
        }
    }

    /// Returns the timeline of a ticket as the working tree has it now.
    ///
    /// - Parameter events: its events, in time order. What the file says beyond them is uncommitted and counts as now.
    func timeline(of ticket: Ticket, events: [TicketEvent], missingBefore: Instant?) -> Timeline {
        var values: [FieldName: FieldValue] = [:]
        var states: [TimelineState] = []
        let created = events.first { $0.kind == .created }
        let start = ticket.created ?? created?.created ?? created?.at ?? now
        for event in events where event.kind != .removed {
            for change in event.changes { values[change.field] = change.to }
            let isCreation = states.isEmpty
            let source: TimelineSource = isCreation ? .creation : .commit(id: event.commit.hex, moved: event.moved)
            append(values, at: isCreation ? start : max(start, event.at), source, like: ticket, to: &states)
        }
        if states.isEmpty {
            append(ticket.values, at: start, .uncommitted, like: ticket, to: &states)
        } else if differs(ticket.values, from: values) {
            append(ticket.values, at: max(now, start), .uncommitted, like: ticket, to: &states)
        }
        return Timeline(
            states: states, entries: entries(of: ticket, events: events, created: start), missingBefore: missingBefore)
    }

    /// Whether the file says something else than the last commit, in what clocks and policies look at.
    private func differs(_ file: [FieldName: FieldValue], from committed: [FieldName: FieldValue]) -> Bool {
        Set(file.keys).union(committed.keys).contains { (file[$0]?.texts ?? []) != (committed[$0]?.texts ?? []) }
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
        let context = QueryContext(now: now, configuration: configuration, actor: nil)
        return policies.firstIndex { query, policy in
            policy.match == nil || query?.matches(ticket, in: context) == true
        }
    }
}

// MARK: - Entries

extension TimelineBuilder {
    /// The conversation as first committed, then what is not committed yet.
    private func entries(of ticket: Ticket, events: [TicketEvent], created: Instant) -> [TimelineEntry] {
        var result: [TimelineEntry] = []
        var committed: [RecordedEntry.Identity: Int] = [:]
        for event in events {
            for entry in event.addedEntries {
                committed[entry.identity, default: 0] += 1
                result.append(
                    timelineEntry(
                        entry, at: entry.instant ?? event.at, index: result.count,
                        isFirstVersion: event.kind == .created,
                        created: created, flag: flag(entry, recordedAt: event.recordedAt)))
            }
            for entry in event.removedEntries { committed[entry.identity, default: 0] += 0 }
        }
        for entry in ticket.entries.map({ RecordedEntry($0, in: ticket) }) {
            if let count = committed[entry.identity], count > 0 {
                committed[entry.identity] = count - 1
                continue
            }
            result.append(
                timelineEntry(
                    entry, at: entry.instant ?? now, index: result.count, isFirstVersion: events.isEmpty,
                    created: created, flag: flag(entry, recordedAt: now)))
        }
        return result
    }

    private func timelineEntry(
        _ entry: RecordedEntry, at instant: Instant, index: Int, isFirstVersion: Bool, created: Instant,
        flag: EntryFlag?
    ) -> TimelineEntry {
        let person = entry.person.flatMap { configuration.people?.person($0) }
        let isDesk = entry.person.map { FieldChecks.isDesk($0, person) } ?? false
        return TimelineEntry(
            at: instant, verb: entry.verb, byAgent: configuration.people == nil || person != nil, byDesk: isDesk,
            isOpening: isFirstVersion && entry.verb == .replied && instant <= created,
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
