import TicketIndex
import TicketModel
import TicketText

/// Turns assignments of the command line into edits, checking names and values against the desk's configuration.
///
/// Wrong names and values are usage errors with the nearest right one. Values are written as the desk spells them.
package struct AssignmentResolver {
    let configuration: Configuration
    let actor: Actor?
    let now: Instant
    /// Finds the ticket that a value names, for links.
    let ticket: (String) -> IndexSnapshot.Lookup

    /// Returns the edits, in the order of the arguments. All problems are reported, not only the first.
    func edits(_ assignments: [Assignment]) throws(WorkspaceError) -> [FieldEdit] {
        var edits: [FieldEdit] = []
        var problems: [Diagnostic] = []
        for assignment in assignments {
            do throws(AssignmentProblem) {
                edits.append(try edit(assignment))
            } catch {
                problems.append(Diagnostic(rule: "usage", message: error.message, hint: error.hint))
            }
        }
        guard let first = problems.first else { return edits }
        throw WorkspaceError(
            .usage, "usage", first.message, hint: first.hint, diagnostics: problems.count > 1 ? problems : [])
    }

    struct AssignmentProblem: Error {
        var message: String
        var hint: String?
    }

    private func edit(_ assignment: Assignment) throws(AssignmentProblem) -> FieldEdit {
        let field = try field(assignment.name)
        guard field != .id else { throw AssignmentProblem(message: "the id of a ticket never changes", hint: nil) }
        let type = configuration.type(of: field) ?? FieldType(.text)
        let isList = type.isList
        if assignment.value.isEmpty, assignment.operation == .set { return .clear(field) }
        guard isList || assignment.operation == .set else {
            throw AssignmentProblem(
                message:
                    "\(field) holds one value, so nothing can be \(assignment.operation == .add ? "added to" : "taken out of") it",
                hint: "write \(field)=\(assignment.value)")
        }
        guard isList else { return .set(field, try value(assignment.value, field, type)) }
        let items = assignment.value.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        var values: [String] = []
        for item in items { values.append(assignment.operation == .remove ? item : try value(item, field, type)) }
        switch assignment.operation {
        case .set: return .setList(field, values)
        case .add: return .add(field, values)
        case .remove: return .remove(field, values)
        }
    }

    /// The field that a name means: Tickdown's name, what the files call it, or the plural's singular (`tag`).
    private func field(_ name: String) throws(AssignmentProblem) -> FieldName {
        let known = configuration.knownFields
        if let field = known.first(where: { $0.rawValue == name }) { return field }
        if let field = known.first(where: { configuration.fileName(of: $0) == name }) { return field }
        if name == "tag" { return .tags }
        if let field = known.first(where: { FoldedText($0.rawValue) == FoldedText(name) }) { return field }
        let nearest = NearMatch.closest(to: name, among: known.map(\.rawValue), limit: 1).first
        throw AssignmentProblem(
            message: "\(name) is no field of this desk",
            hint: nearest.map { "did you mean \($0)=?" }
                ?? "tick fields lists them; new ones are declared in .tick/config.yml")
    }
}

// MARK: - Values

