internal import GitStore
internal import ServiceLevels
internal import TicketIndex
package import TicketModel
internal import TicketText

/// What came of an example beside a rule.
package struct RuleExampleResult: Sendable {
    package var rule: String
    /// From 1.
    package var number: Int
    package var location: SourceLocation
    /// What differs from what the example says; empty where it holds.
    package var differences: [String]
}

extension Workspace {
    /// Runs the examples beside rules, each on a ticket that is there only for it.
    ///
    /// - Parameter name: a rule's, nil for all.
    /// - Throws: `rule.unknown`.
    package func testRules(_ name: String?) throws(WorkspaceError) -> [RuleExampleResult] {
        var rules = configuration.rules
        if let name {
            rules = rules.filter { FoldedText($0.name) == FoldedText(name) }
            guard !rules.isEmpty else {
                let nearest = NearMatch.closest(to: name, among: configuration.rules.map(\.name), limit: 1).first
                throw WorkspaceError(
                    .absent, "rule.unknown", "there is no rule \(PrintableText.make(name))",
                    hint: nearest.map { "did you mean \($0)?" } ?? "tick rules list shows them")
            }
        }
        var results: [RuleExampleResult] = []
        for rule in rules {
            for (index, example) in rule.examples.enumerated() {
                results.append(
                    RuleExampleResult(
                        rule: rule.name, number: index + 1, location: example.location,
                        differences: try RuleTrial(rule: rule, example: example, workspace: self).differences()))
            }
        }
        return results
    }
}

/// One example of a rule, played in memory.
private struct RuleTrial {
    let rule: RuleDefinition
    let example: RuleExample
    let workspace: Workspace

    private var configuration: Configuration { workspace.configuration }

    func differences() throws(WorkspaceError) -> [String] {
        if rule.isBroken { return ["the rule itself is wrong: tick check shows where"] }
        guard let step = RuleStep(rule, configuration) else { return ["its if cannot be read: tick check shows why"] }
        let document: TicketDocument
        let ticket: Ticket
        switch try given() {
        case .failure(let problem): return [problem.message]
        case .success(let made): (document, ticket) = made
        }
        let history = TicketHistory(events: [], missingBefore: nil)
        let desk = RunDesk(
            workspace: workspace, configuration: configuration, history: history, reference: "HEAD",
            ticket: { $0 == ticket.id ? ticket : nil },
            lookup: { TicketID($0).map { _ in .found(ticket) } ?? .absent(nearest: []) },
            statusesInUse: { [] })
        var piece = DueWork(ticket: ticket, reason: "example", note: "", trailers: [])
        let isMet = step.condition?.matches(ticket, in: desk.context()) ?? true
        let isIdle = example.text.map { rule.isIdle($0) } ?? false
        if isMet, !isIdle {
            let occasion = RuleStep.Occasion(ticket: ticket, text: "example", reason: "example")
            var actions = RuleWork(definition: rule, desk: desk, occasion: occasion)
            _ = try actions.fill(&piece)
        }
        return try compare(piece, document, ticket, isMet: isMet, isIdle: isIdle, desk)
    }

    private struct Problem: Error {
        var message: String
    }

    /// The ticket of `given:`, made as a new one would be.
    private func given() throws(WorkspaceError) -> Result<(TicketDocument, Ticket), Problem> {
        let now = workspace.now.formatted(in: configuration.zone)
        var text = "---\nid: \(configuration.key)-example\ntitle: Example\ncreated: \(now)\n---\n\nExample\n"
        if let words = example.text { text += "\n## \(now) \(author) \(verb)\n\n\(words)\n" }
        let source = SourceText(path: "example.md", bytes: Array(text.utf8))
        guard var document = try? TicketDocument(source) else { return .failure(Problem(message: "no ticket")) }
        var assignments = example.given.map {
            Assignment(name: $0.field, operation: .set, value: $0.values.joined(separator: ","))
        }
        if !assignments.contains(where: { $0.name == "status" }), let initial = configuration.workflow.initial {
            assignments.append(Assignment(name: "status", operation: .set, value: initial))
        }
        do throws(WorkspaceError) {
            document = try apply(assignments, to: document)
        } catch {
            return .failure(Problem(message: "given: \(error.message)"))
        }
        guard let ticket = TicketReader(configuration: configuration).read(document).ticket else {
            return .failure(Problem(message: "given: this is no ticket"))
        }
        return .success((document, ticket))
    }

