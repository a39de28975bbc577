package import TicketIndex
package import TicketModel
import TicketText

/// A template filled for one ticket: what a command writes.
package struct FilledTemplate: Sendable {
    package var text: String
    package var assignments: [Assignment]
    package var attachments: [AttachmentSource]
}

extension Workspace {
    /// Finds a template by its name, in any case.
    ///
    /// - Throws: `template.unknown`, with the nearest names.
    package func template(named name: String) throws(WorkspaceError) -> ReplyTemplate {
        let templates = configuration.templates
        if let found = templates.first(where: { FoldedText($0.name) == FoldedText(name) }) { return found }
        let nearest = NearMatch.closest(to: name, among: templates.map(\.name), limit: 3)
        let hint =
            templates.isEmpty
            ? "a file .tick/templates/NAME.md makes one"
            : nearest.isEmpty ? "tick template list shows them" : "did you mean \(nearest.joined(separator: ", "))?"
        throw WorkspaceError(
            .absent, "template.unknown", "there is no template \(PrintableText.make(name))", hint: hint)
    }

    /// Finds the form for new tickets of a type: the first that names it, else the first for any.
    package func form(forType type: String?) -> ReplyTemplate? {
        let forms = configuration.templates.filter { $0.forms != nil }
        let wanted = configuration.typeDefinition(type)?.name ?? type
        let own = wanted.flatMap { wanted in forms.first { $0.forms?.contains(wanted) ?? false } }
        return own ?? forms.first { $0.forms?.contains("*") ?? false }
    }

    /// Finds a form by its name.
    ///
    /// - Throws: `template.unknown`, and `template.form` for a canned reply.
    package func form(named name: String) throws(WorkspaceError) -> ReplyTemplate {
        let forms = configuration.templates.filter { $0.forms != nil }
        if let found = forms.first(where: { FoldedText($0.name) == FoldedText(name) }) { return found }
        let nearest = NearMatch.closest(to: name, among: forms.map(\.name), limit: 3)
        let isReply = configuration.templates.contains { FoldedText($0.name) == FoldedText(name) }
        throw WorkspaceError(
            .absent, "template.unknown",
            isReply
                ? "\(PrintableText.make(name)) is a canned reply, no form"
                : "there is no form \(PrintableText.make(name))",
            hint: !nearest.isEmpty
                ? "did you mean \(nearest.joined(separator: ", "))?"
                : forms.isEmpty
                    ? "a file .tick/templates/NAME.md with form: TYPE makes one"
                    : "one of: \(forms.map(\.name).joined(separator: ", "))")
    }

    /// Fills a template's variables.
    ///
    /// - Throws: `refused` with each variable that does not exist, and each file that is not there.
    package func fill(_ template: ReplyTemplate, for ticket: Ticket) throws(WorkspaceError) -> FilledTemplate {
        try fill(template, for: ticket, try templateVariables(of: ticket))
    }

    func fill(
        _ template: ReplyTemplate, for ticket: Ticket, _ variables: TemplateVariables
    ) throws(WorkspaceError) -> FilledTemplate {
        guard template.forms == nil else {
            throw WorkspaceError(
                .refused, "template.form", "\(template.name) is a form for new tickets, no reply",
                hint: "tick new --form \(template.name)")
        }
        var problems: [Diagnostic] = []
        var filled = FilledTemplate(text: "", assignments: [], attachments: [])
        do throws(TextTemplate.TemplateProblem) {
            filled.text = try TextTemplate(template.source, in: template.bodyRange).rendered(variables.value)
        } catch {
            problems += error.diagnostics
        }
        filled.assignments = template.sets.map { Assignment(name: $0.field, operation: .set, value: $0.value) }
        for name in template.attachments {
            let path = RepositoryPath(".tick/templates").appending(name)
            do throws(FolderFiles.Failure) {
                filled.attachments.append(
                    AttachmentSource(
                        name: name, bytes: try files.bytes(of: path, limit: configuration.attachments.limitBytes + 1)))
            } catch {
                problems.append(
                    Diagnostic(
                        rule: "config-value", message: "\(path) cannot be attached: \(error.message)",
                        location: template.source.location(of: SourceRange(0, 0))))
            }
        }
        guard problems.isEmpty else { throw .refused(problems) }
        return filled
    }

    /// What variables stand for on a ticket now.
    package func templateVariables(of ticket: Ticket) throws(WorkspaceError) -> TemplateVariables {
        TemplateVariables(
            configuration: configuration, ticket: ticket,
            actor: try people(configuration: configuration).actor, clocks: try clocks().clocks(of: ticket), now: now,
            words: SentWords(of: ticket, broughtBy: nil, includesInternal: false))
    }

    /// Returns the templates whose `for` the ticket matches, and those without one.
    package func templates(
        for ticket: Ticket, in snapshot: IndexSnapshot
    ) async throws(WorkspaceError) -> [ReplyTemplate] {
        // What is wrong with a query, check says.
        let queries = configuration.templates.map { template in
            template.query.map { try? Query.parse($0, configuration: configuration) }
        }
        let needs = queries.compactMap { $0 ?? nil }.reduce(QueryNeeds()) { $0.union($1.needs) }
        let view = try view(of: snapshot, needs: needs)
        await view.prepareClocks(of: [ticket])
        return zip(configuration.templates, queries).filter { template, query in
            guard template.forms == nil else { return false }
            guard let query else { return true }
            return query?.matches(ticket, in: view.context) ?? false
        }.map(\.0)
    }

    /// What is wrong with the templates themselves: variables that do not exist on any ticket.
    static func templateDiagnostics(_ configuration: Configuration) -> [Diagnostic] {
        let known = Set(TemplateVariables.names(configuration))
        var found: [Diagnostic] = []
        for template in configuration.templates where template.forms == nil {
            // With all values and with none, so that every section is looked into.
            for value in ["x", ""] {
                do throws(TextTemplate.TemplateProblem) {
                    _ = try TextTemplate(template.source, in: template.bodyRange)
                        .rendered { known.contains($0) ? value : nil }
                } catch {
                    found += error.diagnostics.filter { !found.contains($0) }
                }
            }
        }
        return found
    }
}
