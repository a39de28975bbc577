import TicketModel

/// What the name before an operator stands for.
enum QueryField: Hashable, Sendable {
    /// A field of the front matter, a standard or a declared one.
    case frontMatter(FieldName, FieldType)
    /// One of `rating`'s keys.
    case rating(String)
    case text, path, phase, serviceLevel, updated
    /// The last entry's verb.
    case last
    /// How many entries there are; with a verb, of that one.
    case count(EntryVerb?)
    /// When the last entry with that verb was made.
    case lastEntry(EntryVerb)
    /// The requester's customer; with a key, what the customer's card says under it.
    case customer(key: String?)
    /// Who is named behind an `@` in the texts.
    case mentions
    /// Tickets that name this one in a link: its children, its incidents, its duplicates.
    case linked(Relation)
    case has, `is`

    /// The names that mean the same on every desk, beside the fields of the front matter.
    static let builtIn: [(name: String, field: QueryField)] = [
        ("text", .text), ("path", .path), ("phase", .phase), ("sla", .serviceLevel), ("updated", .updated),
        ("last", .last), ("entries", .count(nil)), ("replies", .count(.replied)), ("wrote", .lastEntry(.wrote)),
        ("replied", .lastEntry(.replied)), ("noted", .lastEntry(.noted)), ("called", .lastEntry(.called)),
        ("mentions", .mentions), ("customer", .customer(key: nil)), ("has", .has), ("is", .is),
    ]

    /// The name in a canonical query.
    var name: String {
        switch self {
        case .frontMatter(let name, _): name.rawValue
        case .rating(let key): "rating." + key
        case .customer(let key?): "customer." + key
        case .linked(let relation): relation.rawValue
        default: Self.builtIn.first { $0.field == self }?.name ?? ""
        }
    }
}

/// Finds fields by what people call them.
struct QueryFieldNames: Sendable {
    let configuration: Configuration
    /// Relations that only other tickets' files say. A field of the desk's own with such a name comes first.
    private static let linkedNames: [Relation] = [.child, .duplicatedBy, .incident]
    private static let ratingKeys = ["usefulness", "speed", "politeness", "comment"]

    /// Returns the field of that name, in any case: built in, standard, declared, as the files call it, or by its title.
    func field(_ name: String) -> QueryField? {
        let key = FoldedText(name)
        if let field = builtIn(key) ?? dotted(key) { return field }
        let known = configuration.knownFields
        if let field = known.first(where: { $0.rawValue == name })
            ?? known.first(where: { FoldedText($0.rawValue) == key })
        {
            return frontMatter(field)
        }
        if let field = known.first(where: { configuration.fileNames[$0].map(FoldedText.init) == key }) {
            return frontMatter(field)
        }
        if let relation = Self.linkedNames.first(where: { $0.rawValue == key.string }) { return .linked(relation) }
        let titled = configuration.customFields.filter { $0.title.map(FoldedText.init) == key }
        guard titled.count == 1, builtIn(FoldedText(titled[0].name.rawValue)) == nil else { return nil }
        return frontMatter(titled[0].name)
    }

    /// Every name that `field(_:)` knows, for near matches.
    var all: [String] {
        QueryField.builtIn.map(\.name) + configuration.knownFields.map(\.rawValue)
            + configuration.fileNames.values.sorted() + configuration.customFields.compactMap(\.title)
            + Self.linkedNames.map(\.rawValue) + customerKeys.map { "customer." + $0 }
            + Self.ratingKeys.map { "rating." + $0 }
    }

    /// What customers' cards say, `tier` and `name` on every desk.
    var customerKeys: [String] {
        var keys = ["tier", "name"]
        let stated = Set(configuration.customers.flatMap(\.facts.keys)).sorted()
        for key in stated where !keys.contains(key) { keys.append(key) }
        return keys
    }

    private func builtIn(_ key: FoldedText) -> QueryField? {
        if key.string == "tag" { return frontMatter(.tags) }
        return QueryField.builtIn.first { $0.name == key.string }?.field
    }

    private func dotted(_ key: FoldedText) -> QueryField? {
        let parts = key.string.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        if parts[0] == "rating", Self.ratingKeys.contains(String(parts[1])) { return .rating(String(parts[1])) }
        guard parts[0] == "customer" else { return nil }
        return customerKeys.first { FoldedText($0) == FoldedText(String(parts[1])) }.map { .customer(key: $0) }
    }

    private func frontMatter(_ name: FieldName) -> QueryField? {
        configuration.type(of: name).map { .frontMatter(name, $0) }
    }
}
