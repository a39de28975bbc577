import TicketModel

/// The lines of `transitions:`, asked what they say about one move.
struct TransitionLines {
    let configuration: Configuration

    private var workflow: WorkflowDefinition { configuration.workflow }

    /// What a line says about a move: whose it is, and what is missing for it.
    struct Verdict {
        var roles: [String]
        /// What the line requires that the change has not.
        var missing: [String]
        var hasRole: Bool

        var isAllowed: Bool { hasRole && missing.isEmpty }
    }

    /// Returns the verdict of the line that is nearest to allowing the move; nil where no line leads there.
    ///
    /// A line that the person's roles fit is nearer than any other, then the one of which the least is missing.
    func verdict(
        from old: String, to new: String, roles: Set<FoldedText>, isThere: (String) -> Bool
    ) -> Verdict? {
        let verdicts = workflow.transitions.filter { $0.leads(from: old, to: new) }.map { line in
            Verdict(
                roles: line.by, missing: line.requires.filter { !isThere($0) }, hasRole: hasRole(line.by, roles))
        }
        return verdicts.min { (!$0.hasRole ? 1 : 0, $0.missing.count) < (!$1.hasRole ? 1 : 0, $1.missing.count) }
    }

    /// The role of the desk's own identity.
    static let desk = FoldedText("desk")

    /// Without `people.yml` roles are off.
    private func hasRole(_ allowed: [String], _ roles: Set<FoldedText>) -> Bool {
        configuration.people == nil || allowed.isEmpty || roles.contains(Self.desk)
            || allowed.contains { roles.contains(FoldedText($0)) }
    }

    /// The roles in which a person acts on a ticket: those of `people.yml`, their teams as `team:NAME`, and `requester` on tickets of their own or
    /// where the change carries the requester's word.
    func roles(of actor: Actor, on ticket: Ticket, carriesRequestersWord: Bool) -> Set<FoldedText> {
        var roles = Set(actor.roles.map { FoldedText($0) })
        let person = actor.handle.flatMap { configuration.people?.person($0) }
        roles.formUnion((person?.teams ?? []).map { FoldedText("team:" + $0) })
        let isOwn = ticket.requester.map { requester in
            [actor.reference, actor.email].contains { !$0.isEmpty && configuration.isSamePerson($0, requester) }
        }
        if carriesRequestersWord || isOwn == true { roles.insert(FoldedText("requester")) }
        return roles
    }
}
