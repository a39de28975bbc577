import TicketModel
import TicketText

/// Finds roles and teams in `workflow.yml` and `config.yml` that nobody in `people.yml` has: a slip there freezes the moves of a whole desk.
enum RoleDiagnostics {
    static func find(in configuration: Configuration, _ sources: [SourceText]) -> [Diagnostic] {
        guard let people = configuration.people else { return [] }
        let known = Set(people.people.flatMap { $0.roles + $0.teams.map { "team:" + $0 } } + ["requester"])
        let source = sources.first { $0.path == ".tick/workflow.yml" }
        let moves = Set(configuration.workflow.transitions.flatMap(\.by)).subtracting(known).sorted()
        let others = configuration.roleReferences.filter { !known.contains($0.role) }
        return moves.map { diagnostic($0, known, at: source?.location(ofWord: $0)) }
            + others.map { diagnostic($0.role, known, at: $0.location) }
    }

    private static func diagnostic(_ role: String, _ known: Set<String>, at location: SourceLocation?) -> Diagnostic {
        let nearest = NearMatch.closest(to: role, among: known.sorted(), limit: 1).first
        let isTeam = role.hasPrefix("team:")
        return Diagnostic(
            rule: "config-value", severity: .warning,
            message: isTeam
                ? "nobody in people.yml is of the \(role.replacing(":", with: " "))"
                : "nobody in people.yml has the role \(role)",
            hint: nearest.map { "did you mean \($0)?" }
                ?? "give it to somebody: \(isTeam ? "teams: [\(role.dropFirst(5))]" : "roles: [\(role)]")",
            location: location)
    }
}

extension SourceText {
    /// Where a word stands first, letters and digits on neither side; nil where it does not.
    fileprivate func location(ofWord word: String) -> SourceLocation? {
        let wanted = Array(word.utf8)
        guard !wanted.isEmpty, bytes.count >= wanted.count else { return nil }
        for start in 0...(bytes.count - wanted.count) where bytes[start..<(start + wanted.count)].elementsEqual(wanted)
        {
            let end = start + wanted.count
            let isWhole =
                (start == 0 || !TicketID.isAllowed(bytes[start - 1]))
                && (end == bytes.count || !TicketID.isAllowed(bytes[end]))
            if isWhole { return location(of: SourceRange(start, end)) }
        }
        return nil
    }
}
