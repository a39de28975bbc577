package import TicketModel

package struct UnknownFieldRule: CheckRule {
    package static let id = "unknown-field"
    package static let summary = "A field is one that the desk knows."
    package static let explanation = """
        Tickdown keeps what it does not know, untouched, but no list, query or clock looks at it: a misspelt `asignee` is a
        ticket that nobody has. One finding a ticket names all such fields.

            asignee: ivan      # did you mean assignee?

        Mend the spelling, or declare the field in .tick/config.yml under `fields:`.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        var unknown = ticket.fieldsInOrder.filter { context.configuration.type(of: $0) == nil }
        guard !unknown.isEmpty else { return [] }
        let names = Self.knownNames(context.configuration)
        unknown.removeAll { names.contains($0.rawValue) }
        guard let first = unknown.first else { return [] }
        let hint =
            Wording.nearest(to: first.rawValue, among: names) ?? "declare it in .tick/config.yml under fields:"
        let list = Wording.list(unknown.map(\.rawValue), "and")
        let message = unknown.count == 1 ? "\(list) is no field of this desk" : "\(list) are no fields of this desk"
        guard let source = ticket.source, let range = keyRange(of: first, in: ticket) else {
            return [finding(ticket, at: first, message, hint: hint)]
        }
        var found = finding(ticket, at: first, message, hint: hint)
        found.location = source.location(of: range)
        return [found]
    }

    /// What files may call fields: the desk's names, and what transitions ask for.
    private static func knownNames(_ configuration: Configuration) -> [String] {
        configuration.knownFields.map { configuration.fileName(of: $0) } + ["reason"]
            + configuration.workflow.transitions.flatMap(\.requires).filter { $0 != "entry" }
    }

    /// The key in front of a value, where both are on one line.
    private func keyRange(of field: FieldName, in ticket: Ticket) -> SourceRange? {
        guard let bytes = ticket.source?.bytes, let value = ticket.valueRanges[field] else { return nil }
        let key = Array(field.rawValue.utf8)
        let lineStart = bytes[..<value.start].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        guard lineStart + key.count <= bytes.count, bytes[lineStart...].starts(with: key) else { return nil }
        return SourceRange(lineStart, lineStart + key.count)
    }
}
