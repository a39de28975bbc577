package import TicketModel

/// The order of a list: `sla,-priority`.
///
/// Choices come in their declared order, so that `-priority` has the most urgent first; times, numbers and texts ascend. Absent
/// values are last in both directions, ties are broken by id.
package struct SortOrder: Sendable, Equatable, CustomStringConvertible {
    struct Key: Sendable {
        let source: SortSource
        let isDescending: Bool
        let name: String
    }

    let keys: [Key]

    package static func == (left: SortOrder, right: SortOrder) -> Bool { left.description == right.description }

    /// By id alone.
    package static let byID = SortOrder(keys: [])

    /// Parses names of fields with commas between them, `-` before those that descend.
    ///
    /// - Throws: ``QueryError`` for an unknown name, or one that has no order.
    package static func parse(_ text: String, _ configuration: Configuration) throws(QueryError) -> SortOrder {
        var keys: [Key] = []
        var offset = 0
        guard text.contains(where: { !$0.isWhitespace }) else { return .byID }
        for part in Array(text).split(separator: ",", omittingEmptySubsequences: false) {
            keys.append(try key(Array(part), from: offset, in: text, configuration))
            offset += part.count + 1
        }
        return SortOrder(keys: keys)
    }

    /// What has to be loaded before tickets can be sorted.
    package var needs: QueryNeeds {
        keys.reduce(into: []) { needs, key in needs.formUnion(key.source.needs) }
    }

    /// The text that parses to the same order.
    package var description: String {
        keys.map { ($0.isDescending ? "-" : "") + $0.name }.joined(separator: ",")
    }

    /// Returns the tickets in this order. Each ticket's values are looked up once.
    package func sorted(_ tickets: [Ticket], in context: QueryContext) -> [Ticket] {
        if keys.isEmpty, let sorted = IDOrder.sortedAlone(tickets) { return sorted }
        let readers = keys.map { (reader: SortReader($0.source, context.configuration), isDescending: $0.isDescending) }
        var rows: [(index: Int, values: [SortValue], id: SortValue)] = []
        rows.reserveCapacity(tickets.count)
        for (index, ticket) in tickets.enumerated() {
            var facts = LazyFacts()
            let values = readers.map { $0.reader.value(of: ticket, context, &facts) }
            rows.append((index, values, .id(ticket.id)))
        }
        rows.sort { left, right in
            for (place, key) in readers.enumerated() {
                let (a, b) = (left.values[place], right.values[place])
                if a != b { return a.precedes(b, isDescending: key.isDescending) }
            }
            if left.id != right.id { return left.id.precedes(right.id, isDescending: false) }
            return tickets[left.index].path < tickets[right.index].path
        }
        return rows.map { tickets[$0.index] }
    }

    /// The same, on all cores where it pays.
    package func sortedInParallel(_ tickets: [Ticket], in context: QueryContext) async -> [Ticket] {
        if keys.isEmpty, let sorted = await IDOrder.sorted(tickets) { return sorted }
        return sorted(tickets, in: context)
    }

    private static func key(
        _ part: [Character], from offset: Int, in text: String, _ configuration: Configuration
    ) throws(QueryError) -> Key {
        let leading = part.prefix(while: \.isWhitespace).count
        let trailing = part.reversed().prefix(while: \.isWhitespace).count
        var word = String(part[leading..<max(leading, part.count - trailing)])
        var range = offset + leading..<offset + leading + word.count
        let isDescending = word.hasPrefix("-")
        if isDescending || word.hasPrefix("+") {
            word.removeFirst()
            range = range.lowerBound + 1..<range.upperBound
        }
        guard !word.isEmpty else {
            throw QueryError(
                "a field is missing", hint: "write fields with commas between them, as in sla,-priority", query: text,
                characterRange: range)
        }
        let names = QueryFieldNames(configuration: configuration)
        if let field = names.field(word), let source = SortSource(field, configuration) {
            return Key(source: source, isDescending: isDescending, name: field.name)
        }
        let isKnown = names.field(word) != nil
        throw QueryError(
            isKnown ? "\(word) has no order" : "unknown field \(word)",
            hint: isKnown
                ? nil : NearNames.hint(for: word, among: names.all, otherwise: "`tick fields` shows the fields"),
            query: text, characterRange: range)
    }
}
