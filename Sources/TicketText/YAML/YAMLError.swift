package import TicketModel

/// Why a piece of YAML is refused, and where.
package struct YAMLError: Error, Sendable {
    package var message: String
    package var hint: String
    package var range: SourceRange

    package init(_ message: String, hint: String, at range: SourceRange) {
        self.message = message
        self.hint = hint
        self.range = range
    }

    package func diagnostic(in source: SourceText, rule: String) -> Diagnostic {
        Diagnostic(rule: rule, message: message, hint: hint, location: source.location(of: range))
    }
}

/// How much YAML is read before it is refused. Nested brackets cost libyaml time that grows with the square of their
/// depth, so the depth is checked at every event, not afterwards.
package struct YAMLLimits: Sendable {
    package var bytes: Int
    package var depth: Int
    package var nodes: Int

    /// For front matter and configuration files.
    package static let standard = YAMLLimits(bytes: 64 << 10, depth: 32, nodes: 10_000)
    /// For long lists of people, customers or holidays.
    package static let configuration = YAMLLimits(bytes: 1 << 20, depth: 32, nodes: 100_000)
}

extension YAMLError {
    /// Says in a support agent's words what libyaml's scanner stumbled over.
    ///
    /// - Parameter start: where the YAML begins in `bytes`.
    static func syntax(problem: String, at range: SourceRange, in bytes: [UInt8], from start: Int) -> YAMLError {
        if problem.contains("cannot start any token") {
            return forbiddenStart(range.start < bytes.count ? bytes[range.start] : 0, at: range)
        }
        if problem.contains("did not find expected key"),
            let quote = closingMark(before: range.start, in: bytes, from: start)
        {
            return textBehind(quote, at: range)
        }
        if let known = plainWords.first(where: { problem.contains($0.problem) }) {
            return YAMLError(known.message, hint: known.hint, at: range)
        }
        return YAMLError(
            "this is no YAML: \(problem)", hint: "check quotes, brackets and indentation here and in the line above",
            at: range)
    }

    private static func forbiddenStart(_ byte: UInt8, at range: SourceRange) -> YAMLError {
        let mark = String(decoding: [byte], as: UTF8.self)
        switch byte {
        case UInt8(ascii: "\t"):
            return YAMLError("a tab cannot indent YAML", hint: "use spaces", at: range)
        case UInt8(ascii: "@"):
            return YAMLError(
                "a value cannot begin with @", hint: "leave out the @, or quote the value: '@…'", at: range)
        default:
            return YAMLError("a value cannot begin with \(mark)", hint: "quote the value: '\(mark)…'", at: range)
        }
    }

    /// The quote or bracket that ends in front of `offset` on the same line; nil where something else does.
    private static func closingMark(before offset: Int, in bytes: [UInt8], from start: Int) -> UInt8? {
        let before = bytes[start..<max(start, offset)].last { $0 != 0x20 && $0 != 0x09 }
        guard let before, "'\"]}".utf8.contains(before) else { return nil }
        return before
    }

    private static func textBehind(_ mark: UInt8, at range: SourceRange) -> YAMLError {
        switch mark {
        case UInt8(ascii: "'"):
            YAMLError(
                "text behind the closing '", hint: "a ' within '…' is written twice: 'it''s'", at: range)
        case UInt8(ascii: "\""):
            YAMLError(
                "text behind the closing \"", hint: "a \" within \"…\" is written \\\"; or put '…' around all of it",
                at: range)
        default:
            YAMLError(
                "text behind the closing \(Character(Unicode.Scalar(mark)))", hint: "quote the value: '[a] b'",
                at: range
            )
        }
    }

    private static let plainWords: [(problem: String, message: String, hint: String)] = [
        (
            "mapping values are not allowed", "a colon followed by a space is not allowed here",
            "quote the value: 'a: b'; or does a line above lack its quote, or the space behind its colon?"
        ),
        (
            "could not find expected ':'", "a line without a colon",
            "write `key: value`, with a space behind the colon"
        ),
        ("did not find expected key", "this line does not fit the lines above", "check its indentation and quotes"),
        (
            "found unexpected end of stream", "a quote or bracket is opened and never closed",
            "close it, or quote the whole value"
        ),
        (
            "found unexpected document indicator", "a quote is opened and never closed",
            "close it; a line ... ends the front matter's YAML"
        ),
        (
            "did not find expected ',' or ']'", "a list in brackets lacks a comma or its closing ]",
            "write [a, b], or quote a text that begins with ["
        ),
        (
            "did not find expected ',' or '}'", "a mapping in braces lacks a comma or its closing }",
            "write {a: 1, b: 2}, or quote a text that begins with {"
        ),
        (
            "did not find expected node content", "a value is missing here",
            "two commas in a row, or a comma behind an opening bracket?"
        ),
        ("found unexpected ':'", "a colon in a list needs a space or quotes", "quote the item: 'a:b'"),
        ("found a tab character", "a tab cannot indent YAML", "use spaces"),
        (
            "did not find expected '-' indicator", "a list item does not line up with the ones above",
            "begin every item with - in the same column"
        ),
        (
            "did not find expected alphabetic or numeric character",
            "a value cannot begin with & or *, which YAML has for anchors and aliases", "quote the value: '*…'"
        ),
        (
            "did not find expected comment or line break", "text behind | or >",
            "quote a value that begins with | or >; a block of text begins on the next line"
        ),
        (
            "found an indentation indicator equal to 0", "a block of text cannot be indented by 0",
            "write | or > without the 0"
        ),
        (
            "found unknown escape character", "an unknown escape behind \\",
            "use single quotes, in which \\ means itself, or write \\\\"
        ),
        (
            "did not find expected hexdecimal number", "\\x, \\u and \\U take 2, 4 and 8 hexadecimal digits",
            "use single quotes, in which \\ means itself, or write \\\\"
        ),
        (
            "invalid Unicode character escape", "no character has this number",
            "use single quotes, in which \\ means itself, or write \\\\"
        ),
        ("block sequence entries are not allowed", "a list cannot begin on this line", "put it on a line of its own"),
        (
            "mapping keys are not allowed", "a value cannot begin with a question mark and a space",
            "quote the value: '? …'"
        ),
        ("control characters are not allowed", "a control character", "remove it"),
        ("invalid Unicode character", "a character that YAML does not allow", "remove it"),
        ("directive", "a line cannot begin with %", "quote the value, or begin the line with a key"),
        (
            "did not find expected <document start>", "this line belongs to no mapping",
            "write `key: value` on every line, all with the same indentation"
        ),
        (
            "did not find expected whitespace", "a value cannot begin with !, which YAML has for tags",
            "quote the value: '!…'"
        ),
        ("tag", "a value cannot begin with !, which YAML has for tags", "quote the value: '!…'"),
        ("did not find expected '!'", "a value cannot begin with !, which YAML has for tags", "quote the value: '!…'"),
        (
            "did not find the expected '>'", "a value cannot begin with !, which YAML has for tags",
            "quote the value: '!…'"
        ),
        (
            "found unexpected non-alphabetical", "a line cannot begin with %",
            "quote the value, or begin the line with a key"
        ),
        ("URI", "a value cannot begin with !, which YAML has for tags", "quote the value: '!…'"),
    ]
}
