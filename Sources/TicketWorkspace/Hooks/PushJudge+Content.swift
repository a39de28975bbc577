internal import GitStore
internal import TicketModel
internal import TicketText
internal import Workflow

// What a commit changes, against its first parent; a merge against what its sides come to by themselves.

extension PushJudge {
    /// A file that a commit writes itself, with what was there before.
    private struct OwnChange {
        var path: [UInt8]
        var before: [UInt8]?
        var after: [UInt8]?
    }

    /// Judges what a commit does to rules and tickets.
    func judgeContent(of commit: CommitRecord) throws(WorkspaceError) {
        try judgeStructure(from: commit.parents.first, to: commit.id, commit: commit)
        guard rules != nil else { return }
        let own = try asking { () throws(GitError) in
            try commit.parents.count < 2 ? plainChanges(commit) : mergedChanges(commit)
        }
        judgeRules(own.map(\.path), of: commit)
        for var finding in rules.map({ desk.folderFindings(own.map(\.path), by: author(of: commit), $0) }) ?? [] {
            finding.commit = commit.id.shortHex
            report(finding)
        }
        let tickets = own.filter { desk.isTicket(RepositoryPath($0.path)) }
        try judgeTickets(tickets, of: commit)
    }

    private func isWanted(_ path: [UInt8]) -> Bool {
        Self.isRule(path) || desk.isTicket(RepositoryPath(path))
            || rules?.folderRights.contains { RepositoryPath(path).isInside($0.folder) } ?? false
    }

    private func plainChanges(_ commit: CommitRecord) throws(GitError) -> [OwnChange] {
        var result: [OwnChange] = []
        for change in try desk.repository.changes(from: commit.parents.first, to: commit.tree, where: isWanted) {
            guard change.oldID != change.newID || change.oldMode != change.newMode else { continue }
            result.append(
                OwnChange(
                    path: change.path, before: try blob(change.oldID, change.oldMode),
                    after: try blob(change.newID, change.newMode)))
        }
        return result
    }

    private func blob(_ id: ObjectID?, _ mode: FileMode?) throws(GitError) -> [UInt8]? {
        guard let id, let mode, mode.isFile else { return nil }
        return try desk.repository.blob(id)
    }

    /// What a merge does beyond its sides: nothing where a file is as one side left it and the other did not touch it, or
    /// as the merge by fields makes it of both. Dropping what a side did is a change, too.
    private func mergedChanges(_ commit: CommitRecord) throws(GitError) -> [OwnChange] {
        let (ours, theirs) = (commit.parents[0], commit.parents[1])
        let base = try desk.repository.mergeBase(ours, theirs)
        var paths: Set<[UInt8]> = []
        for parent in commit.parents {
            paths.formUnion(try desk.repository.changes(from: parent, to: commit.tree, where: isWanted).map(\.path))
        }
        var result: [OwnChange] = []
        let kept = try isOfProtectedBranch(theirs) ? theirs : ours
        for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let sides = MergedFile(
                base: try file(path, base), ours: try file(path, ours), theirs: try file(path, theirs))
            let made = try file(path, commit.tree)
            if sides.isSettled, made == sides.outcome { continue }
            var before = try bytes(sides.outcome)
            if !sides.isSettled {
                let (made, other) = (try merged(sides, at: path), try bytes(file(path, kept)))
                before = made ?? other
            }
            let after = try bytes(made)
            if before != after || made?.mode.isFile == false {
                result.append(OwnChange(path: path, before: before, after: after))
            }
        }
        return result
    }

    /// One file at the three corners of a merge.
    private struct MergedFile {
        var base: TreeFile?
        var ours: TreeFile?
        var theirs: TreeFile?

        /// Whether at most one side changed it, or both alike.
        var isSettled: Bool { ours == theirs || base == theirs || base == ours }
        /// What it then comes to; nil where it is gone.
        var outcome: TreeFile? { ours == theirs || base == theirs ? ours : theirs }
    }

    /// What the merge by fields makes of two sides that both changed; nil where they conflict.
    private func merged(_ sides: MergedFile, at path: [UInt8]) throws(GitError) -> [UInt8]? {
        guard let ours = try bytes(sides.ours), let theirs = try bytes(sides.theirs) else { return nil }
        let merge = TicketMerge(configuration: rules ?? desk.configuration)
        let result = merge.merge(
            base: try bytes(sides.base), ours: ours, theirs: theirs, path: RepositoryPath(path))
        return result.conflicts.isEmpty ? result.bytes : nil
    }

    /// A conflict is settled against what the protected branch has, whichever parent that is.
    private func isOfProtectedBranch(_ parent: ObjectID) throws(GitError) -> Bool {
        guard let tip else { return false }
        return try desk.repository.isAncestor(parent, of: tip)
    }

    private func file(_ path: [UInt8], _ tree: ObjectID?) throws(GitError) -> TreeFile? {
        guard let tree, let found = try desk.repository.entry(at: path, in: tree), found.mode != .folder else {
            return nil
        }
        return found
    }

    /// The bytes of a regular file; a link or another repository has none.
    private func bytes(_ file: TreeFile?) throws(GitError) -> [UInt8]? {
        guard let file, file.mode.isFile else { return nil }
        return try desk.repository.blob(file.id)
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
            $0.severity == .error && !old.contains([$0.rule, $0.message, $0.location?.path.description ?? ""])
        }
        if try desk.isUndo(commit) { found.removeAll { Workspace.rulesOfMoves.contains($0.rule) } }
        found += entryFindings(steps, by: actor, rules)
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
        var before = Dictionary(tickets(\.before).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let after = tickets(\.after)
        Ticket.followNewIDs(&before, after)
        return after.flatMap { ticket -> [Diagnostic] in
            let old = before[ticket.id]
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
