/// Ratings and votes in words, for messages of commits and the log.
package enum OpinionWords {
    /// Returns `rated usefulness 5, speed 4`, `liked an entry`; nil for other fields.
    package static func describe(_ field: FieldName, from old: FieldValue?, to new: FieldValue?) -> String? {
        switch field {
        case .rating:
            guard case .mapping(let items)? = new, !items.isEmpty else { return "no rating" }
            let said = items.filter { !["comment", "by"].contains($0.key) } + items.filter { $0.key == "by" }
            return "rated " + (said.isEmpty ? "in words" : said.map(words).joined(separator: " "))
        case .liked, .disliked:
            let (before, after) = (old?.texts.count ?? 0, new?.texts.count ?? 0)
            if after == before { return "\(field) other entries" }
            let count = abs(after - before)
            let entries = count == 1 ? "an entry" : "\(count) entries"
            return after > before ? "\(field) \(entries)" : "no longer \(field) \(entries)"
        default: return nil
        }
    }

    private static func words(_ item: FieldValue.MappingItem) -> String {
        "\(item.key) \(item.value.texts.joined(separator: " "))"
    }
}
