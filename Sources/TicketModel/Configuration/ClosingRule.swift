/// `commits: {closes: STATUS}` of `config.yml`: where a commit that says `Closes: HD-…` moves the ticket.
package enum ClosingRule: Hashable, Sendable {
    /// To the first status of phase `resolved` or `closed` that the workflow leads to from where the ticket is.
    case automatic
    case status(String)
    /// `none`: commits move nothing.
    case never
    /// A status that there is not, or in which work goes on: commits move nothing until it is mended.
    case unusable
}

extension WorkflowDefinition {
    /// Whether work on a ticket has ended in a phase.
    package static func isDone(_ phase: Phase) -> Bool { phase == .resolved || phase == .closed }

    /// The statuses in which work has ended, in the order of `workflow.yml`.
    package var doneStatuses: [String] { statuses.filter { Self.isDone($0.phase) }.map(\.name) }

    /// Those of them to which a transition leads from a status.
    package func doneStatuses(from status: String) -> [String] {
        guard let from = self.status(status)?.name else { return doneStatuses }
        return doneStatuses.filter { name in transitions.contains { $0.leads(from: from, to: name) } }
    }
}
