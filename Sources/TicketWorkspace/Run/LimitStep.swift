import ServiceLevels
import TicketIndex
import TicketModel

/// Moves tickets whose status has lasted as long as `limit` lets it to the status that `then` names.
struct LimitStep: RunStep {
    let rule = "limit"

    func due(in desk: RunDesk) throws(WorkspaceError) -> DueWorkList {
        let followed = desk.configuration.workflow.statuses.filter { $0.limit != nil && $0.then != nil }
        let tickets = desk.tickets(inStatus: followed.map(\.name))
        guard !tickets.isEmpty else { return .work([]) }
        desk.table.prepareWaiting(tickets)
        return .work(
            tickets.compactMap { ticket in
                guard let limit = desk.table.standing(of: ticket).limit, limit.leftAt == nil, limit.brokenAt != nil,
                    let then = desk.configuration.workflow.status(ticket.status)?.then
                else { return nil }
                let since = TimeText.local(limit.enteredAt, in: desk.configuration.zone)
                let reason = "\(limit.status) since \(since), \(limit.limit) at most"
                return DueWork(
                    ticket: ticket, reason: reason, edits: [.moving(to: then)], note: "\(reason).",
                    trailers: [(RunMarks.occasionKey, "\(ticket.id) \(limit.occasion)")])
            })
    }
}

/// Brings postponed tickets back when their `wake` has come, to the status that `then` names.
struct WakeStep: RunStep {
    let rule = "wake"

    func due(in desk: RunDesk) throws(WorkspaceError) -> DueWorkList {
        let followed = desk.configuration.workflow.statuses.filter { $0.then != nil && $0.phase == .waiting }
        var work: [DueWork] = []
        for ticket in desk.tickets(inStatus: followed.map(\.name)) {
            guard let wake = ticket.instant(.wake), wake <= desk.now,
                let then = desk.configuration.workflow.status(ticket.status)?.then
            else { continue }
            let occasion = "wake \(wake.formatted())"
            // What somebody took back stays so.
            guard try desk.marks.commit(of: rule, for: occasion, in: desk.life(of: ticket.id)) == nil else {
                continue
            }
            let reason = "postponed until \(TimeText.local(wake, in: desk.configuration.zone))"
            var edit = TicketEdit.moving(to: then)
            edit.assignments.append(Assignment(name: FieldName.wake.rawValue, operation: .set, value: ""))
            work.append(
                DueWork(
                    ticket: ticket, reason: reason, edits: [edit], note: "\(reason).",
                    trailers: [(RunMarks.occasionKey, "\(ticket.id) \(occasion)")]))
        }
        return .work(work)
    }
}

/// Gives tickets away that nobody has, where `give:` of `distribution.yml` says which.
struct GiveStep: RunStep {
    let rule = "give"

    func due(in desk: RunDesk) throws(WorkspaceError) -> DueWorkList {
        let definition = desk.configuration.distribution
        guard let text = definition.give, let query = try? Query.parse(text, configuration: desk.configuration) else {
            return .work([])
        }
        let all = desk.tickets(matching: query, in: desk.context()).filter { $0.assignee == nil }
        // A ticket that somebody edits cannot be given away, and must not take somebody's room.
        let edited = all.isEmpty ? [] : try desk.workspace.uncommittedTickets()
        let waiting = all.filter { !edited.contains($0.path) }
        var (work, passed): ([DueWork], [RunDecision]) = ([], [])
        for (place, ticket) in desk.inLine(waiting).enumerated() {
            switch desk.distributor.choose(for: ticket) {
            case .person(let handle, let reason):
                let assign = Assignment(name: FieldName.assignee.rawValue, operation: .set, value: handle)
                work.append(
                    DueWork(
                        ticket: ticket, reason: reason, edits: [TicketEdit(assignments: [assign])], note: reason,
                        trailers: []))
            case .waits(let reason):
                passed.append(
                    RunDecision(ticket: ticket.id, reason: "number \(place + 1) in line", verdict: "waits: \(reason)"))
            }
        }
        return .work(work, passed: passed)
    }
}

extension StatusLimit {
    /// What tells this stay from every other.
    var occasion: String { "\(status) since \(enteredAt.formatted())" }
}

extension TicketEdit {
    static func moving(to status: String) -> TicketEdit {
        TicketEdit(assignments: [Assignment(name: FieldName.status.rawValue, operation: .set, value: status)])
    }
}

extension RunDesk {
    /// The tickets in some statuses, in the order of their ids.
    func tickets(inStatus names: [String]) -> [Ticket] {
        guard !names.isEmpty else { return [] }
        let isClosed = names.contains { configuration.workflow.phase(of: $0) == .closed }
        let wanted = Set(names.map { FoldedText($0) })
        return (isClosed ? tickets : unfinished).filter { wanted.contains(FoldedText($0.status)) }
    }

    /// Tickets in the order in which they are given away.
    func inLine(_ tickets: [Ticket]) -> [Ticket] {
        guard let order = try? SortOrder.parse(configuration.distribution.line, configuration) else { return tickets }
        return order.sorted(tickets, in: context())
    }
}
