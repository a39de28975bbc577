/// What stands between a field and its values.
enum QueryComparison: String, Sendable, CaseIterable {
    case matches = ":"
    case equal = "="
    case notEqual = "!="
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="

    /// Reads an operator; `:>` and its like, as other search boxes write them, are `>`.
    init?(reading text: some StringProtocol) {
        let isDoubled = text.count > 1 && text.hasPrefix(":") && !text.hasPrefix("::")
        self.init(rawValue: String(isDoubled ? text.dropFirst() : text[...]))
    }

    /// Whether it asks for equality, or for none.
    var isEquality: Bool {
        switch self {
        case .matches, .equal, .notEqual: true
        case .greater, .greaterOrEqual, .less, .lessOrEqual: false
        }
    }

    /// Whether `left` and `right` stand in this relation.
    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .matches, .equal: left == right
        case .notEqual: left != right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .less: left < right
        case .lessOrEqual: left <= right
        }
    }
}

/// One value of a clause, or a word or quoted text that stands alone.
struct QueryValue: Sendable {
    /// What is meant, without quotes.
    var text: String
    /// The pattern for ``Glob`` where `*` or `?` stand outside of quotes; every other character is itself.
    var pattern: String?
    /// Whether any of it stands in quotes, so that `"none"` is a word like any other.
    var isQuoted: Bool
    /// As written, quotes included.
    var source: String
    /// In scalars of the query.
    var range: Range<Int>
}

/// `FIELD OPERATOR VALUE[,VALUE…]` as written.
struct QueryClause: Sendable {
    var name: String
    var nameRange: Range<Int>
    var comparison: QueryComparison
    var comparisonRange: Range<Int>
    /// At least one.
    var values: [QueryValue]

    var range: Range<Int> { nameRange.lowerBound..<(values.last?.range.upperBound ?? comparisonRange.upperBound) }
}

/// A piece of a query.
struct QueryToken: Sendable {
    enum Kind: Sendable {
        case open, close, minus
        /// Without quotes; `and`, `or` and `not` among them.
        case word(QueryValue)
        case phrase(QueryValue)
        case clause(QueryClause)
    }

    var kind: Kind
    var range: Range<Int>

    /// The word in lower case if it may be `and`, `or` or `not`.
    var keyword: String? {
        if case .word(let word) = kind, word.text.utf8.count <= 3 { word.text.lowercased() } else { nil }
    }
}
