package import TicketModel

package struct CustomFieldRule: CheckRule {
    package static let id = "custom-field"
    package static let summary = "A field of the desk has a value of its declared type."
    package static let explanation = """
        Numbers, dates and codes are sorted, compared and handed to other systems. The type is declared in .tick/config.yml
        under `fields:`; `like` is a glob that texts must match.

            fields: {order: {text: true, like: '??-*'}}
            order: 17         # such as AB-17

        Mend the value, or the declaration if it is too narrow.
        """
    package static let defaultSeverity = Severity.error

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        context.configuration.customFields.flatMap { field -> [Diagnostic] in
            ticket.list(field.name).compactMap { value in
                guard let expected = Self.expectation(value, field) else { return nil }
                let name = context.configuration.fileName(of: field.name)
                let message = "\(value) is no value for \(name)"
                return finding(ticket, at: field.name, item: value, message, hint: "write \(expected)")
            }
        }
    }

    /// What would do in place of `value`; nil where it does.
    private static func expectation(_ value: String, _ field: CustomField) -> String? {
        switch field.type.kind {
        case .integer: Int64(value) == nil ? "a whole number such as 12" : nil
        case .decimal: isDecimal(value) ? nil : "a number such as 12.5"
        case .boolean: ["true", "false", "yes", "no"].contains(value) ? nil : "true or false"
        case .duration: isDuration(value) ? nil : "a time such as 1h30m or 2d"
        case .url: isURL(value) ? nil : "an address such as https://example.com/page"
        case .text:
            matches(value, field.like)
                ? nil : "a text of the form \(field.like ?? "*"), where ? is one sign and * any number"
        default: nil
        }
    }

    private static func isDuration(_ value: String) -> Bool {
        RelativeDuration.parse(value) != nil || WorkDuration.parse(value) != nil
    }

    /// Digits with an optional sign and one point between them; no exponent, no `inf`.
    private static func isDecimal(_ value: String) -> Bool {
        let digits =
            value.utf8.first == UInt8(ascii: "-") || value.utf8.first == UInt8(ascii: "+")
            ? value.dropFirst() : value[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// `scheme://…` or `mailto:…` without white space and control characters.
    private static func isURL(_ value: String) -> Bool {
        guard !value.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 }),
            let colon = value.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { return false }
        let scheme = value.utf8[..<colon]
        guard let first = scheme.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A else { return false }
        let rest = value[value.utf8.index(after: colon)...]
        return rest.hasPrefix("//")
            ? rest.utf8.count > 2 : scheme.elementsEqual("mailto".utf8) && rest.utf8.contains(0x40)
    }

    private static func matches(_ value: String, _ like: String?) -> Bool {
        guard let like, let glob = try? Glob(like, .name) else { return true }
        return glob.matches(value)
    }
}
