import ServiceLevels
import TicketIndex
import TicketModel
import TicketText

/// Turns the actions of a rule into what is done to one ticket.
struct RuleWork {
    let definition: RuleDefinition
    let desk: RunDesk
    let occasion: RuleStep.Occasion
    /// The ticket as the actions so far leave it, for texts and recipients.
    private var ticket: Ticket

    init(definition: RuleDefinition, desk: RunDesk, occasion: RuleStep.Occasion) {
        self.definition = definition
        self.desk = desk
        self.occasion = occasion
        ticket = occasion.ticket
    }

    /// Adds the actions to a piece of work; returns why nothing is left to do, nil where something is.
    mutating func fill(_ piece: inout DueWork) throws(WorkspaceError) -> String? {
        var reasons: [String] = []
        for action in definition.actions {
            if let reason = try add(action, to: &piece) { reasons.append(reason) }
        }
        piece.left = reasons
        guard piece.edits.isEmpty, piece.messages.isEmpty, piece.warnings.isEmpty else { return nil }
        return reasons.isEmpty ? "it is so already" : reasons.joined(separator: "; ")
    }

    /// Returns why an action does nothing; nil where it does.
    private mutating func add(_ action: RuleAction, to piece: inout DueWork) throws(WorkspaceError) -> String? {
        switch action {
        case .set(let field, let value): set(field, .set, value, &piece)
        case .list(let field, let value, let adds): set(field, adds ? .add : .remove, value, &piece)
        case .move(let status): set(FieldName.status.rawValue, .set, status, &piece)
        case .assign(let target, let again): return assign(target, again: again, &piece)
        case .escalate(let level): return escalate(to: level, &piece)
        case .note(let text):
            piece.edits.append(TicketEdit(entry: entry(.noted, try rendered(text, includesInternal: true))))
        case .reply(let name, let place): try reply(name, place, &piece)
        case .notify(let notice): return try notify(notice, &piece)
        case .warn(let text): piece.warnings.append(try rendered(text, includesInternal: true))
        }
        return nil
    }

    // MARK: Fields

    private mutating func set(_ name: String, _ operation: Assignment.Operator, _ value: String, _ piece: inout DueWork)
    {
        let assignment = Assignment(name: name, operation: operation, value: value)
        // What was so when it happened was not the rule's to do; nor is what is so now.
        if let version = occasion.version, isDone(assignment, on: version) { return }
        if isDone(assignment, on: ticket) { return }
        apply(assignment, &piece)
    }

    private mutating func apply(_ assignment: Assignment, _ piece: inout DueWork) {
        piece.edits.append(TicketEdit(assignments: [assignment]))
        guard let field = field(assignment.name), desk.configuration.type(of: field)?.isList != true else { return }
        ticket.values[field] = assignment.value.isEmpty ? nil : .text(assignment.value)
    }

    private func field(_ name: String) -> FieldName? {
        let known = desk.configuration.knownFields
        return known.first { $0.rawValue == name } ?? known.first { desk.configuration.fileName(of: $0) == name }
    }

    private func isDone(_ assignment: Assignment, on ticket: Ticket) -> Bool {
        guard let field = field(assignment.name) else { return false }
        let (has, wanted) = (Set(ticket.list(field).map { FoldedText($0) }), items(of: assignment, field))
        switch assignment.operation {
        case .set: return has == wanted
        case .add: return wanted.isSubset(of: has)
        case .remove: return wanted.isDisjoint(with: has)
        }
    }

    private func items(of assignment: Assignment, _ field: FieldName) -> Set<FoldedText> {
        let isList = desk.configuration.type(of: field)?.isList == true
        let parts = isList ? assignment.value.split(separator: ",").map { String($0) } : [assignment.value]
        return Set(parts.map { FoldedText($0.trimmingBlanks) }.filter { !$0.string.isEmpty })
    }

    // MARK: People

    private mutating func assign(_ target: RuleAction.AssignTarget, again: Bool, _ piece: inout DueWork) -> String? {
        if !again, let assignee = ticket.assignee, target != .nobody { return "\(assignee) has it already" }
        switch target {
        case .person(let name): set(FieldName.assignee.rawValue, .set, name, &piece)
        case .nobody: set(FieldName.assignee.rawValue, .set, "", &piece)
        case .automatic: return give(level: nil, &piece)
        }
        return nil
    }

    /// Gives the ticket to somebody who has it not.
    private mutating func give(level: Int?, _ piece: inout DueWork) -> String? {
        let current = ticket.assignee.map { desk.configuration.people?.person($0)?.handle ?? $0 }
        switch desk.distributor.choose(for: ticket, excluding: current.map { [$0] } ?? [], level: level) {
        case .person(let handle, let reason):
            apply(Assignment(name: FieldName.assignee.rawValue, operation: .set, value: handle), &piece)
            piece.note += "\n\(handle): \(reason)"
            return nil
        case .waits(let reason): return "nobody gets it: \(reason)"
        }
    }

    private mutating func escalate(to level: Int, _ piece: inout DueWork) -> String? {
        let current = ticket.text(FieldName("level")).flatMap { Int($0) } ?? 1
        guard current < level else { return "it is on level \(current) already" }
        apply(Assignment(name: "level", operation: .set, value: String(level)), &piece)
        let holder = ticket.assignee.flatMap { desk.configuration.people?.person($0) }
        if let holder, holder.level ?? 1 >= level { return nil }
        return give(level: level, &piece)
    }

    // MARK: Texts

