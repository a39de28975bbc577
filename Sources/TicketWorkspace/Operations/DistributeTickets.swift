package import TicketIndex
package import TicketModel

/// What giving tickets away came to.
package struct DistributionOutcome: Sendable {
    package var result: ChangeResult
    /// For each ticket who got it and why, or why nobody did, in the order of the line.
    package var reasons: [(ticket: TicketID, reason: String)]
}

extension Workspace {
    /// The query for tickets that `assign --auto` without names gives away.
    package var waitingForSomebody: String {
        configuration.distribution.give.map { "(\($0)) assignee:none" } ?? "phase:open assignee:none"
    }

    /// Gives tickets away in the order of the line, by `distribution.yml`, in one commit.
    ///
    /// - Parameters:
    ///   - again: Whether tickets that somebody has go to somebody else; otherwise they stay.
    ///   - note: An internal note for whoever gets one.
    package func distribute(
        _ tickets: [Ticket], in snapshot: IndexSnapshot, again: Bool, note: String?, options: WriteOptions
    ) throws(WorkspaceError) -> DistributionOutcome {
        guard configuration.people?.people.contains(where: \.takesTickets) == true else {
            throw WorkspaceError(
                .refused, "distribution.nobody", "nobody in .tick/people.yml has the role agent",
                hint: "give roles: [agent] to whoever answers")
        }
        let desk = RunDesk(
            workspace: self, configuration: configuration, history: try history(), reference: "HEAD",
            tickets: snapshot.tickets, ticket: snapshot.ticket, lookup: snapshot.lookup, statusesInUse: { [] })
        var (chosen, reasons): ([(Ticket, String)], [(ticket: TicketID, reason: String)]) = ([], [])
        for ticket in desk.inLine(tickets) {
            if !again, let assignee = ticket.assignee {
                reasons.append((ticket.id, "stays with \(assignee)"))
                continue
            }
            let current = ticket.assignee.map { configuration.people?.person($0)?.handle ?? $0 }
            switch desk.distributor.choose(for: ticket, excluding: current.map { [$0] } ?? []) {
            case .person(let handle, let reason):
                chosen.append((ticket, handle))
                reasons.append((ticket.id, "\(handle): \(reason)"))
            case .waits(let reason): reasons.append((ticket.id, "waits in line: \(reason)"))
            }
        }
        let result = try change(options) { session throws(WorkspaceError) in
            var plan = ChangePlan()
            if chosen.count > 8 { try session.lookAtAllFiles(opening: chosen.map(\.0)) }
            for (ticket, handle) in chosen {
                // Whoever took it meanwhile keeps it.
                let now = try session.open(ticket).ticket ?? ticket
                if now.assignee != ticket.assignee {
                    let reason = "\(now.assignee ?? "nobody") has it by now"
                    for index in reasons.indices where reasons[index].ticket == ticket.id {
                        reasons[index].reason = reason
                    }
                    continue
                }
                let assign = Assignment(name: FieldName.assignee.rawValue, operation: .set, value: handle)
                let edit = TicketEdit(
                    assignments: [assign], entry: note.map { TicketEdit.EntryDraft(verb: .noted, text: $0) })
                let own = try self.plan([ticket], edit, in: session, lookup: snapshot.lookup)
                plan.files += own.files
                plan.tickets += own.tickets
            }
            let words = reasons.map { "\($0.ticket): \($0.reason)" }.joined(separator: "\n")
            plan.message = CommitMessage.describe(plan.tickets) + "\n\n" + words
            return plan
        }
        return DistributionOutcome(result: result, reasons: reasons)
    }
}
