import TicketModel

/// How messages and hints put things.
enum Wording {
    /// `a`, `a or b`, `a, b or c`.
    static func list(_ items: [String], _ conjunction: String) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }

    /// What a move needs, as the arguments of a command: `-m …` for an entry, `reason=…` for a field.
    static func arguments(for needs: [String]) -> [String] {
        needs.map { $0 == "entry" ? "-m …" : "\($0)=…" }
    }

    /// What a move needs, in words: `a new entry`, `a new reason`.
    static func newThings(_ needs: [String]) -> String {
        list(needs.map { "a new \($0)" }, "and")
    }

    /// A word as a shell takes it: quoted where it holds anything but letters, digits, `.`, `_` and `-`.
    static func argument(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "." || $0 == "_" || $0 == "-"
        }
        if isPlain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// A status in a sentence; one with spaces needs quotes to be seen as one.
    static func status(_ name: String) -> String {
        name.isEmpty ? "no status" : name.contains(" ") ? "'\(name)'" : name
    }

    /// `did you mean X?`, or nil where no candidate is near.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        NearMatch.closest(to: word, among: candidates, limit: 1).first.map { "did you mean \($0)?" }
    }

    /// The first of the candidates with how many more there are: `a, b, c and 4 more`.
    static func choices(_ names: [String]) -> String {
        guard names.count > 8 else { return list(names, "or") }
        return names.prefix(6).joined(separator: ", ") + " and \(names.count - 6) more"
    }
}
