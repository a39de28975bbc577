/// Cuts a query into words, quoted texts, clauses, parentheses and the `-` before what is not wanted.
///
///     status:open,"in progress"  -(tag:spam or "cannot connect")  принтер
///
/// Inside quotes `""` is a quotation mark and everything else is itself. It reads scalars: as a `Character`, a space with a
/// combining mark behind it would be no space.
struct QueryLexer {
    /// Longer queries are refused.
    static let maximumLength = 20_000

    private let query: String
    private let scalars: [Unicode.Scalar]
    private var offset = 0

    init(_ query: String) {
        self.query = query
        scalars = Array(query.unicodeScalars)
    }

    mutating func tokens() throws(QueryError) -> [QueryToken] {
        guard scalars.count <= Self.maximumLength else {
            throw error("the query is longer than \(Self.maximumLength) characters", in: 0..<scalars.count)
        }
        var tokens: [QueryToken] = []
        while true {
            while let next, next.properties.isWhitespace { offset += 1 }
            guard let next else { return tokens }
            tokens.append(try token(next))
        }
    }

    private var next: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

    private mutating func token(_ first: Unicode.Scalar) throws(QueryError) -> QueryToken {
        switch first {
        case "(": return single(.open)
        case ")": return single(.close)
        case "-": return try minus()
        default: return try wordOrClause()
        }
    }

    private mutating func single(_ kind: QueryToken.Kind) -> QueryToken {
        offset += 1
        return QueryToken(kind: kind, range: offset - 1..<offset)
    }

    private mutating func minus() throws(QueryError) -> QueryToken {
        let token = single(.minus)
        guard let next, !next.properties.isWhitespace, next != ")" else {
            throw error(
                "nothing stands after the -", in: token.range,
                hint: "write it without a space, as in -tag:spam, or \"-\" to search for a dash")
        }
        return token
    }

    // MARK: Words and clauses

    private mutating func wordOrClause() throws(QueryError) -> QueryToken {
        let start = offset
        let name = next == "\"" ? try quotedText() : plainText()
        let nameRange = start..<offset
        let written = operatorText()
        guard !written.isEmpty else {
            return scalars[start] == "\"" ? try phrase(name, nameRange) : word(name, nameRange)
        }
        let comparisonRange = nameRange.upperBound..<offset
        guard let comparison = QueryComparison(reading: written) else {
            let known = NearNames.joined(QueryComparison.allCases.map(\.rawValue), by: "and")
            throw error("there is no operator \(written)", in: comparisonRange, hint: "there are \(known)")
        }
        guard !name.isEmpty else {
            throw error(
                "no field stands before the \(written)", in: comparisonRange,
                hint: "write field, operator and value without spaces, as in priority>=high")
        }
        let clause = QueryClause(
            name: name, nameRange: nameRange, comparison: comparison, comparisonRange: comparisonRange,
            values: try values(after: start))
        return QueryToken(kind: .clause(clause), range: start..<offset)
    }

    /// Reads up to a space, a parenthesis, a quotation mark or an operator.
    private mutating func plainText() -> String {
        let start = offset
        while let next, !endsWord(next), !beginsOperator(next) { offset += 1 }
        return written(start..<offset)
    }

    private func endsWord(_ character: Unicode.Scalar) -> Bool {
        character.properties.isWhitespace || character == "(" || character == ")" || character == "\""
    }

    private func beginsOperator(_ character: Unicode.Scalar) -> Bool {
        if character == "!" { return offset + 1 < scalars.count && scalars[offset + 1] == "=" }
        return ":=<>".unicodeScalars.contains(character)
    }

    private mutating func operatorText() -> String {
        let start = offset
        while let next, beginsOperator(next) || (offset > start && "=<>".unicodeScalars.contains(next)) { offset += 1 }
        return written(start..<offset)
    }

    private func word(_ text: String, _ range: Range<Int>) -> QueryToken {
        let pattern = text.unicodeScalars.contains(where: Self.isWildcard) ? Self.pattern(text, isQuoted: false) : nil
        return QueryToken(
            kind: .word(QueryValue(text: text, pattern: pattern, isQuoted: false, source: text, range: range)),
            range: range)
    }

    private func phrase(_ text: String, _ range: Range<Int>) throws(QueryError) -> QueryToken {
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw error("nothing stands between the quotation marks", in: range)
        }
        let source = written(range)
        return QueryToken(
            kind: .phrase(QueryValue(text: text, pattern: nil, isQuoted: true, source: source, range: range)),
            range: range)
    }

    // MARK: Values

    private mutating func values(after start: Int) throws(QueryError) -> [QueryValue] {
        var values = [try value(after: start)]
        while next == "," {
            offset += 1
            values.append(try value(after: start))
        }
        return values
    }

    private mutating func value(after clauseStart: Int) throws(QueryError) -> QueryValue {
        let start = offset
        var text = ""
        var pattern = ""
        var hasWildcards = false
        while let next, next == "\"" || (!endsWord(next) && next != ",") {
            let isQuoted = next == "\""
            let piece = isQuoted ? try quotedText() : plainValue()
            text += piece
            pattern += Self.pattern(piece, isQuoted: isQuoted)
            hasWildcards = hasWildcards || (!isQuoted && piece.unicodeScalars.contains(where: Self.isWildcard))
        }
        guard !text.isEmpty else {
            throw error(
                "a value is missing", in: clauseStart..<max(offset, clauseStart + 1),
                hint: "write it without spaces, as in status:open,waiting; none is for what is empty")
        }
        return QueryValue(
            text: text, pattern: hasWildcards ? pattern : nil, isQuoted: scalars[start..<offset].contains("\""),
            source: written(start..<offset), range: start..<offset)
    }

    private mutating func plainValue() -> String {
        let start = offset
        while let next, !endsWord(next), next != "," { offset += 1 }
        return written(start..<offset)
    }

    private mutating func quotedText() throws(QueryError) -> String {
        let start = offset
        var text = String.UnicodeScalarView()
        offset += 1
        while let next {
            offset += 1
            if next != "\"" {
                text.append(next)
            } else if self.next == "\"" {
                offset += 1
                text.append(next)
            } else {
                return String(text)
            }
        }
        throw error("the quotation mark is never closed", in: start..<start + 1)
    }

    private static func isWildcard(_ character: Unicode.Scalar) -> Bool { character == "*" || character == "?" }

    /// Only `*` and `?` outside of quotes are wildcards: titles and order numbers have brackets of their own.
    private static func pattern(_ text: String, isQuoted: Bool) -> String {
        var pattern = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isSpecial = scalar == "[" || scalar == "\\" || (isQuoted && (scalar == "*" || scalar == "?"))
            if isSpecial { pattern.append("\\") }
            pattern.append(scalar)
        }
        return String(pattern)
    }

    private func written(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

    private func error(_ message: String, in range: Range<Int>, hint: String? = nil) -> QueryError {
        QueryError(message, hint: hint, query: query, scalarRange: range)
    }
}
