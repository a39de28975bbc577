package import TicketModel

/// Says whether the workflow allows a change to a ticket, and if not, which moves it does allow.
///
///     1. A status may always be kept.
///     2. A new ticket has the initial status or one that a single allowed move reaches from it.
///     3. A move needs a line of `transitions:` with a role of the person's and with everything it requires in the
///        same change; of several lines one is enough. The desk may follow a status's `then` without a line, and every
///        line whatever its roles; the requester's word ends a waiting without one.
///     4. The fields that the new status and the type ask for must be there.
///     5. Removing a ticket takes the role admin or lead.
///     6. Fields and folders may be for some roles only.
///     7. Ratings, likes and dislikes are the requester's, or written in their name.
///
/// Without `workflow.yml` every move is allowed, without `people.yml` everybody has every role. A status that the
/// workflow does not declare (it was renamed) can be left for any that it does.
package struct ChangeJudge: Sendable {
    let configuration: Configuration
    let requirements: Requirements
    let lines: TransitionLines

    package init(configuration: Configuration) {
        self.configuration = configuration
        requirements = Requirements(configuration: configuration)
        lines = TransitionLines(configuration: configuration)
    }

    var workflow: WorkflowDefinition { configuration.workflow }

    /// Returns what speaks against the change; an error refuses it. Empty where nothing does.
    ///
    /// Locations lie in `change.after`, for a removal in `change.before`; they are nil for tickets without source.
    package func judge(_ change: TicketChange) -> [Diagnostic] {
        judgeRights(change) + judgeOpinions(change) + judgeWorkflow(change)
    }

    private func judgeWorkflow(_ change: TicketChange) -> [Diagnostic] {
        guard let after = change.after else { return judgeRemoval(change) }
        // Without statuses there is nothing to go by; the reader of workflow.yml has said so.
        guard !workflow.isOpenEnded, !workflow.statuses.isEmpty else { return [] }
        let moved = judgeMove(change, after)
        // Whoever may not make the move at all need not hear what else it would take.
        return moved.isEmpty ? judgeRequirements(change, after) : moved
    }

    /// Refuses a removal by somebody who is neither admin nor lead.
    private func judgeRemoval(_ change: TicketChange) -> [Diagnostic] {
        let rights = ["admin", "lead"]
        guard let ticket = change.before, configuration.people != nil,
            !change.actor.roles.contains(where: { rights.contains(FoldedText($0).string) })
        else { return [] }
        return [
            Diagnostic(
                rule: "remove",
                message: "\(plea(change.actor)): removing a ticket needs the role admin or lead",
                hint: "\(holders(of: rights)); or close the ticket instead", location: ticket.location(of: .id),
                ticket: ticket.id)
        ]
    }

    private func judgeMove(_ change: TicketChange, _ after: Ticket) -> [Diagnostic] {
        guard let before = change.before else { return judgeNew(change, after) }
        guard let move = change.statusMove else { return [] }
        guard let target = workflow.status(move.to) else { return [StatusRule.unknown(in: after, configuration)] }
        guard let source = workflow.status(move.from) else { return [] }
        if isByDesk(change) || configuration.people == nil, let then = source.then,
            FoldedText(then) == FoldedText(target.name)
        {
            return []
        }
        let hasWord = change.newEntries.contains { $0.verb == .wrote }
        if hasWord, statusesAfterRequesterWrote(before).contains(target.name) { return [] }
        let roles = lines.roles(of: change.actor, on: before, carriesRequestersWord: hasWord)
        return judge(change, from: source.name, to: target.name, roles, after)
    }

    /// Whether the desk itself acts, by its own identity: what it does, an admin has written into its rules.
    func isByDesk(_ change: TicketChange) -> Bool {
        change.isByDesk || change.actor.roles.contains { FoldedText($0) == TransitionLines.desk }
    }

    /// Judges the status with which a ticket begins.
    private func judgeNew(_ change: TicketChange, _ ticket: Ticket) -> [Diagnostic] {
        guard let initial = workflow.initial, !requirements.isInitial(ticket.status) else { return [] }
        guard let target = workflow.status(ticket.status) else {
            return [StatusRule.unknown(in: ticket, configuration)]
        }
        let hasWord = ticket.entries.contains { $0.verb == .wrote }
        let roles = lines.roles(of: change.actor, on: ticket, carriesRequestersWord: hasWord)
        return judge(change, from: initial, to: target.name, roles, ticket)
    }

    private func judge(
        _ change: TicketChange, from old: String, to new: String, _ roles: Set<FoldedText>, _ after: Ticket
    ) -> [Diagnostic] {
        let changed = change.changedFields
        // The word for whose sake the desk moves a ticket is there already.
        let hasEntry = !change.newEntries.isEmpty || isByDesk(change)
        let verdict = lines.verdict(from: old, to: new, roles: roles) { name in
            name == "entry"
                ? hasEntry : changed.contains(FieldName(name)) && after.has(FieldName(name))
        }
        let refusal = Refusal(judge: self, change: change, ticket: after, from: old, to: new)
        guard let verdict else { return [refusal.noSuchMove()] }
        if verdict.isAllowed { return [] }
        return [verdict.hasRole ? refusal.lacking(verdict.missing) : refusal.notTheirs(verdict.roles)]
    }

    /// Reports the missing fields that this change is to blame for.
    private func judgeRequirements(_ change: TicketChange, _ after: Ticket) -> [Diagnostic] {
        let isNew = change.before == nil
        let hasMoved = isNew || change.statusMove != nil
        let gone = change.changedFields
        var found = requirements.missing(forStatus: after.status, in: after)
            .filter { hasMoved || gone.contains($0) }
            .map { requirements.statusDiagnostic($0, in: after) }
        let leavesInitial = change.before.map { requirements.isInitial($0.status) && hasMoved } ?? true
        found += requirements.missingForType(in: after)
            .filter { leavesInitial || gone.contains($0) || gone.contains(.type) }
            .filter { !requirements.missing(forStatus: after.status, in: after).contains($0) }
            .map { requirements.typeDiagnostic($0, in: after) }
        return found
    }
}

extension ChangeJudge {
    /// How a message about a missing role begins.
    func plea(_ actor: Actor) -> String {
        if let handle = actor.handle { return "\(handle) may not do this" }
        return actor.email.isEmpty
            ? "nobody knows who does this" : "\(actor.email) is not in .tick/people.yml"
    }

    /// Who has one of these roles, as a hint.
    func holders(of roles: [String]) -> String {
        let wanted = Set(roles.map { FoldedText($0) })
        let people = (configuration.people?.people ?? []).filter { person in
            (person.roles + person.teams.map { "team:" + $0 }).contains { wanted.contains(FoldedText($0)) }
        }
        guard !people.isEmpty else { return "nobody has the role yet: give it to somebody in .tick/people.yml" }
        return "ask \(Wording.choices(people.map(\.handle)))"
    }
}
