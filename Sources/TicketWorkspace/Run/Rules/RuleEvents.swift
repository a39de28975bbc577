import GitStore
import TicketIndex
import TicketModel
import TicketText

/// What commits did that starts a rule.
struct RuleEvents {
    let step: RuleStep
    let desk: RunDesk

    private var definition: RuleDefinition { step.definition }

    /// So many decisions are kept: an import brings more events than anybody reads.
    private static let decisionLimit = 1_000

    func occasions(_ passed: inout [RunDecision]) throws(WorkspaceError) -> [RuleStep.Occasion] {
        var found: [RuleStep.Occasion] = []
        for event in desk.recentEvents {
            let happenings = definition.triggers.flatMap { read(event, by: $0) }
            guard !happenings.isEmpty, let ticket = desk.current(event.ticket) else { continue }
            for happening in happenings {
                var occasion = RuleStep.Occasion(
                    ticket: ticket, text: happening.occasion,
                    reason: "\(happening.words) in \(event.commit.shortHex)", event: event)
                let verdict = try verdict(on: &occasion, happening, event)
                if case .counts = verdict {
                    found.append(occasion)
                    break
                }
                guard case .says(let words) = verdict, passed.count < Self.decisionLimit else { continue }
                passed.append(RunDecision(ticket: ticket.id, reason: occasion.reason, verdict: words))
            }
        }
        return found
    }

    private enum Verdict {
        case counts
        /// It does not, and why.
        case says(String)
        /// It is none of the rule's business.
        case nothing
    }

    /// Whether an occasion counts. What costs least is asked first: a version is read for the last question only.
    private func verdict(
        on occasion: inout RuleStep.Occasion, _ happening: Happening, _ event: TicketEvent
    ) throws(WorkspaceError) -> Verdict {
        guard try desk.isInForce(definition, at: event.commit) else { return .says("the rule was not there yet") }
        if let said = try step.verdict(on: occasion, desk) { return .says(said) }
        if let condition = step.condition, !condition.matches(occasion.ticket, in: desk.context()) {
            return .says("its if does not hold now")
        }
        guard let version = try desk.version(after: event) else { return .nothing }
        occasion.version = version
        if case .mentioned(let name) = happening.trigger {
            occasion.mentioned = mentioned(by: event, in: version).filter { handle in
                name.map { FoldedText($0) == FoldedText(handle) } ?? true
            }
            guard let first = occasion.mentioned.first else { return .nothing }
            occasion.reason = "\(first) mentioned in \(event.commit.shortHex)"
        }
        if case .entry(let verb) = happening.trigger {
            // Who wrote `It works` and closed the ticket with it has decided already.
            if definition.moves, event.kind == .changed, hasMoved(event) {
                return .says("the commit moved the ticket itself")
            }
            let words = added(by: event, to: version).filter { $0.verb == verb }
            guard !words.allSatisfy({ isIdle($0, version) }) else { return .says("it says nothing but idle words") }
        }
        if let condition = step.condition, !condition.matches(version, in: desk.context(at: event.at)) {
            return .says("its if did not hold then")
        }
        return .counts
    }

    private func hasMoved(_ event: TicketEvent) -> Bool {
        event.changes.contains { change in
            change.field == .status
                && FoldedText(change.from?.texts.first ?? "") != FoldedText(change.to?.texts.first ?? "")
        }
    }

    /// What of an event a trigger looks at.
    private struct Happening {
        var trigger: RuleTrigger
        var words: String
        /// What it is known by, also after its commit was made anew by a rebase.
        var occasion: String
    }

    private func read(_ event: TicketEvent, by trigger: RuleTrigger) -> [Happening] {
        let moment = event.authoredAt.formatted()
        switch trigger {
        case .created:
            return event.kind == .created ? [Happening(trigger: trigger, words: "created", occasion: "created")] : []
        case .changed(let fields):
            let changes = event.changes.filter { fields.isEmpty || fields.contains($0.field) }
            guard event.kind == .changed, !changes.isEmpty else { return [] }
            let names = changes.map(\.field.rawValue).joined(separator: ", ")
            let values = changes.map { "\($0.field)=\(($0.to?.texts ?? []).joined(separator: ","))" }
            let told = String(values.joined(separator: " ").prefix(80))
            return [Happening(trigger: trigger, words: "\(names) changed", occasion: "changed \(told) \(moment)")]
        case .entry(let verb):
            return event.addedEntries.filter { $0.verb == verb }.prefix(1).map { entry in
                let person = PrintableText.make(entry.person ?? event.authorEmail)
                let at = entry.instant?.formatted() ?? moment
                return Happening(
                    trigger: trigger, words: "\(PrintableText.make(entry.person ?? "somebody")) \(verb.rawValue)",
                    occasion: "\(verb.rawValue) \(at) \(person)")
            }
        case .mentioned:
            guard !event.addedEntries.isEmpty || event.kind == .created else { return [] }
            return [Happening(trigger: trigger, words: "mentioned", occasion: "mentioned \(moment)")]
        case .status(let names):
            let status = event.changes.lazy.filter { $0.field == .status }.compactMap { $0.to?.texts.first }.first
            guard let status, Self.names(names, include: status) else { return [] }
            let name = PrintableText.make(status)
            return [Happening(trigger: trigger, words: "became \(name)", occasion: "status \(name) \(moment)")]
        case .limit, .clock, .schedule: return []
        }
    }

    private static func names(_ names: [String], include name: String) -> Bool {
        names.contains { FoldedText($0) == FoldedText(name) }
    }

    private func isIdle(_ entry: Entry, _ version: Ticket) -> Bool {
        definition.isIdle(version.text(of: entry) ?? "")
    }

    /// The entries of a version that an event brought.
    private func added(by event: TicketEvent, to version: Ticket) -> [Entry] {
        version.entries.filter { event.addedEntries.contains(RecordedEntry($0)) }
    }

    private func mentioned(by event: TicketEvent, in version: Ticket) -> [String] {
        guard let bytes = version.source?.bytes else { return [] }
        var ranges = added(by: event, to: version).map(\.textRange)
        if event.kind == .created { ranges.append(version.descriptionRange) }
        return ranges.flatMap { Mention.find(in: bytes, $0) }.compactMap {
            desk.configuration.person(mentioned: $0.name)?.handle
        }
    }
}

extension RunDesk {
    /// Whether a rule with this name, `on` and `if` was in `rules.yml` of a commit.
    func isInForce(_ rule: RuleDefinition, at commit: ObjectID) throws(WorkspaceError) -> Bool {
        if let known = memory.occasionsAtCommit[commit] { return known[rule.name] == rule.occasionText }
        let found = try occasions(at: commit)
        memory.occasionsAtCommit[commit] = found
        return found[rule.name] == rule.occasionText
    }

    /// `on` and `if` of each rule of a commit, by its name.
    private func occasions(at commit: ObjectID) throws(WorkspaceError) -> [String: String] {
        try asking { () throws(GitError) in
            guard let entry = try workspace.repository.entry(at: Array(".tick/rules.yml".utf8), in: commit),
                entry.mode.isFile
            else { return [:] }
            if let known = memory.occasionsInFile[entry.id] { return known }
            let source = SourceText(path: ".tick/rules.yml", bytes: try workspace.repository.blob(entry.id))
            let found = RuleOccasions.texts(in: source)
            memory.occasionsInFile[entry.id] = found
            return found
        }
    }
}