    private var verb: String {
        let verbs = rule.triggers.compactMap { trigger in
            if case .entry(let verb) = trigger { verb } else { nil }
        }
        return (verbs.first ?? .wrote).rawValue
    }

    private var author: String {
        let requester = example.given.first { $0.field == "requester" }?.values.first
        return verb == "wrote"
            ? requester ?? "requester@example.org" : configuration.people?.people.first?.handle ?? "agent"
    }

    private func apply(_ assignments: [Assignment], to document: TicketDocument) throws(WorkspaceError)
        -> TicketDocument
    {
        let resolver = AssignmentResolver(
            configuration: configuration, actor: nil, now: workspace.now,
            ticket: {
                TicketID($0).map { id in
                    .found(Ticket(id: id, path: "x", values: [:], entries: [], descriptionRange: SourceRange(0, 0)))
                } ?? .absent(nearest: [])
            })
        var document = document
        for edit in try resolver.edits(assignments) {
            do {
                document = try document.applying(edit, style: FieldStyle(edit.field, configuration: configuration))
            } catch {
                throw .refused([error.diagnostic])
            }
        }
        return document
    }

    private func compare(
        _ piece: DueWork, _ document: TicketDocument, _ ticket: Ticket, isMet: Bool, isIdle: Bool, _ desk: RunDesk
    ) throws(WorkspaceError) -> [String] {
        let isNothing = piece.edits.isEmpty && piece.messages.isEmpty && piece.warnings.isEmpty
        guard let expected = example.expected else {
            return isNothing ? [] : ["it does something: \(Self.words(piece))"]
        }
        if isNothing {
            return [
                "it does nothing: \(!isMet ? "its if does not hold" : isIdle ? "the text is one of unless-only" : "all of it is so already")"
            ]
        }
        let after = try apply(piece.edits.flatMap(\.assignments), to: document)
        let result = TicketReader(configuration: configuration).read(after).ticket ?? ticket
        let differences = expected.compactMap { name, value in difference(name, value, piece, result) }
        return differences.isEmpty || piece.left.isEmpty
            ? differences : [differences.joined(separator: "; ") + ": " + piece.left.joined(separator: "; ")]
    }

    private func difference(_ name: String, _ value: String, _ piece: DueWork, _ result: Ticket) -> String? {
        let said: [String]
        switch name {
        case "note": said = piece.edits.compactMap(\.entry).filter { $0.verb == .noted }.map(\.text)
        case "reply": said = piece.edits.compactMap(\.entry).filter { $0.verb == .replied }.map(\.text)
        case "notify":
            said = piece.messages.map { message in
                let person = configuration.people?.person(message.recipient.email)?.handle ?? ""
                return "\(person) \(message.recipient.email)"
            }
        case "warn": said = piece.warnings
        default:
            let field = name == "tag" ? FieldName.tags : FieldName(name)
            let has = result.list(field)
            let isThere =
                value.isEmpty
                ? has.isEmpty
                : value.split(separator: ",").allSatisfy { wanted in
                    has.contains { FoldedText($0) == FoldedText(String(wanted).trimmingBlanks) }
                }
            return isThere ? nil : "\(name) is \(has.isEmpty ? "nothing" : has.joined(separator: ", ")), not \(value)"
        }
        let wanted = FoldedText(value).string
        guard !said.contains(where: { FoldedText($0).string.contains(wanted) }) else { return nil }
        return "\(name) is \(said.isEmpty ? "nothing" : said.joined(separator: "; ")), not \(value)"
    }

    private static func words(_ piece: DueWork) -> String {
        let fields = piece.edits.flatMap(\.assignments).map { "\($0.name)\($0.operation.rawValue)\($0.value)" }
        let entries = piece.edits.compactMap(\.entry).map { "\($0.verb.rawValue): \($0.text)" }
        return (fields + entries + piece.messages.map { "message to \($0.recipient.email)" } + piece.warnings)
            .joined(separator: ", ")
    }
}
