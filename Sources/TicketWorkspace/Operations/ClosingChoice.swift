import TicketIndex
import TicketModel
import Workflow

/// Where a ticket goes that is closed for the sake of another one.
///
/// What `commits: {closes: …}` says where it says a status; else the first status of phase `closed` to which the workflow lets the
/// person move the ticket, of these first one for which nothing is missing; else of phase `resolved`.
struct ClosingChoice {
    let configuration: Configuration
    let actor: Actor
    /// The fields that the same change sets. A new entry comes with it, too.
    let given: Set<FieldName>
    /// Where statuses are looked for on a desk without a workflow.
    let inUse: IndexSnapshot

    /// - Parameter named: the status that the person asks for.
    /// - Returns: the status, and the fields that the move needs and nobody gives. Whether it is allowed is for the judge to say.
    func status(for ticket: Ticket, named: String?) -> (status: String, missing: [FieldName]) {
        let workflow = configuration.workflow
        guard !workflow.isOpenEnded else { return (named ?? statusInUse(), []) }
        let moves = ChangeJudge(configuration: configuration).allowedMoves(from: ticket, actor: actor)
        if let named = named ?? ruled() {
            let move = moves.first { FoldedText($0.to) == FoldedText(named) }
            return (named, move.map(missing) ?? [])
        }
        let allowed = moves.filter(\.isAllowed)
        for phase in [Phase.closed, .resolved] {
            let candidates = allowed.filter { workflow.phase(of: $0.to) == phase }
            if let best = candidates.first(where: { missing(for: $0).isEmpty }) ?? candidates.first {
                return (best.to, missing(for: best))
            }
        }
        return (workflow.doneStatuses(from: ticket.status).first ?? workflow.doneStatuses.first ?? "closed", [])
    }

    private func ruled() -> String? {
        if case .status(let name) = configuration.closing { return name }
        return nil
    }

    private func missing(for move: AllowedMove) -> [FieldName] {
        guard move.isAllowed else { return [] }
        return move.needs.filter { $0 != "entry" }.map { FieldName($0) }.filter { !given.contains($0) }
    }

    private func statusInUse() -> String {
        let used = inUse.tickets.lazy.map(\.status).first { !$0.isEmpty && configuration.workflow.phase(of: $0).isDone }
        return used ?? "closed"
    }
}
