/// A message to everybody or some, of `announcements/*.md`: planned work, an outage, new rules.
package struct Announcement: Hashable, Sendable {
    package var path: RepositoryPath
    package var title: String
    /// Nil holds from the beginning.
    package var from: Instant?
    /// Nil holds until the file is gone.
    package var until: Instant?
    /// Roles, or `team:NAME`; empty for everybody.
    package var roles: [String]
    /// Markdown.
    package var text: String

    package init(
        path: RepositoryPath, title: String, from: Instant? = nil, until: Instant? = nil, roles: [String] = [],
        text: String
    ) {
        self.path = path
        self.title = title
        self.from = from
        self.until = until
        self.roles = roles
        self.text = text
    }

    /// Whether it holds at `now`, its first and its last second included.
    package func holds(at now: Instant) -> Bool {
        (from.map { $0 <= now } ?? true) && (until.map { now <= $0 } ?? true)
    }

    /// Whether it is for a person. Where nobody has roles it is for everybody.
    package func isFor(_ actor: Actor?, in configuration: Configuration) -> Bool {
        guard !roles.isEmpty, let people = configuration.people else { return true }
        guard let handle = actor?.handle, let person = people.person(handle) else { return false }
        let own = Set(person.roles + person.teams.map { "team:" + $0 })
        return !own.isDisjoint(with: roles)
    }
}
