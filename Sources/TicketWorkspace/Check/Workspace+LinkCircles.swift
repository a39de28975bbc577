import TicketIndex
import TicketModel
import Workflow

extension Workspace {
    /// Returns the circles of links that a change makes: those that go through one of its tickets and were not there before.
    ///
    /// Costs nothing where no link changes. Where nobody has read the desk, `check` finds them later.
    func newCircles(_ steps: [ChangePlan.TicketStep]) -> [Diagnostic] {
        guard let snapshot = loadedSnapshot else { return [] }
        let changed = steps.compactMap { step -> Ticket? in
            guard let after = step.after, Self.links(of: after) != step.before.map(Self.links) ?? [] else { return nil }
            return after
        }
        guard !changed.isEmpty else { return [] }
        let touched = Set(changed.map(\.id))
        let old = Set(LinkCircles.find(in: snapshot, touching: touched).map(\.message))
        return LinkCircles.find(
            in: snapshot.replacing(steps.compactMap(\.after)), touching: touched, before: snapshot
        )
        .filter { !old.contains($0.message) }
    }

    private static func links(of ticket: Ticket) -> [TicketLink] {
        var links: [TicketLink] = []
        ticket.appendLinks(to: &links)
        return links
    }
}
