import TicketModel

/// One value that a field may have.
enum ValuePattern: Sendable {
    case absent
    case exact(FoldedNeedle)
    case glob(Glob)

    func matches(_ text: String) -> Bool {
        switch self {
        case .absent: false
        case .exact(let needle): needle.equals(text)
        case .glob(let glob): glob.matches(text)
        }
    }

    /// Whether the field's value, or one of its list, is meant.
    func matches(_ value: FieldValue?) -> Bool {
        switch (self, value) {
        case (.absent, _): value?.isEmpty ?? true
        case (_, .none): false
        case (_, .text(let text)): !text.isEmpty && matches(text)
        case (_, .list(let items)): items.contains(where: matches)
        case (_, .some(let value)): value.texts.contains(where: matches)
        }
    }
}

/// Any of some values of a field, compared whole: `tag:vpn`, `order:AB-*`, `queue:none`.
struct ValueTest: QueryTest {
    let field: FieldName
    let patterns: [ValuePattern]

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        let value = ticket.value(field)
        for pattern in patterns where pattern.matches(value) { return true }
        return false
    }
}

/// A field that is yes or no.
struct BooleanTest: QueryTest {
    let field: FieldName
    /// What may be said; nil for nothing.
    let wanted: [Bool?]

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        guard ticket.has(field) else { return wanted.contains(nil) }
        return ticket.list(field).contains { text in Self.read(text).map { wanted.contains($0) } ?? false }
    }

    /// Reads `yes`, `true`, `no`, `false` in any case; nil for anything else.
    static func read(_ text: String) -> Bool? {
        switch FoldedText(text).string {
        case "yes", "true": true
        case "no", "false": false
        default: nil
        }
    }
}

extension QueryTermBuilder {
    func valueTest(_ field: FieldName, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        let patterns = try clause.values.map { value throws(QueryError) in try valuePattern(value, clause) }
        return ValueTest(field: field, patterns: patterns)
    }

    func valuePattern(_ value: QueryValue, _ clause: QueryClause) throws(QueryError) -> ValuePattern {
        if try isNone(value, clause) { return .absent }
        if let glob = try glob(value) { return .glob(glob) }
        return .exact(FoldedNeedle(value.text))
    }

    func booleanTest(_ field: FieldName, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        let wanted = try clause.values.map { value throws(QueryError) -> Bool? in
            if try isNone(value, clause) { return nil }
            guard let answer = BooleanTest.read(value.text) else {
                throw error(
                    "\(value.text) is neither yes nor no", in: value.range,
                    hint: "\(clause.name) takes yes, no and none")
            }
            return answer
        }
        return BooleanTest(field: field, wanted: wanted)
    }
}
