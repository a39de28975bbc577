import GitStore
import ServiceLevels
import TicketIndex
import TicketModel

/// What time does that starts a rule: limits that run out, clocks, times of the week.
struct RuleMoments {
    let step: RuleStep
    let desk: RunDesk

    func occasions(_ passed: inout [RunDecision]) throws(WorkspaceError) -> [RuleStep.Occasion] {
        var found: [RuleStep.Occasion] = []
        for trigger in step.definition.triggers {
            let candidates: [RuleStep.Occasion]
            switch trigger {
            case .limit(let names, let before): candidates = limits(names, before)
            case .clock(let isBreached, let targets): candidates = clocks(isBreached, targets)
            case .schedule(let schedule): candidates = try scheduled(schedule)
            default: continue
            }
            for occasion in candidates {
                if let verdict = try step.verdict(on: occasion, desk) {
                    passed.append(
                        RunDecision(ticket: occasion.ticket.id, reason: occasion.reason, verdict: verdict))
                } else {
                    found.append(occasion)
                }
            }
        }
        return found
    }

    private func limits(_ names: [String], _ before: WorkDuration?) -> [RuleStep.Occasion] {
        let limited = desk.configuration.workflow.statuses.filter { status in
            status.limit != nil && (names.isEmpty || names.contains(status.name))
        }
        let tickets = matching(desk.tickets(inStatus: limited.map(\.name)))
        desk.table.prepareWaiting(tickets)
        return tickets.compactMap { ticket in
            guard let limit = desk.table.standing(of: ticket).limit, limit.leftAt == nil, limit.state != .unknown else {
                return nil
            }
            if let before {
                guard limit.brokenAt == nil, desk.clocks.hasLess(than: before, of: limit) else { return nil }
            } else if limit.brokenAt == nil {
                return nil
            }
            let since = TimeText.local(limit.enteredAt, in: desk.configuration.zone)
            let reason = "\(limit.status) since \(since), \(limit.limit) at most"
            let warned = before.map { ", \($0) before" } ?? ""
            return RuleStep.Occasion(
                ticket: ticket, text: limit.occasion + warned, reason: reason)
        }
    }

    private func clocks(_ isBreached: Bool, _ targets: [TargetKind]) -> [RuleStep.Occasion] {
        guard !desk.configuration.serviceLevels.policies.isEmpty else { return [] }
        let tickets = matching(
            desk.unfinished.filter { desk.configuration.workflow.phase(of: $0.status) != .resolved })
        desk.table.prepareWaiting(tickets)
        let wanted: ClockState = isBreached ? .breached : .atRisk
        return tickets.flatMap { ticket -> [RuleStep.Occasion] in
            let clocks = desk.table.standing(of: ticket).clocks.clocks
            return clocks.filter { $0.state == wanted && (targets.isEmpty || targets.contains($0.target)) }.map {
                clock in
                let due = clock.due.map { TimeText.local($0, in: desk.configuration.zone) }
                return RuleStep.Occasion(
                    ticket: ticket,
                    text: "sla \(clock.target.rawValue) \(clock.startedAt.formatted()) \(wanted.rawValue)",
                    reason: "\(clock.target.rawValue) \(wanted.rawValue)" + (due.map { ", due \($0)" } ?? ""))
            }
        }
    }

    private func scheduled(_ schedule: RuleSchedule) throws(WorkspaceError) -> [RuleStep.Occasion] {
        guard let moment = schedule.last(notAfter: desk.now, in: desk.configuration.zone),
            try desk.wasInForce(step.definition, at: moment)
        else { return [] }
        let context = desk.context(at: moment)
        let tickets = step.condition.map { desk.tickets(matching: $0, in: context) } ?? desk.tickets
        let words = TimeText.local(moment, in: desk.configuration.zone)
        return tickets.filter { $0.created.map { $0 <= moment } ?? true }.map { ticket in
            RuleStep.Occasion(ticket: ticket, text: "schedule \(moment.formatted())", reason: "it is \(words)")
        }
    }

    private func matching(_ tickets: [Ticket]) -> [Ticket] {
        guard let condition = step.condition else { return tickets }
        return condition.filter(tickets, in: desk.context())
    }
}

extension DeskClocks {
    /// Whether less than a working time is left of a limit that still runs.
    func hasLess(than duration: WorkDuration, of limit: StatusLimit) -> Bool {
        guard let due = limit.due else { return false }
        let calendar = limit.policyIndex.map { policies[$0].calendar } ?? deskCalendar
        return calendar.due(from: now, within: duration).map { $0 >= due } ?? false
    }
}

extension RunDesk {
    /// Whether a rule was in force at a moment: in what the branch had then.
    func wasInForce(_ rule: RuleDefinition, at moment: Instant) throws(WorkspaceError) -> Bool {
        let commit = try asking { () throws(GitError) -> ObjectID? in
            var next = try workspace.repository.head().commit
            while let id = next {
                let record = try workspace.repository.commit(id)
                if record.committer.secondsSinceEpoch <= moment.secondsSinceEpoch { return id }
                next = record.parents.first
            }
            return nil
        }
        guard let commit else { return false }
        return try isInForce(rule, at: commit)
    }
}
