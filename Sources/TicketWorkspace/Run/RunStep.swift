import GitStore
import TicketIndex
import TicketModel

/// A kind of work that the desk does by itself when it is due.
///
/// A step only says what is due, from the desk's state and the moment; `Workspace.run` judges each piece, commits it by
/// itself and names its cause in trailers:
///
///     HD-k7qf3m: open → proposed
///
///     Closed by commit 15535b3.
///
///     Tick-Rule: closes
///     Tick-Commit: 15535b380b93260703ba90d778744850b7b9891c
///
/// What is done is known from these, so that nothing is counted anywhere and running again does nothing more.
protocol RunStep {
    /// What the trailer `Tick-Rule:` names.
    var rule: String { get }

    /// Returns what is due, in an order that the state alone decides.
    func due(in desk: RunDesk) throws(WorkspaceError) -> DueWorkList
}

enum DueWorkList {
    case work([DueWork])
    /// There is a reason not to look.
    case skipped(String)
}

/// What a step looks at.
struct RunDesk {
    let workspace: Workspace
    let configuration: Configuration
    let history: TicketHistory
    /// The branch on which the work would be done: `refs/heads/main`.
    let reference: String
    let ticket: (TicketID) -> Ticket?
    /// Names of statuses that tickets have, for desks without a workflow.
    let statusesInUse: () -> [String]
}

/// One piece of work: what becomes one commit.
struct DueWork {
    var ticket: Ticket
    var causes: [RunCause]
    /// What is to be set.
    var assignments: [Assignment]
    /// Of these people one must be allowed to do it, whoever commits; empty where nobody asked for it.
    var onBehalfOf: [Actor]
    /// A sentence of the commit's message.
    var note: String
    var trailers: [(key: String, value: String)]

    /// The message of the commit that does it.
    func message(_ subject: String, rule: String) -> String {
        let lines = ["Tick-Rule: \(rule)"] + trailers.map { "\($0.key): \($0.value)" }
        return "\(subject)\n\n\(note)\n\n\(lines.joined(separator: "\n"))\n"
    }
}
