import TicketIndex
import TicketModel
import TicketWorkspace

/// How many of the tickets around one are done: its children, its incidents.
struct Progress {
    let doneCount: Int
    let count: Int

    /// Nil where there are none.
    init?(_ relation: Relation, of ticket: Ticket, in view: DeskView) {
        let tickets = view.snapshot.relations.tickets(relation, of: ticket)
        guard !tickets.isEmpty else { return nil }
        count = tickets.count
        doneCount = tickets.count { view.configuration.workflow.phase(of: $0.status).isDone }
    }

    /// `3/5`.
    var short: String { "\(doneCount)/\(count)" }

    /// `3 of 5 done`.
    var words: String { "\(doneCount) of \(count) done" }
}
