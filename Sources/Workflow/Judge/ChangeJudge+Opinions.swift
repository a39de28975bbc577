import TicketModel

extension ChangeJudge {
    /// Refuses ratings, likes and dislikes that are nobody's whose ticket it is. Without `people.yml` everybody may.
    func judgeOpinions(_ change: TicketChange) -> [Diagnostic] {
        guard let after = change.after, configuration.people != nil, !isByDesk(change) else { return [] }
        let changed = change.changedFields
        let isOwn = [change.actor.reference, change.actor.email].contains {
            configuration.isRequester($0, of: after)
        }
        if changed.contains(.rating), after.has(.rating) {
            let rater = after.ratedBy ?? (isOwn ? change.actor.reference : nil)
            if let own = ownWork(of: rater, change, after) { return [own] }
        }
        guard !isOwn else { return [] }
        return FieldName.opinions.filter { changed.contains($0) }.compactMap { opinion(on: $0, change, after) }
    }

    /// A requester who works on the ticket would give marks to themselves.
    private func ownWork(of rater: String?, _ change: TicketChange, _ after: Ticket) -> Diagnostic? {
        guard let rater, let assignee = after.assignee, configuration.isSamePerson(rater, assignee) else { return nil }
        return refusal(
            "\(plea(change.actor)): nobody rates their own work, and \(after.id) is \(assignee)'s",
            "another participant may: tick rate \(after.id) … --by PERSON", .rating, after)
    }

    private func opinion(on field: FieldName, _ change: TicketChange, _ after: Ticket) -> Diagnostic? {
        guard isTakenAway(field, change, after) else {
            guard field == .rating, after.ratedBy.map({ configuration.isRequester($0, of: after) }) != true else {
                // Whose likes are, each says; the rule of check holds them to it.
                return nil
            }
            let people = after.requesters
            return refusal(
                "\(plea(change.actor)): a rating is the requester's",
                people.first.map { "in their name: tick rate \(after.id) … --by \($0), or by: \($0) beside the marks" }
                    ?? "the ticket has no requester who could rate it", field, after)
        }
        let rights = ["admin", "lead"]
        guard !change.actor.roles.contains(where: { rights.contains(FoldedText($0).string) }) else { return nil }
        return refusal(
            "\(plea(change.actor)): what a requester thinks is taken away by them, or by an admin or lead",
            "\(holders(of: rights)); what you wrote down by mistake, tick undo takes back", field, after)
    }

    /// Whether marks or votes are gone that nobody changed into others: who dislikes what they liked has not taken it away.
    private func isTakenAway(_ field: FieldName, _ change: TicketChange, _ after: Ticket) -> Bool {
        guard let before = change.before else { return false }
        if field == .rating { return !after.has(.rating) }
        let kept = Set(after.votes(.liked) + after.votes(.disliked))
        return before.votes(field).contains { !kept.contains($0) }
    }

    private func refusal(_ message: String, _ hint: String, _ field: FieldName, _ ticket: Ticket) -> Diagnostic {
        Diagnostic(
            rule: "opinion", message: message, hint: hint, location: ticket.location(of: field), ticket: ticket.id)
    }
}
