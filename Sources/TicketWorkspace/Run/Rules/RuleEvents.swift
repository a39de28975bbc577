import GitStore
import TicketIndex
import TicketModel
import TicketText

/// What commits did that starts a rule.
struct RuleEvents {
    let step: RuleStep
    let desk: RunDesk

    private var definition: RuleDefinition { step.definition }

    func occasions(_ passed: inout [RunDecision]) throws(WorkspaceError) -> [RuleStep.Occasion] {
        var found: [RuleStep.Occasion] = []
        for event in desk.recentEvents where mayStart(event) {
            guard let ticket = desk.ticket(event.ticket) else { continue }
            guard try desk.isInForce(definition, at: event.commit) else {
                // An import brings thousands that no rule saw: none of them is read.
                passed.append(
                    RunDecision(
                        ticket: ticket.id, reason: "in \(event.commit.shortHex)", verdict: "the rule was not there yet")
                )
                continue
            }
            guard let version = try desk.version(after: event), let happening = happening(event, version)
            else { continue }
            var occasion = RuleStep.Occasion(
                ticket: ticket, text: "commit \(event.commit.hex)", reason: happening, version: version, event: event)
            occasion.reason = "\(happening) in \(event.commit.shortHex)"
            if definition.triggers.contains(where: \.isMention) {
                occasion.mentioned = mentioned(by: event, in: version)
            }
            if let verdict = try verdict(on: occasion, event, version) {
                // Most of what happens is none of the rule's business, and said of nothing.
                if let said = verdict.said {
                    passed.append(RunDecision(ticket: ticket.id, reason: occasion.reason, verdict: said))
                }
            } else {
                found.append(occasion)
            }
        }
        return found
    }

    private struct Verdict {
        var said: String?
    }

    /// Why an occasion does not count; nil where it does.
    private func verdict(
        on occasion: RuleStep.Occasion, _ event: TicketEvent, _ version: Ticket
    ) throws(WorkspaceError) -> Verdict? {
        if let condition = step.condition {
            guard condition.matches(version, in: desk.context(at: event.at)) else {
                return Verdict(said: "its if did not hold then")
            }
            guard condition.matches(occasion.ticket, in: desk.context()) else {
                return Verdict(said: try step.verdict(on: occasion, desk) ?? "its if does not hold any more")
            }
        }
        return try step.verdict(on: occasion, desk).map { Verdict(said: $0) }
    }

    /// Whether an event is of a kind that the rule looks at, before any file is read.
    private func mayStart(_ event: TicketEvent) -> Bool {
        definition.triggers.contains { trigger in
            switch trigger {
            case .created: event.kind == .created
            case .changed(let fields):
                event.kind == .changed && event.changes.contains { fields.isEmpty || fields.contains($0.field) }
            case .entry(let verb): event.addedEntries.contains { $0.verb == verb }
            case .mentioned: !event.addedEntries.isEmpty || event.kind == .created
            case .status(let names):
                event.changes.contains { change in
                    change.field == .status && change.to?.texts.first.map { Self.names(names, include: $0) } == true
                }
            case .limit, .clock, .schedule: false
            }
        }
    }

    private static func names(_ names: [String], include name: String) -> Bool {
        names.contains { FoldedText($0) == FoldedText(name) }
    }

    /// What happened in words; nil where nothing did that the rule looks at.
    private func happening(_ event: TicketEvent, _ version: Ticket) -> String? {
        for trigger in definition.triggers where trigger.isEvent {
            if let words = happening(trigger, event, version) { return words }
        }
        return nil
    }

    private func happening(_ trigger: RuleTrigger, _ event: TicketEvent, _ version: Ticket) -> String? {
        switch trigger {
        case .created: return event.kind == .created ? "created" : nil
        case .changed(let fields):
            let changed = event.changes.map(\.field).filter { fields.isEmpty || fields.contains($0) }
            guard event.kind == .changed, !changed.isEmpty else { return nil }
            return "\(changed.map(\.rawValue).joined(separator: ", ")) changed"
        case .entry(let verb):
            let entry = added(by: event, to: version).first { $0.verb == verb && !isIdle($0, version) }
            return entry.map { "\($0.person ?? "somebody") \(verb.rawValue)" }
        case .mentioned(let name):
            let whom = mentioned(by: event, in: version).first { mentioned in
                name.map { FoldedText($0) == FoldedText(mentioned) } ?? true
            }
            return whom.map { "\($0) mentioned" }
        case .status(let names):
            let status = event.changes.lazy.filter { $0.field == .status }.compactMap { $0.to?.texts.first }.first
            return status.flatMap { Self.names(names, include: $0) ? "became \($0)" : nil }
        case .limit, .clock, .schedule: return nil
        }
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
            desk.configuration.people?.person($0.name)?.handle
        }
    }
}

extension RunDesk {
    /// Whether a rule with this name, `on` and `if` was in `rules.yml` of a commit.
    func isInForce(_ rule: RuleDefinition, at commit: ObjectID) throws(WorkspaceError) -> Bool {
        if let known = occasionsAtCommit[commit] { return known[rule.name] == rule.occasionText }
        let found = try occasions(at: commit)
        occasionsAtCommit[commit] = found
        return found[rule.name] == rule.occasionText
    }

    /// `on` and `if` of each rule of a commit, by its name.
    private func occasions(at commit: ObjectID) throws(WorkspaceError) -> [String: String] {
        try asking { () throws(GitError) in
            guard let entry = try workspace.repository.entry(at: Array(".tick/rules.yml".utf8), in: commit),
                entry.mode.isFile
            else { return [:] }
            if let known = occasionsInFile[entry.id] { return known }
            let source = SourceText(path: ".tick/rules.yml", bytes: try workspace.repository.blob(entry.id))
            let found = RuleOccasions.texts(in: source)
            occasionsInFile[entry.id] = found
            return found
        }
    }
}
