/// `distribution.yml`: who gets which tickets when nobody says so.
///
///     load: 'phase:open'
///     give: 'status:new'
///     line: '-priority,created'
///     routes:
///       - {match: 'queue:it tag:dns', teams: [it], skills: [dns]}
///       - {match: 'queue:it', teams: [it], order: round-robin}
package struct DistributionDefinition: Sendable {
    /// The query for the tickets that count as somebody's load.
    package var load = "phase:open"
    package var loadLocation: SourceLocation?
    /// The query for tickets that `tick run` gives away; nil where only rules and commands do.
    package var give: String?
    package var giveLocation: SourceLocation?
    /// The order in which tickets that nobody has are given away.
    package var line = "-priority,created"
    package var lineLocation: SourceLocation?
    /// The first that matches is a ticket's.
    package var routes: [DistributionRoute] = []
    package var order = Order.leastLoaded

    package init() {}

    package enum Order: String, CaseIterable, Sendable {
        /// Whoever has the smallest share of their capacity.
        case leastLoaded = "least-loaded"
        /// Whoever was given a ticket the longest time ago.
        case roundRobin = "round-robin"
    }
}

/// One line of `routes:`.
package struct DistributionRoute: Sendable {
    /// A query; nil matches every ticket.
    package var match: String?
    /// One of these teams, all of these skills, one of these people, as far as they are named.
    package var teams: [String]
    package var skills: [String]
    package var people: [String]
    package var order: DistributionDefinition.Order?
    package var location: SourceLocation
    package var matchLocation: SourceLocation?

    package init(location: SourceLocation) {
        self.location = location
        (teams, skills, people) = ([], [], [])
    }
}

extension Person {
    /// Whether tickets are given to the person by the desk: an agent, and not the desk itself.
    package var takesTickets: Bool { roles.contains("agent") && !roles.contains("desk") }
}
