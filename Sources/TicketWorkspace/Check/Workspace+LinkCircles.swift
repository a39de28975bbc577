import TicketIndex
import TicketModel
import TicketText
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
        // What was read may be older or younger than what the change begins with: edits by hand are on disk already.
        let (before, after) = (steps.compactMap(\.before), steps.compactMap(\.after))
        let old = snapshot.replacing(before, without: Set(after.map(\.id)))
        let found = LinkCircles.find(
            in: snapshot.replacing(after, without: Set(before.map(\.id))), touching: touched, before: old)
        guard !found.isEmpty else { return [] }
        let known = Set(LinkCircles.find(in: old, touching: touched).map(\.message))
        return found.filter { !known.contains($0.message) }
    }

    /// Returns the circles through tickets as they are staged.
    func circles(staged steps: [CheckedStep]) -> [Diagnostic] {
        guard let snapshot = loadedSnapshot else { return [] }
        let reader = TicketReader(configuration: configuration)
        let tickets = steps.compactMap { step in
            step.after.flatMap { reader.read(SourceText(path: step.path, bytes: $0)).ticket }
        }
        guard tickets.contains(where: { !Self.links(of: $0).isEmpty }) else { return [] }
        return LinkCircles.find(in: snapshot.replacing(tickets), touching: Set(tickets.map(\.id)))
    }

    private static func links(of ticket: Ticket) -> [TicketLink] {
        var links: [TicketLink] = []
        ticket.appendLinks(to: &links)
        return links
    }
}
