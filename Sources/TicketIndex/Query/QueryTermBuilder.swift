import TicketModel

/// Turns words and clauses into terms: finds the field, reads the values by its type.
struct QueryTermBuilder: Sendable {
    let query: String
    let configuration: Configuration
    private let names: QueryFieldNames

    init(query: String, configuration: Configuration) {
        self.query = query
        self.configuration = configuration
        names = QueryFieldNames(configuration: configuration)
    }

    var fieldNames: QueryFieldNames { names }

    func word(_ word: QueryValue) throws(QueryError) -> QueryNode {
        let test = TextTest(patterns: [try wordPattern(word)], scope: .everywhere)
        return .term(QueryTerm(text: word.source, test: test))
    }

    func phrase(_ phrase: QueryValue) throws(QueryError) -> QueryNode {
        let test = TextTest(patterns: [try wordPattern(phrase)], scope: .everywhere)
        return .term(QueryTerm(text: phrase.source, test: test))
    }

    func node(_ clause: QueryClause) throws(QueryError) -> QueryNode {
        let field = try field(clause)
        if !clause.comparison.isEquality, clause.values.count > 1 {
            throw error("\(clause.comparison.rawValue) takes one value", in: clause.range)
        }
        var test = try test(field, clause)
        if clause.comparison == .notEqual { test = OppositeTest(test: test) }
        let values = clause.values.map(\.source).joined(separator: ",")
        return .term(QueryTerm(text: NearNames.quoted(field.name) + clause.comparison.rawValue + values, test: test))
    }

    private func field(_ clause: QueryClause) throws(QueryError) -> QueryField {
        if let field = names.field(clause.name) { return field }
        let others = "`tick fields` shows the fields; quote it to search for the text"
        throw error(
            "unknown field \(clause.name)", in: clause.nameRange,
            hint: NearNames.hint(for: clause.name, among: names.all, otherwise: others))
    }

    private func test(_ field: QueryField, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        switch field {
        case .frontMatter(let name, let type): try frontMatterTest(name, type, clause)
        case .rating(let key): try ratingTest(key, clause)
        case .text: try textTest(clause)
        case .path: try pathTest(clause)
        case .phase: try phaseTest(clause)
        case .serviceLevel: try serviceLevelTest(clause)
        case .updated: try instantTest(.updated, clause)
        case .last: try lastVerbTest(clause)
        case .count(let verb): try numberTest(.entryCount(verb), clause)
        case .lastEntry(let verb): try instantTest(.lastEntry(verb), clause)
        case .customer(let key): try customerTest(key, clause)
        case .mentions: try mentionTest(clause)
        case .linked(let relation): try relationTest(relation, clause)
        case .has: try presenceTest(clause)
        case .is: try stateTest(clause)
        }
    }

    private func frontMatterTest(
        _ name: FieldName, _ type: FieldType, _ clause: QueryClause
    ) throws(QueryError) -> any QueryTest {
        if name == .title { return try titleTest(clause) }
        if configuration.declaredChoices(of: name) != nil { return try choiceTest(name, clause) }
        switch type.kind {
        case .ticket:
            if let relation = Relation(field: name) { return try relationTest(relation, clause) }
            return try idTest(name, clause)
        case .id: return try idTest(name, clause)
        case .text, .url, .choice: return try valueTest(name, clause)
        case .integer, .decimal: return try numberTest(.field(name), clause)
        case .boolean: return try booleanTest(name, clause)
        case .instant, .date: return try instantTest(.field(name), clause)
        case .duration: return try durationTest(name, clause)
        case .person: return try personTest(name, clause)
        case .rating: return try wholeRatingTest(clause)
        }
    }
}

// MARK: Errors and values

extension QueryTermBuilder {
    func error(_ message: String, in range: Range<Int>, hint: String? = nil) -> QueryError {
        QueryError(message, hint: hint, query: query, scalarRange: range)
    }

    /// Refuses `<` and its like for fields whose values have no order.
    func requireEquality(_ clause: QueryClause, hint: String? = nil) throws(QueryError) {
        guard !clause.comparison.isEquality else { return }
        throw error(
            "\(clause.name) cannot be compared with \(clause.comparison.rawValue)", in: clause.comparisonRange,
            hint: hint ?? "\(clause.name) takes : and = and !=")
    }

    /// Whether the value is the word `none`, which stands for an absent value; an error after `<` and its like.
    func isNone(_ value: QueryValue, _ clause: QueryClause) throws(QueryError) -> Bool {
        guard !value.isQuoted, FoldedText(value.text).string == "none" else { return false }
        guard clause.comparison.isEquality else {
            throw error(
                "nothing is \(clause.comparison.rawValue) none", in: value.range, hint: "write \(clause.name):none")
        }
        return true
    }

    /// The value as a pattern for ``Glob``; nil where it has no wildcards.
    func glob(_ value: QueryValue, _ kind: Glob.Kind = .foldedName) throws(QueryError) -> Glob? {
        guard let pattern = value.pattern else { return nil }
        do {
            return try Glob(pattern, kind)
        } catch {
            throw self.error("this pattern cannot be read: \(error.message)", in: value.range)
        }
    }

    func unknown(
        _ what: String, _ value: QueryValue, _ clause: QueryClause, among names: [String], otherwise: String? = nil
    ) -> QueryError {
        let isAny = FoldedText(value.text).string == "any"
        let hint = NearNames.hint(for: value.text, among: names, otherwise: otherwise)
        return error(
            "unknown \(what) \(value.text)", in: value.range,
            hint: isAny ? "has:\(clause.name) asks for any value" : hint)
    }
}
