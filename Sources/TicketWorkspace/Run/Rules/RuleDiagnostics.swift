import TicketIndex
import TicketModel
import TicketText

/// Finds what is wrong with `rules.yml` and `distribution.yml` that only the rest of the desk tells.
struct RuleDiagnostics {
    private let configuration: Configuration
    /// The variables that texts may have, gathered from all cards once.
    private let variables: Set<String>

    init(_ configuration: Configuration) {
        self.configuration = configuration
        variables = configuration.rules.isEmpty ? [] : Set(TemplateVariables.names(configuration))
    }

    static func find(in configuration: Configuration) -> [Diagnostic] {
        let own = RuleDiagnostics(configuration)
        return configuration.rules.flatMap { own.problems(of: $0) } + RuleLoops.find(in: configuration)
            + DistributionDiagnostics.find(in: configuration)
    }

    /// Returns what is wrong with a rule; with an error it does not act.
    func problems(of rule: RuleDefinition) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if let text = rule.condition {
            found += QueryDiagnostics.check(text, at: rule.conditionLocation, configuration) { query in
                if query.usesActor { return "a rule has no me: name the person" }
                return query.needs.contains(.workingTreeState)
                    ? "rules look at what is committed: is:uncommitted is never so" : nil
            }
        }
        found += rule.triggers.flatMap { trigger($0, rule) }
        found += rule.actions.flatMap { action($0, rule) }
        if configuration.people != nil, configuration.ownPerson == nil, rule.actions.contains(where: \.speaks) {
            found.append(
                diagnostic(
                    "nobody in .tick/people.yml has the role desk: what the rule writes would count as the word of whoever runs it",
                    "add one: robot: {name: Helpdesk, email: [desk@example.org], roles: [desk]}", at: rule.location))
        }
        return found
    }

    private func trigger(
        _ trigger: RuleTrigger, _ rule: RuleDefinition
    ) -> [Diagnostic] {
        switch trigger {
        case .limit(let names, _):
            let without = names.filter { configuration.workflow.status($0)?.limit == nil }
            return without.map { name in
                diagnostic(
                    "the status \(name) has no limit", "limit: 4d for it in .tick/workflow.yml", at: rule.location)
            }
        case .mentioned(let name?) where configuration.people?.person(name) == nil:
            return [unknownPerson(name, at: rule.location)]
        case .clock(_, let targets):
            let known = Set(configuration.serviceLevels.policies.flatMap(\.targets.keys))
            return targets.filter { !known.contains($0) }.map { target in
                diagnostic(
                    "no policy of .tick/sla.yml asks for \(target.rawValue)", "add it to targets: of a policy",
                    at: rule.location, .warning)
            }
        default: return []
        }
    }

    private func action(
        _ action: RuleAction, _ rule: RuleDefinition
    ) -> [Diagnostic] {
        let place = rule.location
        switch action {
        case .set(let field, let value): return assignment(field, .set, value, at: place)
        case .list(let field, let value, let adds):
            return assignment(field, adds ? .add : .remove, value, at: place)
        case .move(let status): return assignment("status", .set, status, at: place)
        case .assign(.person(let name), _): return assignment("assignee", .set, name, at: place)
        case .assign(.automatic, _): return agents(at: place)
        case .assign(.nobody, _): return []
        case .escalate(let level): return escalation(level, at: place)
        case .note(let text), .warn(let text): return unknownVariables(in: text)
        case .reply(let name, let text): return template(name, at: text.location)
        case .notify(let notice):
            return notice.recipients.flatMap { recipient($0, at: notice.location) }
                + (notice.template.map { template($0, at: notice.location) } ?? [])
                + [notice.subject, notice.text].compactMap(\.self).flatMap { unknownVariables(in: $0) }
        }
    }

    private func assignment(
        _ name: String, _ operation: Assignment.Operator, _ value: String, at location: SourceLocation
    ) -> [Diagnostic] {
        // A link's ticket may come later.
        let resolver = AssignmentResolver(
            configuration: configuration, actor: nil, now: Instant(secondsSinceEpoch: 0),
            ticket: { name in
                TicketID(name).map {
                    .found(Ticket(id: $0, path: "x", values: [:], entries: [], descriptionRange: SourceRange(0, 0)))
                }
                    ?? .absent(nearest: [])
            })
        do throws(WorkspaceError) {
            _ = try resolver.edits([Assignment(name: name, operation: operation, value: value)])
            return []
        } catch {
            return [diagnostic(error.message, error.hint, at: location)]
        }
    }

    func agents(at location: SourceLocation) -> [Diagnostic] {
        guard !(configuration.people?.people ?? []).contains(where: \.takesTickets) else { return [] }
        return [
            diagnostic(
                "nobody in .tick/people.yml has the role agent, so that nobody can be given tickets",
                "roles: [agent] for whoever answers", at: location)
        ]
    }

    private func escalation(
        _ level: Int, at location: SourceLocation
    ) -> [Diagnostic] {
        guard configuration.customField(FieldName("level")) != nil else {
            return [
                diagnostic(
                    "escalate sets the field level, which this desk does not have",
                    "fields: {level: {integer: true}} in .tick/config.yml", at: location)
            ]
        }
        guard !(configuration.people?.people ?? []).contains(where: { ($0.level ?? 1) >= level }) else { return [] }
        return [
            diagnostic(
                "nobody answers level \(level)", "level: \(level) for somebody in .tick/people.yml", at: location)
        ]
    }

    private func template(
        _ name: String, at location: SourceLocation
    ) -> [Diagnostic] {
        let names = configuration.templates.map(\.name)
        guard !names.contains(where: { FoldedText($0) == FoldedText(name) }) else { return [] }
        let nearest = NearMatch.closest(to: name, among: names, limit: 1).first
        return [
            diagnostic(
                "there is no template \(name)",
                nearest.map { "did you mean \($0)?" } ?? "a file .tick/templates/\(name).md makes it",
                at: location)
        ]
    }

    private func unknownVariables(in text: RuleText) -> [Diagnostic] {
        do throws(TextTemplate.TemplateProblem) {
            _ = try text.rendered { variables.contains($0) ? "x" : nil }
            return []
        } catch {
            return error.diagnostics
        }
    }

    private func recipient(
        _ name: String, at location: SourceLocation
    ) -> [Diagnostic] {
        let people = configuration.people?.people ?? []
        if ["assignee", "requester", "watchers", "participants", "mentioned"].contains(name) || name.contains("@") {
            return []
        }
        for (prefix, known) in [("team:", people.flatMap(\.teams)), ("role:", people.flatMap(\.roles))]
        where name.hasPrefix(prefix) {
            let rest = String(name.dropFirst(5))
            if known.contains(rest) { return [] }
            let nearest = NearMatch.closest(to: rest, among: Set(known).sorted(), limit: 1).first
            return [
                diagnostic(
                    "nobody has the \(prefix.dropLast()) \(rest)",
                    nearest.map { "did you mean \(prefix)\($0)?" } ?? "give it to somebody in .tick/people.yml",
                    at: location)
            ]
        }
        guard configuration.people?.person(name) == nil, configuration.customerPerson(name) == nil else { return [] }
        return [unknownPerson(name, at: location)]
    }

    private func unknownPerson(
        _ name: String, at location: SourceLocation
    ) -> Diagnostic {
        let handles = configuration.people?.people.map(\.handle) ?? []
        let nearest = NearMatch.closest(to: name, among: handles, limit: 1).first
        return diagnostic(
            "nobody is called \(name)",
            nearest.map { "did you mean \($0)?" }
                ?? "a handle of .tick/people.yml, an address, assignee, requester, team:NAME",
            at: location)
    }

    private func diagnostic(
        _ message: String, _ hint: String?, at location: SourceLocation, _ severity: Severity = .error
    ) -> Diagnostic {
        Diagnostic(rule: "config-value", severity: severity, message: message, hint: hint, location: location)
    }
}

extension RuleAction {
    /// Whether it writes an entry.
    var speaks: Bool {
        switch self {
        case .note, .reply: true
        default: false
        }
    }
}
