/// `workflow.yml`: the statuses of a desk and the moves between them.
package struct WorkflowDefinition: Hashable, Sendable {
    package var initial: String?
    package var statuses: [StatusDefinition]
    package var transitions: [TransitionDefinition]
    /// Whether there is no `workflow.yml`: any status may follow any other.
    package var isOpenEnded: Bool

    package init(
        initial: String?, statuses: [StatusDefinition], transitions: [TransitionDefinition], isOpenEnded: Bool = false
    ) {
        self.initial = initial
        self.statuses = statuses
        self.transitions = transitions
        self.isOpenEnded = isOpenEnded
    }

    /// The workflow of a desk without `workflow.yml`.
    package static let anything = WorkflowDefinition(initial: nil, statuses: [], transitions: [], isOpenEnded: true)

    package func status(_ name: String) -> StatusDefinition? {
        statuses.first { $0.name == name } ?? statuses.first { FoldedText($0.name) == FoldedText(name) }
    }

    /// The phase of a status. Without `workflow.yml`, `done`, `closed` and `resolved` in any case are closed. An
    /// unknown status counts as open: somebody should look at it.
    package func phase(of status: String) -> Phase {
        if let known = self.status(status) { return known.phase }
        guard isOpenEnded else { return .open }
        return ["done", "closed", "resolved"].contains(FoldedText(status).string) ? .closed : .open
    }
}

package struct StatusDefinition: Hashable, Sendable {
    package var name: String
    package var phase: Phase
    package var title: String?
    /// Fields that must be there while the status is set.
    package var requires: [FieldName]
    /// How long a ticket may stay, in the calendar of its policy.
    package var limit: WorkDuration?
    /// Where the desk moves the ticket when `limit` or `wake` runs out.
    package var then: String?

    package init(
        name: String, phase: Phase, title: String? = nil, requires: [FieldName] = [], limit: WorkDuration? = nil,
        then: String? = nil
    ) {
        self.name = name
        self.phase = phase
        self.title = title
        self.requires = requires
        self.limit = limit
        self.then = then
    }
}

/// One line of `transitions:`.
package struct TransitionDefinition: Hashable, Sendable {
    /// Names of statuses; `*` stands for every declared one.
    package var from: [String]
    package var to: [String]
    /// Roles (`agent`, `lead`, `requester`, …); empty allows everybody.
    package var by: [String]
    /// What must change in the same change: names of fields, or `entry` for a new entry.
    package var requires: [String]

    package init(from: [String], to: [String], by: [String] = [], requires: [String] = []) {
        self.from = from
        self.to = to
        self.by = by
        self.requires = requires
    }

    package func leads(from old: String, to new: String) -> Bool {
        Self.names(from, include: old) && Self.names(to, include: new)
    }

    private static func names(_ names: [String], include status: String) -> Bool {
        names.contains { $0 == "*" || FoldedText($0) == FoldedText(status) }
    }
}
