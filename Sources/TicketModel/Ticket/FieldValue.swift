/// One value of a ticket's front matter, read by the field's type.
package enum FieldValue: Hashable, Sendable {
    /// A scalar exactly as YAML gives its text: `1.10` stays `1.10`.
    case text(String)
    /// A list, or a single value where a list is meant.
    case list([String])
    /// An instant; `text` is what the file says.
    case instant(Instant, text: String)
    /// A mapping of scalars, in the file's order (`rating`, unknown structures flattened to their scalars).
    case mapping([MappingItem])

    package struct MappingItem: Hashable, Sendable {
        package var key: String
        package var value: FieldValue
        package init(key: String, value: FieldValue) {
            self.key = key
            self.value = value
        }
    }

    /// The values as texts: one for a scalar, all of a list, none of an empty value.
    package var texts: [String] {
        switch self {
        case .text(let text): text.isEmpty ? [] : [text]
        case .list(let items): items
        case .instant(_, let text): [text]
        case .mapping(let items): items.flatMap { $0.value.texts }
        }
    }

    /// What two values are compared by: the texts, of a mapping with their keys.
    package var said: [String] {
        guard case .mapping(let items) = self else { return texts }
        return items.flatMap { [$0.key] + $0.value.texts }
    }

    package var instant: Instant? {
        if case .instant(let instant, _) = self { instant } else { nil }
    }

    /// Whether nothing is said: an empty scalar, list or mapping.
    package var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .list(let items): items.isEmpty
        case .instant: false
        case .mapping(let items): items.isEmpty
        }
    }
}
