internal import Synchronization
package import TicketModel

/// The relations among tickets, worked out when somebody first asks. Most commands never do.
package final class LazyRelations: Sendable {
    private let tickets: [Ticket]
    private let workflow: WorkflowDefinition
    private let known = AtomicLazyReference<RelationGraph>()

    /// - Parameter tickets: each id once.
    package init(_ tickets: [Ticket], _ workflow: WorkflowDefinition) {
        self.tickets = tickets
        self.workflow = workflow
    }

    package var graph: RelationGraph { known.load() ?? known.storeIfNil(RelationGraph(tickets, workflow)) }

    /// Works them out on all cores, where many tickets are about to be asked about.
    package func prepare() async {
        guard known.load() == nil else { return }
        _ = known.storeIfNil(await RelationGraph(inParallel: tickets, workflow))
    }
}
