internal import GitStore
internal import TicketModel

extension Workspace {
    /// Returns what `A..B` does to tickets and rules, from the commit at which both parted.
    package func review(_ range: String) async throws(WorkspaceError) -> Review {
        let (left, tip) = try resolve(range)
        let (base, commits) = try asking { () throws(GitError) in
            let base = try left.flatMap { id throws(GitError) in try repository.mergeBase(id, tip) }
            return (base, try repository.historyIDs(from: [tip], hiding: left.map { [$0] } ?? []))
        }
        let found = try await check(.pushed(tip: tip, known: [left].compactMap(\.self))).findings
        let before = try base.map { id throws(WorkspaceError) in try clocks(at: id) }
        let after = try clocks(at: tip)
        let moves = try statusChanges(in: Set(commits), of: tip)
        let deltas = try deltas(from: base, to: tip)
        let tickets = deltas.map { delta in
            TicketReview(
                delta: delta, findings: found.filter { $0.ticket == delta.ticket },
                clocksBefore: delta.before.flatMap { before?.clocks(of: $0) },
                clocksAfter: delta.after.map { after.clocks(of: $0) }, statusChanges: moves[delta.ticket] ?? [])
        }
        let shown = Set(deltas.map(\.ticket))
        return Review(
            base: base, tip: tip, commitCount: commits.count, tickets: tickets, rules: try changedRules(base, tip),
            otherFindings: found.filter { finding in finding.ticket.map { !shown.contains($0) } ?? true })
    }

    /// The clocks as they stand now if history ends at a commit, by that commit's policies.
    private func clocks(at commit: ObjectID) throws(WorkspaceError) -> DeskClocks {
        let rules = try configuration(of: commit) ?? configuration
        return DeskClocks(history: try history(commit.hex), configuration: rules, now: now, zones: surroundings.zones)
    }

    private func statusChanges(
        in commits: Set<ObjectID>, of tip: ObjectID
    ) throws(WorkspaceError) -> [TicketID: [TicketReview.StatusChange]] {
        var result: [TicketID: [TicketReview.StatusChange]] = [:]
        for event in try history(tip.hex).events where commits.contains(event.commit) && event.kind == .changed {
            guard let change = event.changes.first(where: { $0.field == .status }) else { continue }
            result[event.ticket, default: []].append(
                TicketReview.StatusChange(
                    commit: event.commit, at: event.at, from: change.from?.texts.first ?? "",
                    to: change.to?.texts.first ?? ""))
        }
        return result
    }

    private func changedRules(_ base: ObjectID?, _ tip: ObjectID) throws(WorkspaceError) -> [RepositoryPath] {
        try asking { () throws(GitError) in
            try repository.changes(from: base, to: tip) { RepositoryPath($0).isInside(".tick") }
                .map { RepositoryPath($0.path) }
        }
    }
}
