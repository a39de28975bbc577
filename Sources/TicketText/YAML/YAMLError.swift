package import TicketModel

/// Why a piece of YAML is refused, and where.
package struct YAMLError: Error, Sendable {
    package var message: String
    package var hint: String?
    package var range: SourceRange

    package init(_ message: String, hint: String? = nil, at range: SourceRange) {
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
    static func syntax(problem: String, at range: SourceRange, in bytes: [UInt8]) -> YAMLError {
        let byte = range.start < bytes.count ? bytes[range.start] : 0
        if problem.contains("cannot start any token") {
            return forbiddenStart(byte, at: range)
        }
        if let known = plainWords.first(where: { problem.contains($0.problem) }) {
            return YAMLError(known.message, hint: known.hint, at: range)
        }
        return YAMLError("this is no YAML: \(problem)", at: range)
    }

    private static func forbiddenStart(_ byte: UInt8, at range: SourceRange) -> YAMLError {
        let mark = String(decoding: [byte], as: UTF8.self)
        switch byte {
        case UInt8(ascii: "\t"):
            return YAMLError("a tab cannot indent YAML", hint: "use spaces", at: range)
        case UInt8(ascii: "@"):
            return YAMLError(
                "a value cannot begin with @", hint: "drop the @ or quote the value: '@…'", at: range)
        default:
            return YAMLError("a value cannot begin with \(mark)", hint: "quote the value: '\(mark)…'", at: range)
        }
    }

    private static let plainWords: [(problem: String, message: String, hint: String?)] = [
        (
            "mapping values are not allowed", "a colon followed by a space is not allowed here",
            "quote the value: 'a: b'; or does a line above lack its quote or indentation?"
        ),
        ("could not find expected ':'", "a line without a colon", "front matter lines read `key: value`"),
        ("did not find expected key", "this line does not fit the lines above", "check its indentation and quotes"),
        ("found unexpected end of stream", "a quote or bracket is opened and never closed", nil),
        ("did not find expected ',' or ']'", "a list in brackets lacks a comma or its closing ]", nil),
        ("did not find expected ',' or '}'", "a mapping in braces lacks a comma or its closing }", nil),
        ("found a tab character", "a tab cannot indent YAML", "use spaces"),
        ("did not find expected '-' indicator", "a list item does not line up with the ones above", nil),
        (
            "did not find expected alphabetic or numeric character", "* and & have a meaning of their own in YAML",
            "quote the value"
        ),
        ("found unknown escape character", "an unknown escape behind \\", "use single quotes, or write \\\\"),
        ("block sequence entries are not allowed", "a list cannot begin on this line", "put it on a line of its own"),
        ("control characters are not allowed", "a control character", "remove it"),
    ]
}
