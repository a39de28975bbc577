import TicketModel

/// Where a term finds a number.
enum NumberSource: Hashable, Sendable {
    case field(FieldName)
    case rating(String)
    /// How many entries there are; with a verb, of that one.
    case entryCount(EntryVerb?)
}

/// A number compared with others: `level:2`, `replies=0`, `cost>=99.90`, `rating.speed<3`.
struct NumberTest: QueryTest {
    let source: NumberSource
    let comparison: QueryComparison
    let wanted: [ExactNumber]
    let includesAbsent: Bool

    var needs: QueryNeeds { if case .entryCount = source { .conversation } else { [] } }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        switch source {
        case .field(let name): return matches(ticket.list(name))
        case .rating(let key): return matches(ticket.rating(key))
        case .entryCount(let verb):
            let count = verb.map { verb in ticket.entries.count { $0.verb == verb } } ?? ticket.entries.count
            return matches(["\(count)"])
        }
    }

    private func matches(_ texts: [String]) -> Bool {
        guard !texts.isEmpty else { return includesAbsent }
        return texts.contains { text in
            guard let number = ExactNumber(text) else { return false }
            return wanted.contains { comparison.holds(number, $0) }
        }
    }
}

/// The words of a rating's comment.
struct RatingCommentTest: QueryTest {
    let patterns: [TextPattern]

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        let comment = ticket.rating("comment").first ?? ""
        return patterns.contains { $0.matches(title: comment) }
    }
}

extension Ticket {
    /// The values under one key of `rating`.
    func rating(_ key: String) -> [String] {
        guard case .mapping(let items) = values[.rating] else { return [] }
        return items.first { $0.key == key }?.value.texts ?? []
    }
}

extension QueryTermBuilder {
    func numberTest(_ source: NumberSource, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        var wanted: [ExactNumber] = []
        var includesAbsent = false
        for value in clause.values {
            if try isNone(value, clause) {
                includesAbsent = true
            } else if let number = ExactNumber(value.text) {
                wanted.append(number)
            } else {
                throw error(
                    "\(value.text) is no number", in: value.range, hint: "\(clause.name) is a number, such as 2")
            }
        }
        return NumberTest(
            source: source, comparison: clause.comparison.positive, wanted: wanted, includesAbsent: includesAbsent)
    }

    func ratingTest(_ key: String, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        guard key == "comment" else { return try numberTest(.rating(key), clause) }
        try requireEquality(clause)
        let patterns = try clause.values.map { value throws(QueryError) -> TextPattern in
            try isNone(value, clause) ? .absent : try wordPattern(value)
        }
        return RatingCommentTest(patterns: patterns)
    }

    /// `rating` as a whole can only be absent.
    func wholeRatingTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        guard clause.comparison.isEquality, clause.values.count == 1, try isNone(clause.values[0], clause) else {
            throw error(
                "a rating has several numbers", in: clause.range,
                hint: "ask for one, as in rating.speed<3, or for has:rating, rating:none")
        }
        return ValueTest(field: .rating, patterns: [.absent])
    }
}
