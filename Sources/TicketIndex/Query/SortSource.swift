import TicketModel

/// Where a sort key comes from.
enum SortSource: Hashable, Sendable {
    case field(FieldName, FieldType)
    case rating(String)
    case choice(FieldName)
    case phase, updated, serviceLevel, path, id, lastEntry
    case lastEntryOf(EntryVerb)
    case count(EntryVerb?)

    /// Nil for what has no order.
    init?(_ field: QueryField, _ configuration: Configuration) {
        switch field {
        case .frontMatter(.id, _): self = .id
        case .frontMatter(.rating, _): return nil
        case .frontMatter(let name, let type):
            self = configuration.declaredChoices(of: name) == nil ? .field(name, type) : .choice(name)
        case .rating(let key): self = .rating(key)
        case .path: self = .path
        case .phase: self = .phase
        case .serviceLevel: self = .serviceLevel
        case .updated: self = .updated
        case .last: self = .lastEntry
        case .count(let verb): self = .count(verb)
        case .lastEntry(let verb): self = .lastEntryOf(verb)
        case .text, .mentions, .has, .is, .customer, .linked: return nil
        }
    }

    var needs: QueryNeeds {
        switch self {
        case .updated: .history
        case .serviceLevel: .serviceLevels
        case .lastEntry, .lastEntryOf, .count: .conversation
        case .field, .rating, .choice, .phase, .path, .id: []
        }
    }
}