    /// An entry of the desk's own, which counts as nobody's reply.
    private func entry(_ verb: EntryVerb, _ text: String, _ attachments: [AttachmentSource] = [])
        -> TicketEdit.EntryDraft
    {
        TicketEdit.EntryDraft(
            verb: verb, text: text, person: desk.configuration.people == nil ? "desk" : nil, attachments: attachments)
    }

    private func reply(_ name: String, _ place: RuleText, _ piece: inout DueWork) throws(WorkspaceError) {
        let filled = try desk.workspace.fill(try template(name, place), for: ticket, variables())
        piece.edits.append(
            TicketEdit(
                assignments: filled.assignments, entry: entry(.replied, filled.text, filled.attachments)))
    }

    private func template(_ name: String, _ place: RuleText) throws(WorkspaceError) -> ReplyTemplate {
        do throws(WorkspaceError) {
            return try desk.workspace.template(named: name)
        } catch {
            throw .refused([
                Diagnostic(rule: "config-value", message: error.message, hint: error.hint, location: place.location)
            ])
        }
    }

    /// - Parameter includesInternal: whether only the desk's people read what is made of them.
    private func variables(includesInternal: Bool = false) -> TemplateVariables {
        let own = desk.configuration.ownPerson
        return TemplateVariables(
            configuration: desk.configuration, ticket: ticket,
            actor: Actor(
                name: own?.name ?? own?.handle ?? "desk", email: own?.emails.first ?? "", handle: own?.handle ?? "desk"),
            clocks: desk.table.standing(of: ticket).clocks, now: desk.now,
            words: words(includesInternal: includesInternal))
    }

    private func words(includesInternal: Bool) -> SentWords? {
        SentWords(of: occasion.version ?? ticket, broughtBy: occasion.event, includesInternal: includesInternal)
    }

    private func rendered(_ text: RuleText, includesInternal: Bool = false) throws(WorkspaceError) -> String {
        do throws(TextTemplate.TemplateProblem) {
            return try text.rendered(variables(includesInternal: includesInternal).value)
        } catch {
            throw .refused(error.diagnostics)
        }
    }

    // MARK: Messages

    private func notify(_ notice: RuleNotice, _ piece: inout DueWork) throws(WorkspaceError) -> String? {
        let recipients = RuleRecipients(
            configuration: desk.configuration, ticket: ticket, mentioned: occasion.mentioned
        ).people(notice.recipients)
        guard !recipients.isEmpty else {
            return "nobody to tell: \(notice.recipients.joined(separator: ", ")) has no e-mail address"
        }
        var isAnySaid = false
        for recipient in recipients {
            let isInside = isInside(recipient)
            let text = try text(of: notice, isInside) ?? usualText(isInside)
            guard !text.trimmingBlanks.isEmpty else { continue }
            isAnySaid = true
            let subject = try notice.subject.map { subject throws(WorkspaceError) in
                try rendered(subject, includesInternal: isInside)
            }
            var message = OutboxMessage(
                rule: definition.name, ticket: ticket.id, occasion: occasion.text, recipient: recipient,
                subject: subject ?? "\(ticket.title) (\(definition.name))", text: text, at: desk.now,
                from: desk.configuration.ownPerson)
            message.number = piece.messages.count { $0.recipient.email == recipient.email }
            message.branch = desk.reference
            message.firstID = desk.history.names(of: ticket.id).last
            piece.messages.append(message)
        }
        return isAnySaid ? nil : "there is nothing to say to \(notice.recipients.joined(separator: ", "))"
    }

    /// Whether somebody is of the desk. Without `people.yml` everybody is but those who wrote to it.
    private func isInside(_ recipient: OutboxMessage.Recipient) -> Bool {
        guard let people = desk.configuration.people else {
            return !desk.configuration.isRequester(recipient.email, of: ticket)
        }
        return people.person(recipient.email) != nil
    }

    /// The text that a rule gives; nil where it gives none.
    private func text(of notice: RuleNotice, _ isInside: Bool) throws(WorkspaceError) -> String? {
        if let name = notice.template {
            let place = RuleText(text: name, location: notice.location)
            let template = try template(name, place)
            return try desk.workspace.fill(template, for: ticket, variables(includesInternal: isInside)).text
        }
        return try notice.text.map { text throws(WorkspaceError) in try rendered(text, includesInternal: isInside) }
    }

    /// Requesters get what was said, if anything was; the desk's people how the ticket stands, and why they are told.
    private func usualText(_ isInside: Bool) -> String {
        let ticket = ticket
        guard isInside else {
            // Where nobody said anything, what was said before would come a second time.
            let words = occasion.event?.addedEntries.isEmpty == false ? words(includesInternal: false) : nil
            return words?.text ?? "\(ticket.id) \(ticket.title): \(ticket.status)"
        }
        let lines = [
            "\(ticket.id) \(ticket.title)", "", "status    \(ticket.status)", "priority  \(ticket.priority ?? "-")",
            "assignee  \(ticket.assignee ?? "nobody")", "", "Why: \(occasion.reason) (rule \(definition.name)).",
            "tick show \(ticket.id)",
        ]
        return lines.joined(separator: "\n")
    }
}

extension RuleText {
    /// - Throws: with the place in `rules.yml`, since a text of YAML has none of its own.
    func rendered(_ value: @escaping (String) -> String?) throws(TextTemplate.TemplateProblem) -> String {
        let source = SourceText(path: location.path, bytes: Array(text.utf8))
        do throws(TextTemplate.TemplateProblem) {
            return try TextTemplate(source, in: SourceRange(0, source.bytes.count)).rendered(value)
        } catch {
            throw TextTemplate.TemplateProblem(
                diagnostics: error.diagnostics.map { found in
                    var found = found
                    found.location = location
                    return found
                })
        }
    }
}
