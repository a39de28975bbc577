internal import CMustache
internal import Glibc
package import TicketModel

/// A text with variables in Mustache's form: `{{requester.name}}`, `{{#customer.tier}}…{{/customer.tier}}`.
///
/// Nothing is escaped: what comes out is Markdown of the people who write it. There are no lists, partials or lambdas.
/// Source: mustache(5); rendered by kainjow's mustache.
package struct TextTemplate: Sendable {
    /// Where the text lies, for messages.
    private let source: SourceText
    private let range: SourceRange

    package init(_ source: SourceText, in range: SourceRange) {
        self.source = source
        self.range = range
    }

    /// Returns the text with values in place of variables.
    ///
    /// - Parameter value: The value of a variable; nil where there is no such variable, empty where it has no value now.
    /// - Throws: one diagnostic a variable that does not exist, with its place, or one for a template that is broken.
    package func rendered(_ value: @escaping (String) -> String?) throws(TemplateProblem) -> String {
        if let problem = Self.problem(in: source.bytes[range.start..<range.end]) {
            throw TemplateProblem(diagnostics: [diagnostic(problem, nil, at: SourceRange(range.start, range.start))])
        }
        let values = Values(value)
        let bytes = Array(source.bytes[range.start..<range.end])
        var problem: UnsafeMutablePointer<CChar>?
        let context = unsafe Unmanaged.passUnretained(values).toOpaque()
        let text = unsafe bytes.withUnsafeBytes { bytes in
            unsafe cmustache_render(
                bytes.bindMemory(to: CChar.self).baseAddress ?? UnsafePointer(values.empty), bytes.count, 1 << 20,
                { name, context in
                    unsafe Unmanaged<Values>.fromOpaque(context!).takeUnretainedValue().pointer(String(cString: name))
                }, context, &problem)
        }
        defer {
            unsafe cmustache_free(text)
            unsafe cmustache_free(problem)
        }
        guard let text = unsafe text else {
            let message = unsafe problem.map { unsafe String(cString: $0) } ?? "memory ran out"
            throw TemplateProblem(diagnostics: [diagnostic("the template cannot be read: \(message)", nil, at: range)])
        }
        guard values.unknown.isEmpty else { throw TemplateProblem(diagnostics: values.unknown.map(unknown)) }
        return unsafe String(cString: text)
    }

    private static let (byteLimit, depthLimit, unknownLimit) = (64 * 1024, 32, 20)

    /// What must not reach the library: it goes down one call a section, and a hostile file has any number of them.
    private static func problem(in text: ArraySlice<UInt8>) -> String? {
        if text.count > byteLimit { return "the template is larger than 64 KiB" }
        var depth = 0
        for index in text.indices.dropLast(2) where text[index] == 0x7B && text[index + 1] == 0x7B {
            let kind = text[(index + 2)...].first { $0 != 0x20 && $0 != 0x09 } ?? 0
            switch kind {
            case UInt8(ascii: "#"), UInt8(ascii: "^"): depth += 1
            case UInt8(ascii: "/"): depth -= 1
            case UInt8(ascii: "="): return "a template cannot change its braces"
            default: break
            }
            if depth > depthLimit { return "sections stand in more than \(depthLimit) others" }
        }
        return nil
    }

    /// What is wrong with a template.
    package struct TemplateProblem: Error {
        package var diagnostics: [Diagnostic]

        package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
    }

    private func unknown(_ name: String) -> Diagnostic {
        let what = name.hasPrefix("> ") ? "templates cannot include others" : "there is no variable \(name)"
        return diagnostic(what, "tick template variables lists them", at: place(of: name) ?? range)
    }

    private func diagnostic(_ message: String, _ hint: String?, at range: SourceRange) -> Diagnostic {
        Diagnostic(rule: "config-value", message: message, hint: hint, location: source.location(of: range))
    }

    /// Where a variable stands behind its braces.
    private func place(of name: String) -> SourceRange? {
        let (bytes, name) = (source.bytes, Array(name.utf8))
        let braces: Set<UInt8> = Set("{#^/&> ".utf8)
        return (range.start..<max(range.start, range.end - name.count)).first { start in
            guard bytes[start..<(start + name.count)].elementsEqual(name) else { return false }
            let before = bytes[range.start..<start].reversed().prefix { braces.contains($0) }
            return before.contains(UInt8(ascii: "{"))
        }.map { SourceRange($0, $0 + name.count) }
    }

    /// Keeps the values as C texts until the template is rendered.
    @safe private final class Values {
        private let value: (String) -> String?
        private(set) var unknown: [String] = []
        private var kept: [UnsafeMutablePointer<CChar>] = unsafe []
        let empty: UnsafeMutablePointer<CChar>

        init(_ value: @escaping (String) -> String?) {
            self.value = value
            unsafe empty = strdup("")
        }

        deinit {
            unsafe kept.forEach { unsafe free($0) }
            unsafe free(empty)
        }

        func pointer(_ name: String) -> UnsafePointer<CChar>? {
            guard let text = value(name) else {
                if unknown.count < TextTemplate.unknownLimit { unknown.append(name) }
                return nil
            }
            guard let copy = unsafe strdup(text) else { return nil }
            unsafe kept.append(copy)
            return unsafe UnsafePointer(copy)
        }
    }
}
