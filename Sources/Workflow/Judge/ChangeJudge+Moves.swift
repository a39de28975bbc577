package import TicketModel

extension ChangeJudge {
    /// Returns the statuses that one step leads to, in the workflow's order, with what each takes.
    ///
    /// Moves that the person's roles do not allow are among them, with `isAllowed` false. Without `workflow.yml` there
    /// is nothing to list: the result is empty and every move is allowed.
    package func allowedMoves(from ticket: Ticket, actor: Actor) -> [AllowedMove] {
        let roles = lines.roles(of: actor, on: ticket, carriesRequestersWord: false)
        return workflow.statuses.compactMap { status in
            FoldedText(status.name) == FoldedText(ticket.status) ? nil : move(ticket, to: status, roles)
        }
    }

    private func move(_ ticket: Ticket, to status: StatusDefinition, _ roles: Set<FoldedText>) -> AllowedMove? {
        var verdict = TransitionLines.Verdict(roles: [], missing: [], hasRole: true)
        if let source = workflow.status(ticket.status) {
            guard let found = lines.verdict(from: source.name, to: status.name, roles: roles, isThere: { _ in false })
            else { return nil }
            verdict = found
        }
        var needs = verdict.missing
        var fields = requirements.missing(forStatus: status.name, in: ticket)
        if requirements.isInitial(ticket.status) { fields += requirements.missingForType(in: ticket) }
        for field in fields.map(\.rawValue) where !needs.contains(field) { needs.append(field) }
        return AllowedMove(to: status.name, needs: needs, roles: verdict.roles, isAllowed: verdict.hasRole)
    }

    /// Returns the status that a ticket in a waiting phase goes to when the requester writes; nil where it does not wait
    /// or the workflow has no way back to work.
    ///
    /// It is the first status of phase `open` that a transition reaches, in the order in which the transitions name
    /// them. One that asks for fields which the ticket lacks gives way to the next, since a requester cannot supply
    /// them; the initial status comes last.
    package func statusAfterRequesterWrote(_ ticket: Ticket) -> String? {
        let statuses = statusesAfterRequesterWrote(ticket)
        let begun = statuses.filter { !requirements.isInitial($0) }
        return begun.first { requirements.missing(forStatus: $0, in: ticket).isEmpty } ?? begun.first ?? statuses.first
    }

    /// The statuses of phase `open` that a transition reaches from a waiting one; empty where the ticket does not wait.
    func statusesAfterRequesterWrote(_ ticket: Ticket) -> [String] {
        guard let source = workflow.status(ticket.status), source.phase == .waiting else { return [] }
        return workflow.transitions.flatMap { line -> [String] in
            let targets = line.to.contains("*") ? workflow.statuses.map(\.name) : line.to
            return targets.compactMap(workflow.status).map(\.name).filter { name in
                line.leads(from: source.name, to: name) && workflow.phase(of: name) == .open
            }
        }
    }
}
