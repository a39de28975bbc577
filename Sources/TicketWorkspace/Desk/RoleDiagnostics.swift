import TicketModel
import TicketText

/// Finds roles in `workflow.yml` that nobody in `people.yml` has: a slip there freezes the moves of a whole desk.
enum RoleDiagnostics {
    static func find(in configuration: Configuration, _ sources: [SourceText]) -> [Diagnostic] {
        guard let people = configuration.people else { return [] }
        let known = Set(people.people.flatMap(\.roles) + ["requester"])
        let source = sources.first { $0.path == ".tick/workflow.yml" }
        let used = Set(configuration.workflow.transitions.flatMap(\.by)).subtracting(known)
        return used.sorted().map { role in
            let nearest = NearMatch.closest(to: role, among: known.sorted(), limit: 1).first
            return Diagnostic(
                rule: "config-value", severity: .warning, message: "nobody in people.yml has the role \(role)",
                hint: nearest.map { "did you mean \($0)?" } ?? "give it to somebody: roles: [\(role)]",
                location: source.flatMap { $0.location(ofWord: role) })
        }
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
