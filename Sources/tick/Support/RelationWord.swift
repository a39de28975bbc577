import ArgumentParser
import TicketModel

extension Relation {
    /// Reads a relation of the command line; an unknown one is a usage error with the nearest.
    static func parse(_ word: String) throws(UsageError) -> Relation {
        let key = FoldedText(word).string
        if let relation = Relation(rawValue: key) ?? synonyms[key] { return relation }
        let names = Relation.allCases.map(\.rawValue)
        let nearest = NearMatch.closest(to: word, among: names, limit: 1).first
        throw UsageError(
            "\(PrintableText.argument(word)) is no relation",
            hint: nearest.map { "did you mean \($0)?" } ?? "one of: \(names.joined(separator: ", "))")
    }

    private static let synonyms: [String: Relation] = [
        "children": .child, "incidents": .incident, "duplicate": .duplicatedBy, "duplicate-of": .duplicates,
        "depends-on": .blockedBy,
    ]

    /// The others, as a page's heading or a message has them.
    var plural: String {
        switch self {
        case .parent: "parent"
        case .child: "children"
        case .blocks: "blocks"
        case .blockedBy: "blocked by"
        case .duplicates: "duplicate of"
        case .duplicatedBy: "duplicates"
        case .related: "related"
        case .problem: "problem"
        case .incident: "incidents"
        }
    }
}

/// What `ready` and `blocked` list.
enum ReadinessList: String {
    case ready, blocked

    /// The query that every ticket of the list matches.
    var condition: String { "is:\(rawValue)" }
}
