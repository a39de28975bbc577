import GitStore
import ServiceLevels
import TicketIndex
import TicketModel

/// The work of one rule of `rules.yml`.
///
/// What a commit did starts a rule where the rule was in force in that commit, and its `if` holds for the ticket as the commit
/// left it and as it is now. What a clock or a status limit says starts it as long as it is so. Each such occasion counts once:
/// commits of earlier runs name theirs. A rule sees nothing that came of its own work, so that rules cannot chase each other
/// for ever.
struct RuleStep: RunStep {
    /// What happened longer ago than this starts nothing.
    static let windowSeconds: Int64 = 7 * 86_400

    let definition: RuleDefinition
    /// Nil where every ticket will do.
    let condition: Query?

    /// Nil where `if` cannot be read, which `check` says.
    init?(_ definition: RuleDefinition, _ configuration: Configuration) {
        self.definition = definition
        guard let text = definition.condition else {
            condition = nil
            return
        }
        guard let query = try? Query.parse(text, configuration: configuration) else { return nil }
        condition = query
    }

    var rule: String { definition.name }

    /// Something for whose sake a rule acts on a ticket.
    struct Occasion {
        /// The ticket as it is now.
        var ticket: Ticket
        /// What tells it from every other: `created`, `wrote 2026-11-21T07:03:00Z maria@acme.example`.
        var text: String
        /// In words: `created in 15535b3 Printer jams`.
        var reason: String
        /// The ticket as the commit left it; nil where no commit is the occasion.
        var version: Ticket?
        var event: TicketEvent?
        /// Handles of people that what it brought names.
        var mentioned: [String] = []
    }

    func due(in desk: RunDesk) throws(WorkspaceError) -> DueWorkList {
        var passed: [RunDecision] = []
        var occasions: [Occasion] = []
        if definition.triggers.contains(where: \.isEvent) {
            occasions += try RuleEvents(step: self, desk: desk).occasions(&passed)
        }
        occasions += try RuleMoments(step: self, desk: desk).occasions(&passed)
        return .work(try work(for: occasions, desk, &passed), passed: passed)
    }

    /// At most one piece of work a ticket.
    private func work(
        for occasions: [Occasion], _ desk: RunDesk, _ passed: inout [RunDecision]
    ) throws(WorkspaceError) -> [DueWork] {
        let byTicket = Dictionary(grouping: occasions, by: \.ticket.id)
        var tickets = byTicket.keys.sorted().compactMap { byTicket[$0]?.first?.ticket }
        let gives = definition.actions.contains { action in
            if case .assign(.automatic, _) = action { true } else { false }
        }
        if gives { tickets = desk.inLine(tickets) }
        var work: [DueWork] = []
        for ticket in tickets {
            if let piece = try self.work(on: ticket, byTicket[ticket.id] ?? [], desk, &passed) { work.append(piece) }
        }
        return work
    }

    /// What the first of a ticket's occasions asks for that asks for something; the others come in the next round.
    private func work(
        on ticket: Ticket, _ occasions: [Occasion], _ desk: RunDesk, _ passed: inout [RunDecision]
    ) throws(WorkspaceError) -> DueWork? {
        for occasion in occasions {
            var piece = DueWork(ticket: ticket, reason: occasion.reason, note: occasion.reason, trailers: [])
            piece.trailers = [(RunMarks.occasionKey, "\(ticket.id) \(occasion.text)")]
            if let commit = occasion.event?.commit {
                piece.trailers.append((RunMarks.causeKey, "\(ticket.id) \(commit.hex)"))
            }
            var actions = RuleWork(definition: definition, desk: desk, occasion: occasion)
            var verdict = try actions.fill(&piece)
            if verdict == nil, piece.edits.isEmpty, piece.warnings.isEmpty, desk.outbox.hasAll(piece.messages) {
                verdict = "the message was made before"
            }
            guard let verdict else { return piece }
            passed.append(RunDecision(ticket: ticket.id, reason: occasion.reason, verdict: verdict))
        }
        return nil
    }

    /// Why an occasion is none: the rule did it already, or it came of the rule's own work; nil where it is new.
    func verdict(on occasion: Occasion, _ desk: RunDesk) throws(WorkspaceError) -> String? {
        if let done = try desk.marks.commit(of: rule, for: occasion.text, in: desk.life(of: occasion.ticket.id)) {
            return "done already, in \(done.shortHex)"
        }
        guard let event = occasion.event else { return nil }
        let behind = try desk.marks.rules(behind: event.commit, event.ticket)
        return behind.contains(rule) ? "it came of this rule's own work" : nil
    }
}
