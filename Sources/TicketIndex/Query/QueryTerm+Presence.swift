import TicketModel

/// A field that says something: `has:due`.
struct PresenceTest: QueryTest {
    let field: FieldName

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool { ticket.has(field) }
}

/// `has:attachments`.
struct AttachmentTest: QueryTest {
    var needs: QueryNeeds { .attachments }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        facts.of(ticket, context).hasAttachments
    }
}

extension QueryTermBuilder {
    /// `has:FIELD` is true where `FIELD:none` is not.
    func presenceTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        return AnyTest(tests: try clause.values.map { value throws(QueryError) in try presenceTest(value, clause) })
    }

    private func presenceTest(_ value: QueryValue, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        if FoldedText(value.text).string == "attachments" { return AttachmentTest() }
        switch fieldNames.field(value.text) {
        case .frontMatter(.id, _): return IDTest(field: .id, beginnings: [""])
        case .frontMatter(let name, _):
            guard let relation = Relation(field: name) else { return PresenceTest(field: name) }
            return OppositeTest(test: RelationTest(relation: relation, ids: .none(of: name)))
        case .linked(let relation): return OppositeTest(test: RelationTest(relation: relation, ids: .none(of: .id)))
        case .rating(let key): return OppositeTest(test: try absenceTest("rating." + key, value))
        case .customer(let key): return OppositeTest(test: try absenceTest(QueryField.customer(key: key).name, value))
        case .count(let verb):
            return LastEntryPresenceTest(verb: verb)
        case .lastEntry(let verb): return LastEntryPresenceTest(verb: verb)
        case .serviceLevel: return OppositeTest(test: try absenceTest("sla", value))
        case .updated: return OppositeTest(test: try absenceTest("updated", value))
        case .mentions: return OppositeTest(test: try absenceTest("mentions", value))
        case .last: return LastEntryPresenceTest(verb: nil)
        case .text, .path, .phase, .has, .is, .none:
            throw error(
                "nothing is known as \(value.text)", in: value.range,
                hint: NearNames.hint(
                    for: value.text, among: ["attachments"] + fieldNames.all,
                    otherwise: "has: takes attachments or a field"))
        }
    }

    /// The test of `NAME:none`.
    private func absenceTest(_ name: String, _ value: QueryValue) throws(QueryError) -> any QueryTest {
        let none = QueryValue(text: "none", pattern: nil, isQuoted: false, source: "none", range: value.range)
        let clause = QueryClause(
            name: name, nameRange: value.range, comparison: .matches, comparisonRange: value.range, values: [none])
        switch fieldNames.field(name) {
        case .rating(let key): return try ratingTest(key, clause)
        case .customer(let key): return try customerTest(key, clause)
        case .serviceLevel: return try serviceLevelTest(clause)
        case .mentions: return try mentionTest(clause)
        default: return try instantTest(.updated, clause)
        }
    }
}

/// Whether there is an entry; with a verb, one of that.
struct LastEntryPresenceTest: QueryTest {
    let verb: EntryVerb?

    var needs: QueryNeeds { .conversation }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        guard let verb else { return !ticket.entries.isEmpty }
        return ticket.entries.contains { $0.verb == verb }
    }
}
