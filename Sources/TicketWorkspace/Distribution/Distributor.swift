import TicketIndex
import TicketModel

/// Says who gets a ticket that nobody was named for, by `distribution.yml` and `people.yml`.
///
/// The first route that matches says who may have it; of these, whoever is here, has room, and comes first in the route's
/// order. The same tickets, history and moment give the same answer. What it gave away already counts.
final class Distributor {
    private let configuration: Configuration
    private let today: CivilDate
    private let context: QueryContext
    private let routes: [(query: Query?, route: DistributionRoute)]
    private let history: TicketHistory
    private let now: Instant
    /// How many tickets each has, by the handle.
    private(set) var load: [String: Int] = [:]
    private lazy var lastGiven = instantsOfGiving()
    private var givenHere: [String: Int] = [:]

    /// Somebody without a capacity is compared as if it were this.
    private static let usualCapacity = 10
    /// How far back history is read for who was given a ticket last; who was given none since comes first.
    private static let memorySeconds: Int64 = 30 * 86_400

    enum Answer {
        case person(String, reason: String)
        /// Nobody can take it now, and why.
        case waits(reason: String)
    }

    init(configuration: Configuration, tickets: [Ticket], history: TicketHistory, now: Instant) {
        self.configuration = configuration
        self.history = history
        self.now = now
        today = configuration.zone.civil(at: now).date
        let context = QueryContext(
            now: now, configuration: configuration, actor: nil,
            relations: LazyRelations(tickets, configuration.workflow))
        self.context = context
        routes = configuration.distribution.routes.map { route in
            (route.match.flatMap { try? Query.parse($0, configuration: configuration) }, route)
        }
        let counted = try? Query.parse(configuration.distribution.load, configuration: configuration)
        let people = configuration.people
        for person in people?.people ?? [] { load[person.handle] = 0 }
        for ticket in tickets {
            guard let name = ticket.assignee, let handle = people?.person(name)?.handle, load[handle] != nil,
                counted?.matches(ticket, in: context) ?? true
            else { continue }
            load[handle, default: 0] += 1
        }
    }

    /// Chooses somebody for a ticket and counts it as theirs.
    ///
    /// - Parameters:
    ///   - excluded: Handles of people who must not get it, such as whoever has it now.
    ///   - level: The level of escalation that they must answer at least; nil for any.
    func choose(for ticket: Ticket, excluding excluded: Set<String> = [], level: Int? = nil) -> Answer {
        let route = routes.first { query, route in
            route.match == nil || query?.matches(ticket, in: context) == true
        }?.route
        guard route != nil || routes.isEmpty else { return .waits(reason: "no route matches it") }
        var reasons: [String] = []
        var candidates: [Person] = []
        for person in eligible(route, level) {
            if excluded.contains(person.handle) {
                reasons.append("\(person.handle) has it already")
            } else if let absence = person.absences.first(where: { $0.contains(today) }) {
                reasons.append("\(person.handle) is away until \(absence.upperBound)")
            } else if let capacity = person.capacity, load[person.handle, default: 0] >= capacity {
                reasons.append("\(person.handle) is full (\(load[person.handle, default: 0]) of \(capacity))")
            } else {
                candidates.append(person)
            }
        }
        let order = route?.order ?? configuration.distribution.order
        guard let chosen = candidates.min(by: { precedes($0, $1, order) }) else {
            let whom = Self.words(route, level)
            return .waits(reason: reasons.isEmpty ? "nobody is there for \(whom)" : reasons.joined(separator: ", "))
        }
        let reason = reason(chosen, among: candidates, route, level, order, others: reasons)
        load[chosen.handle, default: 0] += 1
        givenHere[chosen.handle] = (givenHere.values.max() ?? 0) + 1
        return .person(chosen.handle, reason: reason)
    }

    private func eligible(_ route: DistributionRoute?, _ level: Int?) -> [Person] {
        (configuration.people?.people ?? []).filter { person in
            let works = person.roles.contains { ["agent", "lead", "admin"].contains($0) }
            guard person.takesTickets || route?.people.contains(person.handle) == true || level != nil && works,
                !person.roles.contains("desk")
            else { return false }
            // Who answers a level does so for all teams that name nobody of their own for it.
            if let level, (person.level ?? 1) < level { return false }
            guard let route else { return true }
            let isOfTeam = route.teams.isEmpty || route.teams.contains { person.teams.contains($0) }
            return (isOfTeam || level != nil) && route.skills.allSatisfy { person.skills.contains($0) }
                && (route.people.isEmpty || route.people.contains(person.handle) || level != nil)
        }
    }

    /// Ties go to whoever waited longest, then by handle.
    private func precedes(_ left: Person, _ right: Person, _ order: DistributionDefinition.Order) -> Bool {
        if order == .leastLoaded {
            let (one, other) = (share(left), share(right))
            if one != other { return one < other }
        }
        let (one, other) = (turn(left), turn(right))
        return one == other ? left.handle < right.handle : one < other
    }

    /// The load in thousandths of the capacity.
    private func share(_ person: Person) -> Int {
        load[person.handle, default: 0] * 1_000 / max(1, person.capacity ?? Self.usualCapacity)
    }

    private func turn(_ person: Person) -> (Int, Instant) {
        (givenHere[person.handle] ?? 0, lastGiven[person.handle] ?? .distantPast)
    }

    /// When each was last given a ticket, by anybody.
    private func instantsOfGiving() -> [String: Instant] {
        var last: [String: Instant] = [:]
        for event in history.events(since: now - Self.memorySeconds) where event.at <= now && event.kind != .removed {
            let names = event.changes.lazy.filter { $0.field == .assignee }.compactMap { $0.to?.texts.first }
            for name in names {
                guard let handle = configuration.people?.person(name)?.handle else { continue }
                last[handle] = max(last[handle] ?? event.at, event.at)
            }
        }
        return last
    }

    // MARK: Words

    /// `team it, 2 of 8; least loaded of ivan, olga; petr is full (8 of 8)`.
    private func reason(
        _ chosen: Person, among candidates: [Person], _ route: DistributionRoute?, _ level: Int?,
        _ order: DistributionDefinition.Order, others: [String]
    ) -> String {
        let count = load[chosen.handle, default: 0]
        let has = chosen.capacity.map { "has \(count) of \($0)" } ?? "has \(count)"
        let names = candidates.map(\.handle).joined(separator: ", ")
        let why =
            candidates.count == 1
            ? "the only one with room"
            : "\(order == .leastLoaded ? "least loaded" : "whose turn it is") of \(names)"
        return (["\(Self.words(route, level)): \(has), \(why)"] + others).joined(separator: "; ")
    }

    private static func words(_ route: DistributionRoute?, _ level: Int?) -> String {
        var words: [String] = []
        if let level { words.append("level \(level)") }
        if let route, level == nil {
            if !route.teams.isEmpty { words.append("team \(route.teams.joined(separator: ", "))") }
            if !route.people.isEmpty { words.append(route.people.joined(separator: ", ")) }
        }
        if let skills = route?.skills, !skills.isEmpty { words.append("who knows \(skills.joined(separator: ", "))") }
        return words.isEmpty ? "agents" : words.joined(separator: ", ")
    }
}
