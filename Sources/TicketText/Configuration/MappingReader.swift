import TicketModel

/// Reads the keys of one YAML mapping of a configuration file, collecting what is wrong with line and column.
///
/// Every `read…` marks its key as known; `finish()` reports the rest with the nearest known key.
struct MappingReader {
    let pairs: [YAMLPair]
    let context: DiagnosticContext
    private var knownKeys: [String] = []

    init(_ node: YAMLNode, what: String, context: DiagnosticContext) {
        self.context = context
        if let pairs = node.pairs {
            self.pairs = pairs
        } else {
            pairs = []
            if !node.isNull {
                context.error("\(what) must be a mapping", hint: "write one key: value a line", at: node.range)
            }
        }
    }

    mutating func node(_ key: String) -> YAMLNode? {
        knownKeys.append(key)
        guard let value = pairs.first(where: { $0.key == key })?.value, !value.isNull else { return nil }
        return value
    }

    mutating func text(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar else {
            context.error("\(key) takes one value", hint: "write \(key): VALUE", at: node.range)
            return nil
        }
        return text
    }

    /// A list of texts; a single text is a list of one.
    mutating func texts(_ key: String) -> [String] { items(key).map(\.text) }

    mutating func items(_ key: String) -> [(text: String, range: SourceRange)] {
        guard let node = node(key) else { return [] }
        return context.texts(of: node, what: key)
    }

    /// The pairs of a mapping; anything else there is an error.
    mutating func mapping(_ key: String) -> [YAMLPair] {
        guard let node = node(key) else { return [] }
        if node.pairs == nil {
            context.error("\(key) takes a mapping", hint: "write a line `name: value` for each", at: node.range)
        }
        return node.pairs ?? []
    }

    /// The items of a list; anything else there is an error.
    mutating func list(_ key: String) -> [YAMLNode] {
        guard let node = node(key) else { return [] }
        if node.items == nil {
            context.error("\(key) takes a list", hint: "write a line `- …` for each", at: node.range)
        }
        return node.items ?? []
    }

    /// A value that `parse` understands; `expected` says what would do.
    mutating func value<Value>(_ key: String, expected: String, _ parse: (String) -> Value?) -> Value? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar else {
            context.error("\(key) takes one value", hint: "write \(expected)", at: node.range)
            return nil
        }
        guard let value = parse(text) else {
            context.error("\(text) is no value for \(key)", hint: "write \(expected)", at: node.range)
            return nil
        }
        return value
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        value(key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func boolean(_ key: String) -> Bool? {
        value(key, expected: "true or false") {
            ["true", "yes"].contains($0) ? true : ["false", "no"].contains($0) ? false : nil
        }
    }

    /// Declares keys that are allowed and read elsewhere.
    mutating func allow(_ keys: String...) { knownKeys += keys }

    /// Reports keys that nothing read.
    func finish() {
        let known = Set(knownKeys)
        for pair in pairs where !known.contains(pair.key) {
            context.report(
                rule: "config-key", .warning, "the key \(pair.key) is unknown and has no effect",
                hint: context.nearest(to: pair.key, among: knownKeys)
                    ?? "the keys here are \(knownKeys.joined(separator: ", "))",
                at: pair.keyRange)
        }
    }
}

/// Where the diagnostics of one configuration file go.
final class DiagnosticContext {
    let source: SourceText
    private(set) var diagnostics: [Diagnostic] = []
    /// A file of a megabyte can hold a hundred thousand mistakes; finding the line of each takes a pass over it.
    private static let limit = 100

    init(source: SourceText) {
        self.source = source
    }

    func error(_ message: String, hint: String, at range: SourceRange) {
        report(rule: "config-value", .error, message, hint: hint, at: range)
    }

    func report(rule: String, _ severity: Severity, _ message: String, hint: String, at range: SourceRange) {
        guard diagnostics.count <= Self.limit else { return }
        if diagnostics.count == Self.limit {
            diagnostics.append(
                Diagnostic(
                    rule: "config-value", message: "more than \(Self.limit) mistakes; the rest is not shown",
                    hint: "correct these first, then check again",
                    location: source.location(of: range)))
            return
        }
        diagnostics.append(
            Diagnostic(
                rule: rule, severity: severity, message: message, hint: hint, location: source.location(of: range)))
    }

    /// "did you mean …?" for the name nearest to `text`; nil where none is near, or nobody would see it.
    func nearest(to text: String, among names: [String]) -> String? {
        guard diagnostics.count < Self.limit, text.utf8.count <= 200 else { return nil }
        return NearMatch.closest(to: text, among: names, limit: 1).first.map { "did you mean \($0)?" }
    }

    func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// The texts of a list node or of a single scalar; anything else in it is an error.
    func texts(of node: YAMLNode, what: String) -> [(text: String, range: SourceRange)] {
        if let text = node.scalar { return text.isEmpty ? [] : [(text, node.range)] }
        guard let items = node.items else {
            error("\(what) takes a list", hint: "write [a, b]", at: node.range)
            return []
        }
        return items.compactMap { item in
            if let text = item.scalar { return (text, item.range) }
            error("\(what) takes a list of texts", hint: "write [a, b]", at: item.range)
            return nil
        }
    }
}