extension AssignmentResolver {
    private func value(_ text: String, _ field: FieldName, _ type: FieldType) throws(AssignmentProblem) -> String {
        if let bad = text.unicodeScalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            throw AssignmentProblem(
                message: "the value of \(field) holds the control character U+\(String(bad.value, radix: 16))",
                hint: "leave it out")
        }
        if let choices = configuration.declaredChoices(of: field) { return try choice(text, field, choices) }
        switch type.kind {
        case .instant, .date: return try instant(text, field, isDate: type.kind == .date)
        case .person: return try person(text, field)
        case .ticket: return try link(text, field)
        case .integer where Int(text) == nil:
            throw AssignmentProblem(message: "\(field) takes a whole number, not \(text)", hint: nil)
        case .decimal where Double(text) == nil:
            throw AssignmentProblem(message: "\(field) takes a number, not \(text)", hint: nil)
        case .duration where WorkDuration.parse(text) == nil && RelativeDuration.parse(text) == nil:
            throw AssignmentProblem(message: "\(field) takes a duration, not \(text)", hint: "90s, 15m, 4h, 1h30m, 2d")
        case .boolean: return try boolean(text, field)
        case .text: return try liked(text, field)
        default: return text
        }
    }

    private func choice(_ text: String, _ field: FieldName, _ choices: [Choice]) throws(AssignmentProblem) -> String {
        let key = FoldedText(text)
        if let choice = choices.first(where: { FoldedText($0.name) == key }) { return choice.name }
        if let choice = choices.first(where: { $0.title.map { FoldedText($0) } == key }) { return choice.name }
        let names = choices.map(\.name)
        let nearest = NearMatch.closest(to: text, among: names + choices.compactMap(\.title), limit: 1).first
        throw AssignmentProblem(
            message: "\(text) is no \(field) of this desk",
            hint: nearest.map { "did you mean \($0)?" } ?? "one of: \(names.joined(separator: ", "))")
    }

    private func instant(_ text: String, _ field: FieldName, isDate: Bool) throws(AssignmentProblem) -> String {
        let zone = configuration.zone
        if let parsed = Instant.parse(text), parsed.kind != .timeOnly {
            return isDate
                ? parsed.date.description : parsed.resolved(in: zone, endOfDay: field == .due).formatted(in: zone)
        }
        if let seconds = RelativeDuration.parse(text.hasPrefix("+") ? String(text.dropFirst()) : text) {
            let instant = now + seconds
            return isDate ? zone.civil(at: instant).date.description : instant.formatted(in: zone)
        }
        let days = ["today": 0, "tomorrow": 1, "yesterday": -1]
        if let offset = days[text.lowercased()] {
            let date = zone.civil(at: now).date.adding(days: offset)
            if isDate { return date.description }
            return zone.instant(of: date, secondsOfDay: field == .due ? 86_399 : 0).formatted(in: zone)
        }
        throw AssignmentProblem(
            message: "\(text) is no date and time",
            hint: "write 2026-11-21T10:03, 2026-11-21, tomorrow, or 2d for two days from now")
    }

    private func person(_ text: String, _ field: FieldName) throws(AssignmentProblem) -> String {
        if text == "me" {
            guard let actor else {
                throw AssignmentProblem(
                    message: "git does not know who you are", hint: "git config user.email YOU@EXAMPLE.ORG")
            }
            return actor.reference
        }
        if text == "none" {
            throw AssignmentProblem(message: "nobody is called none", hint: "write \(field)= to clear it")
        }
        if let person = configuration.people?.person(text) { return person.handle }
        if configuration.isPersonReference(text) { return text }
        guard let people = configuration.people else { return text }
        let handles = people.people.map(\.handle) + configuration.customers.flatMap { $0.people.map(\.handle) }
        let nearest = NearMatch.closest(
            to: text.hasPrefix("@") ? String(text.dropFirst()) : text, among: handles, limit: 1
        ).first
        throw AssignmentProblem(
            message: "nobody is called \(text)",
            hint: nearest.map { "did you mean \($0)?" } ?? "a handle of .tick/people.yml or an e-mail address")
    }

    private func link(_ text: String, _ field: FieldName) throws(AssignmentProblem) -> String {
        switch ticket(text) {
        case .found(let ticket): return ticket.id.text
        case .ambiguous(let ids):
            throw AssignmentProblem(
                message: "\(text) begins several ids: \(ids.prefix(5).map(\.text).joined(separator: ", "))",
                hint: "write more of it")
        case .absent(let nearest):
            throw AssignmentProblem(
                message: "there is no ticket \(text)", hint: nearest.first.map { "did you mean \($0)?" })
        }
    }

    private func boolean(_ text: String, _ field: FieldName) throws(AssignmentProblem) -> String {
        switch text.lowercased() {
        case "true", "yes", "1", "да": return "true"
        case "false", "no", "0", "нет": return "false"
        default: throw AssignmentProblem(message: "\(field) takes true or false, not \(text)", hint: nil)
        }
    }

    private func liked(_ text: String, _ field: FieldName) throws(AssignmentProblem) -> String {
        guard let like = configuration.customField(field)?.like, let glob = try? Glob(like, .foldedName),
            !glob.matches(text)
        else { return text }
        throw AssignmentProblem(message: "\(text) has not the form of \(field), \(like)", hint: nil)
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var part = self
        while part.first == " " { part.removeFirst() }
        while part.last == " " { part.removeLast() }
        return String(part)
    }
}
