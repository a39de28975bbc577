internal import GitStore
internal import TicketModel
internal import TicketText
internal import Workflow

extension PushJudge {
    /// Judges what a commit does to rules and tickets.
    func judgeContent(of commit: CommitRecord) throws(WorkspaceError) {
        try judgeStructure(from: commit.parents.first, to: commit.id, commit: commit)
        guard rules != nil else { return }
        let own = try asking { () throws(GitError) in
            try OwnChanges(desk: desk, configuration: rules ?? desk.configuration, keepsSecond: keepsSecond)
                .find(in: commit)
        }
        judgeRules(own.map(\.path), of: commit)
        for var finding in rules.map({ desk.folderFindings(own.map(\.path), by: author(of: commit), $0) }) ?? [] {
            finding.commit = commit.id.shortHex
            report(finding)
        }
        let tickets = own.filter { desk.isTicket(RepositoryPath($0.path)) }
        try judgeTickets(tickets, of: commit)
    }

    /// Conflicts of a merge are held against the side that has more of the protected branch.
    private func keepsSecond(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> Bool {
        guard let tip, let theirs = try desk.repository.mergeBase(second, tip) else { return false }
        guard let ours = try desk.repository.mergeBase(first, tip) else { return true }
        guard ours != theirs else { return false }
        return try desk.repository.isAncestor(ours, of: theirs)
    }

    // MARK: Tickets

    /// Refuses what the commit is to blame for; what was wrong with a ticket before does not stand in the way.
    private func judgeTickets(_ own: [OwnChange], of commit: CommitRecord) throws(WorkspaceError) {
        guard let rules, !own.isEmpty else { return }
        let actor = author(of: commit)
        let steps = own.map { CheckedStep(path: RepositoryPath($0.path), before: $0.before, after: $0.after) }
        var report = CheckReport(findings: [], ticketCount: 0)
        try desk.check(steps, judgedBy: rules, by: actor, into: &report)
        var known = CheckReport(findings: [], ticketCount: 0)
        let unchanged = steps.map { CheckedStep(path: $0.path, before: $0.before, after: $0.before) }
        try desk.check(unchanged, judgedBy: rules, by: actor, into: &known)
        let old = Set(known.findings.map { [$0.rule, $0.message, $0.location?.path.description ?? ""] })
        var found = RuleCatalog.merged(report.findings, overrides: rules.ruleSeverities).filter {
            // Whoever may not change a file of a folder may not do so however it was before.
            $0.severity == .error
                && ($0.rule == "folder-role"
                    || !old.contains([$0.rule, $0.message, $0.location?.path.description ?? ""]))
        }
        let exempt = try desk.rulesNotHeld(against: commit, by: actor, rules)
        found.removeAll { exempt.contains($0.rule) }
        found += entryFindings(steps, by: actor, rules)
        found += try secondFiles(steps, of: commit, rules)
        for var finding in found {
            finding.commit = commit.id.shortHex
            self.report(finding)
        }
    }

    /// Refuses other texts for what somebody else said, and what is dated long before it comes.
    private func entryFindings(_ steps: [CheckedStep], by actor: Actor, _ rules: Configuration) -> [Diagnostic] {
        let reader = TicketReader(configuration: rules)
        func tickets(_ bytes: (CheckedStep) -> [UInt8]?) -> [Ticket] {
            steps.compactMap { step in
                bytes(step).flatMap { reader.read(SourceText(path: step.path, bytes: $0)).ticket }
            }
        }
        let after = tickets(\.after)
        let pairs = TicketPairs(before: tickets(\.before), after: after)
        return after.flatMap { ticket -> [Diagnostic] in
            let old = pairs.base(of: ticket)
            let matching = old.map { EntryMatching(before: $0, after: ticket) }
            let added = matching?.added ?? ticket.entries
            let late = old == nil ? [] : added.compactMap { backdated($0, in: ticket) }
            guard let old, let matching, !mayMend(actor) else { return late }
            return late + mended(old, ticket, matching, actor, rules)
        }
    }

    private func backdated(_ entry: Entry, in ticket: Ticket) -> Diagnostic? {
        guard entry.verb != .wrote, let instant = entry.instant, instant < desk.now - settings.backdateSeconds else {
            return nil
        }
        return Diagnostic(
            rule: "push-date", message: "the entry is dated \(local(instant)), earlier than this server takes",
            hint: allowance, location: ticket.source?.location(of: entry.headingRange), ticket: ticket.id)
    }

    /// A lead or an admin may take a password out of what somebody else wrote.
    private func mayMend(_ actor: Actor) -> Bool {
        rules?.people == nil || actor.roles.contains { ["admin", "lead"].contains(FoldedText($0).string) }
    }

    private func mended(
        _ old: Ticket, _ new: Ticket, _ matching: EntryMatching, _ actor: Actor, _ rules: Configuration
    ) -> [Diagnostic] {
        let kept = old.entries.filter { entry in !matching.removed.contains { $0.index == entry.index } }
        let stayed = new.entries.filter { entry in !matching.added.contains { $0.index == entry.index } }
        return stayed.compactMap { entry in
            guard let person = entry.person, !rules.isSamePerson(person, actor.reference),
                !rules.isSamePerson(person, actor.email),
                let other = kept.first(where: {
                    $0.verb == entry.verb && $0.instant == entry.instant && $0.person == entry.person
                }),
                !kept.contains(where: {
                    $0.verb == other.verb && $0.instant == other.instant
                        && $0.person == other.person && $0.textDigest == entry.textDigest
                })
            else { return nil }
            return Diagnostic(
                rule: "push-entry", message: "\(actor.reference) may not change what \(person) said",
                hint: "answer in an entry of your own, or ask a lead",
                location: new.source?.location(of: entry.headingRange),
                ticket: new.id)
        }
    }
}
