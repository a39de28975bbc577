import TicketModel
import TicketText
import TicketWorkspace

/// The form that `tick new` opens in an editor: fields as `name: value` lines, a blank line, the text.
///
///     // A new ticket. Lines that begin with // are left out; empty fields too.
///     title:
///     // Scale · one, many · needed
///     scale:
///
///     What did you do, and what came instead?
struct NewTicketForm {
    let configuration: Configuration
    let assignments: [Assignment]
    var title = ""
    /// The template of `.tick/templates/` that it is made by; nil for fields alone.
    var form: ReplyTemplate?
    var body = ""

    var text: String {
        var lines = ["// A new ticket. Lines that begin with // are left out; empty fields too.", "title: " + title]
        for field in fields {
            if let comment = comment(field) { lines.append("// " + comment) }
            if let help = configuration.customField(field)?.help { lines.append("//   " + PrintableText.make(help)) }
            lines.append("\(field): \(value(of: field))")
        }
        return (lines + ["", formText.isEmpty ? body : formText, ""]).joined(separator: "\n")
    }

    var formText: String { form.map { $0.source.string($0.bodyRange) } ?? "" }

    /// The fields that the desk chooses from, those that the type asks for, and those that have a value already.
    private var fields: [FieldName] {
        let type = configuration.typeDefinition(given(.type))
        let derived: [FieldName] = configuration.priorityTable == nil ? [.priority] : [.impact, .urgency]
        let offered: [FieldName] = ([.type] + derived + [.queue, .channel, .category]).filter {
            configuration.declaredChoices(of: $0) != nil
        }
        let set = ((form?.sets ?? []).map(\.field) + assignments.map(\.name)).map { FieldName($0) }
        var seen: Set<FieldName> = [.title]
        return (offered + [.requester] + (type?.requires ?? []) + set).filter { seen.insert($0).inserted }
    }

    /// What a field is called, what may be said, and whether the type needs it; nil where the name says all.
    private func comment(_ field: FieldName) -> String? {
        let isNeeded = configuration.typeDefinition(given(.type))?.requires.contains(field) ?? false
        let parts = [
            configuration.customField(field)?.title, choices(field), isNeeded ? "needed" : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? nil : PrintableText.make(parts.joined(separator: " · "))
    }

    private func choices(_ field: FieldName) -> String? {
        if let choices = configuration.declaredChoices(of: field) {
            return choices.map { $0.name + ($0.title.map { " (\($0))" } ?? "") }.joined(separator: ", ")
        }
        return switch configuration.type(of: field)?.kind {
        case .boolean: "true, false"
        case .date: "a date, such as 2026-12-01"
        case .instant: "a time, such as 2026-12-01 10:00"
        case .duration: "a time span, such as 1h30m"
        case .integer: "a whole number"
        case .decimal: "a number"
        case .text: configuration.customField(field)?.like.map { "such as \($0)" }
        default: nil
        }
    }

    /// What is said by hand counts, then what the form sets, then the desk's default.
    private func value(of field: FieldName) -> String {
        given(field) ?? configuration.customField(field)?.defaultValue ?? ""
    }

    private func given(_ field: FieldName) -> String? {
        if let assignment = assignments.last(where: { $0.name == field.rawValue }) { return assignment.value }
        let set = (form?.sets ?? []).filter { $0.field == field.rawValue }.map(\.value)
        if !set.isEmpty { return set.joined(separator: ", ") }
        return field == .type ? form?.forms?.first { $0 != "*" } : nil
    }

    /// Reads what a person wrote.
    static func read(_ text: String, once: String?) throws(UsageError) -> NewTicket {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let head = lines.prefix { !$0.allSatisfy(\.isWhitespace) }
        var new = NewTicket(title: "", text: lines.dropFirst(head.count).joined(separator: "\n"), once: once)
        for line in head {
            guard let colon = line.firstIndex(of: ":") else {
                throw UsageError(
                    "this line has no colon: \(PrintableText.make(String(line)))",
                    hint: "fields are `name: value` lines; an empty line ends them")
            }
            let name = line[..<colon].filter { !$0.isWhitespace }
            let value = String(line[line.index(after: colon)...].drop(while: \.isWhitespace))
            if name == "title" {
                new.title = value
            } else if !value.isEmpty {
                new.assignments.append(Assignment(name: String(name), operation: .set, value: value))
            }
        }
        guard !new.title.isEmpty else { throw UsageError("no title: no ticket was made") }
        return new
    }
}
