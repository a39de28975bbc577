import ServiceLevels
import TicketModel

/// The life of a ticket, told in a few lines; times are UTC, `09:30` is on Monday, 2026-03-02, `3 09:30` on the third.
struct Story {
    var timeline = Timeline(states: [], entries: [])
    private var commits = 0

    init(created: String, phase: Phase = .open, priority: String? = nil, policy: Int? = 0) throws {
        timeline.states = [
            TimelineState(
                from: try march(created), source: .creation, phase: phase, status: phase.rawValue, priority: priority,
                policyIndex: policy)
        ]
    }

    /// A commit that changes what is named and keeps the rest.
    mutating func change(
        _ at: String, phase: Phase? = nil, status: String? = nil, priority: String? = nil, assignee: String? = nil,
        policy: Int? = nil
    ) throws {
        guard var state = timeline.states.last else { return }
        commits += 1
        state.from = try march(at)
        state.source = .commit(id: "c\(commits)")
        state.phase = phase ?? state.phase
        state.status = status ?? phase?.rawValue ?? state.status
        state.priority = priority ?? state.priority
        state.assignee = assignee ?? state.assignee
        state.policyIndex = policy ?? state.policyIndex
        timeline.states.append(state)
    }

    mutating func entry(
        _ at: String, _ verb: EntryVerb, byAgent: Bool? = nil, byDesk: Bool = false, isOpening: Bool = false
    ) throws {
        timeline.entries.append(
            TimelineEntry(
                at: try march(at), verb: verb, byAgent: byAgent ?? (verb != .wrote), byDesk: byDesk,
                isOpening: isOpening, source: .entry(index: timeline.entries.count)))
    }

    func clocks(_ policies: [ResolvedPolicy], now: String, includeSegments: Bool = false) throws -> TicketClocks {
        ServiceLevels.clocks(
            of: timeline, policies: policies, now: try march(now), includeSegments: includeSegments)
    }

    func clock(_ target: TargetKind, _ policies: [ResolvedPolicy], now: String) throws -> ServiceClock? {
        try clocks(policies, now: now).clocks.last { $0.target == target }
    }
}

/// A moment of March 2026, whose second is a Monday.
func march(_ text: String) throws -> Instant {
    let parts = text.split(separator: " ")
    let day = parts.count == 2 ? (parts[0].count == 1 ? "0" : "") + parts[0] : "02"
    return try instant("2026-03-\(day)T\(parts[parts.count - 1])Z")
}

/// Monday to Friday, nine to six with an hour at one, in UTC; Monday, the ninth, is closed.
func office() throws -> WorkingCalendar {
    try calendar("UTC", ["mon-fri": ["09:00-13:00", "14:00-18:00"]], closed: ["2026-03-09"])
}

func policy(
    _ targets: [TargetKind: [String: String]], name: String = "standard", in calendar: WorkingCalendar? = nil,
    atRisk: AtRisk = .standard, newCycle: Bool = false
) throws -> ResolvedPolicy {
    let times = try targets.mapValues { texts in
        try texts.mapValues { text in
            guard let duration = WorkDuration.parse(text) else { throw BadText(text: text) }
            return duration
        }
    }
    let policy = ServicePolicy(
        name: name, match: nil, calendarName: "sample", targets: times, atRisk: atRisk, startsNewCycle: newCycle)
    return ResolvedPolicy(policy: policy, calendar: calendar ?? .always(zone: .utc))
}
