package import TicketIndex
package import TicketModel

/// Makes ids for new tickets.
package struct TicketIDs {
    private let configuration: Configuration
    private let random: @Sendable () -> UInt64

    package init(configuration: Configuration, random: @escaping @Sendable () -> UInt64) {
        self.configuration = configuration
        self.random = random
    }

    /// Crockford's base 32 in lower case: no i, l, o, u.
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")

    /// Returns an id that no ticket of `snapshot` has: `HD-k7qf3m` at random, or `HD-1042` in sequence.
    package func next(in snapshot: IndexSnapshot) throws(WorkspaceError) -> TicketID {
        if configuration.idStyle == .sequence { return try sequential(in: snapshot) }
        for _ in 0..<1_000 {
            var bits = random()
            var code = ""
            for _ in 0..<6 {
                code.append(Self.digits[Int(bits & 31)])
                bits >>= 5
            }
            if let id = TicketID("\(configuration.key)-\(code)"), snapshot.ticket(id) == nil { return id }
        }
        throw WorkspaceError(.refused, "id.exhausted", "no free id was found in 1,000 tries")
    }

    private func sequential(in snapshot: IndexSnapshot) throws(WorkspaceError) -> TicketID {
        let prefix = configuration.key.lowercased() + "-"
        let largest =
            snapshot.tickets.lazy.filter { $0.id.key.hasPrefix(prefix) }
            .compactMap { Int($0.id.key.dropFirst(prefix.count)) }.max() ?? 0
        guard let id = TicketID("\(configuration.key)-\(largest + 1)") else {
            throw WorkspaceError(.refused, "id.exhausted", "no id follows \(largest)")
        }
        return id
    }
}

/// Where a new ticket's file goes, by `place:` of `config.yml`.
package struct TicketPlace {
    private let configuration: Configuration

    package init(configuration: Configuration) {
        self.configuration = configuration
    }

    /// Returns the path for a ticket: `tickets/2026/11/HD-k7qf3m-printer-on-floor-3-jams.md`.
    package func path(id: TicketID, title: String, created: Instant) -> RepositoryPath {
        let date = configuration.zone.civil(at: created).date
        let slug = Slug.make(from: title)
        var path = configuration.placePattern
        if slug.isEmpty {
            path = path.replacing("-{slug}", with: "").replacing("{slug}-", with: "").replacing("{slug}", with: "")
        }
        path = path.replacing("{slug}", with: slug).replacing("{id}", with: id.text)
            .replacing("{yyyy}", with: Self.padded(date.year, 4)).replacing("{mm}", with: Self.padded(date.month, 2))
            .replacing("{dd}", with: Self.padded(date.day, 2))
        return RepositoryPath(path)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
