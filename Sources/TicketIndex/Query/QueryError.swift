import TicketModel

/// Why a query, or an order to sort by, cannot be read, and where.
package struct QueryError: Error, Hashable, Sendable {
    /// A sentence without its full stop, in lower case.
    package let message: String
    /// The next thing to try: the nearest name, or how it is written.
    package let hint: String?
    /// The text that was parsed.
    package let query: String
    /// What the message is about, in characters of `query` from 0; at its end where something is missing there.
    package let characterRange: Range<Int>

    package init(_ message: String, hint: String? = nil, query: String, characterRange: Range<Int>) {
        self.message = message
        self.hint = hint
        self.query = query
        self.characterRange = characterRange
    }

    /// An error at scalars of `query`, which is what the parser counts: `é` may be two of them and one character.
    init(_ message: String, hint: String?, query: String, scalarRange: Range<Int>) {
        let ends = query.reduce(into: [0]) { ends, character in
            ends.append((ends.last ?? 0) + character.unicodeScalars.count)
        }
        let start = ends.partitioningIndex { $0 > scalarRange.lowerBound } - 1
        let end = ends.partitioningIndex { $0 >= scalarRange.upperBound }
        self.init(
            message, hint: hint, query: query,
            characterRange: min(start, ends.count - 1)..<max(min(start, ends.count - 1), min(end, ends.count - 1)))
    }
}

/// The hint that offers names near to a mistyped one.
enum NearNames {
    /// Returns `did you mean status or state?`; without a near name, all of a few names, else `otherwise`.
    static func hint(
        for word: String, among names: [String], prefix: String = "", otherwise: String? = nil
    ) -> String? {
        let near = NearMatch.closest(to: word, among: names).map { prefix + quoted($0) }
        if !near.isEmpty { return "did you mean \(joined(near, by: "or"))?" }
        guard !names.isEmpty, names.count <= 12 else { return otherwise }
        return "known are \(joined(names.map(quoted), by: "and"))"
    }

    /// Joins to `a, b or c`.
    static func joined(_ names: [String], by word: String) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    /// The name as a query has to write it.
    static func quoted(_ name: String) -> String {
        let isPlain = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "-_.@+".contains($0) }
        return isPlain && !name.hasPrefix("-")
            ? name
            : "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
