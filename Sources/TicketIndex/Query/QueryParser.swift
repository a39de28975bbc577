import TicketModel

/// Builds a query's tree from its tokens.
///
///     or    = and { "or" and }
///     and   = unary { ["and"] unary }
///     unary = { "-" | "not" } ( "(" or ")" | term )
struct QueryParser {
    /// Parentheses and negations nested deeper are refused, so that no query exhausts the stack.
    static let maximumDepth = 100

    private let query: String
    /// Ranges of tokens count scalars.
    private let tokens: [QueryToken]
    private let builder: QueryTermBuilder
    private var index = 0
    private var depth = 0

    init(_ query: String, configuration: Configuration) throws(QueryError) {
        self.query = query
        builder = QueryTermBuilder(query: query, configuration: configuration)
        var lexer = QueryLexer(query)
        tokens = try lexer.tokens()
    }

    mutating func parse() throws(QueryError) -> QueryNode {
        guard !tokens.isEmpty else { return .everything }
        let root = try disjunction()
        if let token = next {
            throw error(
                "a closing parenthesis without an opening one", in: token.range,
                hint: "quote it to search for it: \")\"")
        }
        return root
    }

    private var next: QueryToken? { index < tokens.count ? tokens[index] : nil }

    private mutating func take(_ keyword: String) -> Bool {
        guard next?.keyword == keyword else { return false }
        index += 1
        return true
    }

    private mutating func disjunction() throws(QueryError) -> QueryNode {
        var parts = [try conjunction()]
        while take("or") { parts.append(try conjunction()) }
        return .disjunction(parts)
    }

    private mutating func conjunction() throws(QueryError) -> QueryNode {
        var parts = [try unary()]
        while let next, !isClose(next), next.keyword != "or" {
            _ = take("and")
            parts.append(try unary())
        }
        return .conjunction(parts)
    }

    private func isClose(_ token: QueryToken) -> Bool { if case .close = token.kind { true } else { false } }

    private mutating func unary() throws(QueryError) -> QueryNode {
        guard let token = next else { throw missingOperand() }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw error("more than \(Self.maximumDepth) parentheses and negations inside each other", in: token.range)
        }
        index += 1
        switch token.kind {
        case .minus: return .not(try unary())
        case .open: return try group(token)
        case .close:
            index -= 1
            throw missingOperand()
        case .clause(let clause): return try builder.node(clause)
        case .phrase(let phrase): return try builder.phrase(phrase)
        case .word(let word): return try self.word(word, token)
        }
    }

    private mutating func group(_ open: QueryToken) throws(QueryError) -> QueryNode {
        if let next, isClose(next) {
            throw error("nothing stands between the parentheses", in: open.range.lowerBound..<next.range.upperBound)
        }
        let inner = try disjunction()
        guard let next, isClose(next) else { throw error("the parenthesis is never closed", in: open.range) }
        index += 1
        return inner
    }

    private mutating func word(_ word: QueryValue, _ token: QueryToken) throws(QueryError) -> QueryNode {
        switch token.keyword {
        case "not": return .not(try unary())
        case "or", "and":
            index -= 1
            throw missingOperand()
        default: return try builder.word(word)
        }
    }

    /// The error at the place where a term had to stand.
    private func missingOperand() -> QueryError {
        let before = index > 0 ? tokens[index - 1] : nil
        let place = before?.range ?? next?.range ?? 0..<0
        let text = String(String.UnicodeScalarView(Array(query.unicodeScalars)[place]))
        let side = before == nil ? "before" : "after"
        let hint = text.allSatisfy(\.isLetter) && !text.isEmpty ? "quote it to search for the word: \"\(text)\"" : nil
        return error("nothing stands \(side) “\(text)”", in: place, hint: hint)
    }

    private func error(_ message: String, in range: Range<Int>, hint: String? = nil) -> QueryError {
        QueryError(message, hint: hint, query: query, scalarRange: range)
    }
}
