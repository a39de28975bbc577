import GitStore
import TicketIndex
import TicketModel
import TicketText
import Workflow

/// One version of a ticket's file against the one before it.
struct CheckedStep {
    var path: RepositoryPath
    var before: [UInt8]?
    var after: [UInt8]?
}

extension Workspace {
    /// What is wrong with the desk itself: its configuration, templates and announcements.
    private func deskDiagnostics() -> [Diagnostic] {
        configurationDiagnostics + Self.templateDiagnostics(configuration) + announcements().diagnostics
    }

    /// Finds every problem in `scope`. The configuration of the working tree is always looked at.
    package func check(_ scope: CheckScope) async throws(WorkspaceError) -> CheckReport {
        let snapshot = await snapshot()
        var report = CheckReport(findings: [], ticketCount: 0)
        switch scope {
        case .workingTree(let paths):
            report.findings += deskDiagnostics()
            report.findings += try articleDiagnostics(changedIn: paths)
            let steps = try workingTreeSteps(paths)
            try check(steps, judgedBy: headConfiguration(), by: actor, into: &report)
            let looked = Set(steps.map(\.path))
            report.findings += circles(in: snapshot, among: looked)
            report.findings += snapshot.diagnostics.filter {
                $0.rule == "duplicate-id" && $0.location.map { looked.contains($0.path) } ?? false
            }
        case .staged:
            try checkStaged(into: &report)
        case .range(let range):
            try check(range: range, into: &report)
        case .pushed(let tip, let known):
            let commits = try asking { () throws(GitError) in
                try repository.history(from: [tip], hiding: known.filter { repository.contains($0) })
            }
            for commit in commits { try check(commit, into: &report) }
        case .all:
            report.findings += deskDiagnostics() + articleDiagnostics() + snapshot.diagnostics
            report.findings += LinkCircles.find(in: snapshot)
            try check(try workingTreeSteps([]), judgedBy: headConfiguration(), by: actor, into: &report)
            for ticket in snapshot.tickets { report.findings += findings(in: ticket, base: nil) }
            report.ticketCount = snapshot.tickets.count
        }
        report.findings = Self.tidied(report.findings, configuration)
        return report
    }

    /// The circles of links through tickets whose files are looked at.
    private func circles(in snapshot: IndexSnapshot, among paths: Set<RepositoryPath>) -> [Diagnostic] {
        let tickets = snapshot.tickets.filter { paths.contains($0.path) }
        return tickets.isEmpty ? [] : LinkCircles.find(in: snapshot, touching: Set(tickets.map(\.id)))
    }

    private static func tidied(_ findings: [Diagnostic], _ configuration: Configuration) -> [Diagnostic] {
        RuleCatalog.merged(findings, overrides: configuration.ruleSeverities)
    }

    private func headConfiguration() throws(WorkspaceError) -> Configuration {
        let head = try asking { () throws(GitError) in try repository.head() }
        return try configuration(of: head.commit) ?? configuration
    }
}

// MARK: - Where the versions come from

extension Workspace {
    private func workingTreeSteps(_ paths: [RepositoryPath]) throws(WorkspaceError) -> [CheckedStep] {
        let session = try? session(WriteOptions())
        var steps: [CheckedStep] = []
        for path in try conflictedAndChangedTickets(in: paths) {
            let before = try session?.committedBytes(at: path)
            let after = try? files.bytes(of: path, limit: configuration.fileSizeLimit)
            steps.append(CheckedStep(path: path, before: before ?? nil, after: after))
        }
        // Files that are named are looked at even where nothing changed.
        guard !paths.isEmpty else { return steps }
        let changed = Set(steps.map(\.path))
        for path in TicketFiles.find(in: files, globs: configuration.ticketGlobs).paths
        where !changed.contains(path) && paths.contains(where: { path == $0 || path.isInside($0) }) {
            let bytes = try? files.bytes(of: path, limit: configuration.fileSizeLimit)
            steps.append(CheckedStep(path: path, before: bytes, after: bytes))
        }
        return steps
    }

    /// The paths of tickets on disk that a check of the working tree looks at.
    func workingTreePaths(_ paths: [RepositoryPath]) throws(WorkspaceError) -> [RepositoryPath] {
        try workingTreeSteps(paths).filter { $0.after != nil }.map(\.path)
    }

    func isTicket(_ path: RepositoryPath) -> Bool {
        configuration.ticketGlobs.contains { (try? Glob($0, .path))?.matches(path.bytes) ?? false }
    }

    private func conflictedAndChangedTickets(in paths: [RepositoryPath]) throws(WorkspaceError) -> [RepositoryPath] {
        try asking { () throws(GitError) in try repository.status(in: paths.map(\.bytes)) }
            .map { RepositoryPath($0.path) }.filter(isTicket)
    }

    private func checkStaged(into report: inout CheckReport) throws(WorkspaceError) {
        let head = try asking { () throws(GitError) in try repository.head() }
        let staged = try asking { () throws(GitError) in
            try repository.status().filter { $0.staged != nil || $0.isConflicted }.map(\.path)
        }
        let wanted = Set(staged)
        let entries = try asking { () throws(GitError) in try repository.stagedEntries { wanted.contains($0) } }
        var steps: [CheckedStep] = []
        var (sources, articles): ([SourceText], [SourceText]) = ([], [])
        for path in staged {
            let entry = entries.first { $0.path == path && $0.stage == 0 }
            let after = try entry.map { entry throws(WorkspaceError) in
                try asking { () throws(GitError) in try repository.blob(entry.id) }
            }
            let key = RepositoryPath(path)
            if DeskFiles.isConfiguration(key), let after { sources.append(SourceText(path: key, bytes: after)) }
            if Article.isArticle(key, in: configuration.articleFolder), let after {
                articles.append(SourceText(path: key, bytes: after))
            }
            guard isTicket(key) else { continue }
            steps.append(CheckedStep(path: key, before: try blob(at: path, in: head.commit), after: after))
        }
        report.findings += configurationFindings(sources) + articleDiagnostics(staged: articles)
        report.findings += try folderFindings(staged, by: actor ?? .nobody, headConfiguration())
        report.findings += circles(staged: steps)
        try check(steps, judgedBy: headConfiguration(), by: actor, into: &report)
    }

    /// Files that are no tickets, in folders that are for others; the judge of tickets speaks for those.
    func folderFindings(_ paths: [[UInt8]], by actor: Actor, _ rules: Configuration) -> [Diagnostic] {
        guard !rules.folderRights.isEmpty else { return [] }
        let judge = ChangeJudge(configuration: rules)
        return paths.map { RepositoryPath($0) }.filter { !isTicket($0) }.compactMap { judge.judgeFile($0, by: actor) }
    }

    /// Configuration files by themselves, in the company of those on disk that did not change.
    private func configurationFindings(_ sources: [SourceText]) -> [Diagnostic] {
        guard !sources.isEmpty else { return [] }
        let changed = Set(sources.map(\.path))
        let others = DeskFiles.configuration(in: files).sources.filter { !changed.contains($0.path) }
        let read = ConfigurationReader(zones: surroundings.zones).read(sources + others)
        return
            (read.diagnostics + QueryDiagnostics.find(in: read.configuration)
            + Self.templateDiagnostics(read.configuration))
            .filter { $0.location.map { changed.contains($0.path) } ?? true }
    }

    private func blob(at path: [UInt8], in commit: ObjectID?) throws(WorkspaceError) -> [UInt8]? {
        guard let commit else { return nil }
        return try asking { () throws(GitError) in
            guard let entry = try repository.entry(at: path, in: commit), entry.mode.isFile else { return nil }
            return try repository.blob(entry.id)
        }
    }

    private func check(range: String, into report: inout CheckReport) throws(WorkspaceError) {
        let commits: [CommitRecord]
        do {
            let (base, tip) = try repository.resolveRange(range)
            commits = try repository.history(from: [tip], hiding: base.map { [$0] } ?? [])
        } catch {
            throw WorkspaceError(
                .usage, "range.unknown",
                error.message.contains("is not a range")
                    ? error.message : "\(range) is no range of commits: \(error.message)",
                hint: "write it like main..HEAD")
        }
        for commit in commits { try check(commit, into: &report) }
    }

    private func check(_ commit: CommitRecord, into report: inout CheckReport) throws(WorkspaceError) {
        let rules = try configuration(of: commit.parents.first) ?? configuration
        let changes = try asking { () throws(GitError) in
            try OwnChanges(desk: self, configuration: rules).find(in: commit)
        }
        let steps = changes.filter { isTicket(RepositoryPath($0.path)) && $0.before != $0.after }.map {
            CheckedStep(path: RepositoryPath($0.path), before: $0.before, after: $0.after)
        }
        var part = CheckReport(findings: [], ticketCount: 0)
        if changes.contains(where: { DeskFiles.isConfiguration(RepositoryPath($0.path)) }) {
            part.findings += try readConfiguration(of: commit.id)?.diagnostics ?? []
        }
        let author = rules.actor(name: commit.author.name, email: commit.author.email)
        part.findings += folderFindings(changes.map(\.path), by: author, rules)
        try check(steps, judgedBy: rules, by: author, into: &part)
        let exempt = try rulesNotHeld(against: commit, by: author, rules)
        part.findings.removeAll { exempt.contains($0.rule) }
        for index in part.findings.indices { part.findings[index].commit = commit.id.shortHex }
        report.findings += part.findings
        report.ticketCount += part.ticketCount
    }

    /// The rules that a commit need not keep because it takes an earlier one back exactly.
    ///
    /// Going back needs no transition. Taking back what somebody else did needs the rights that doing it by hand would need.
    func rulesNotHeld(
        against commit: CommitRecord, by actor: Actor, _ rules: Configuration
    ) throws(WorkspaceError) -> Set<String> {
        guard let undone = try undoneCommit(of: commit) else { return [] }
        return Self.rulesNotHeld(undoing: undone, by: actor, rules)
    }

    static func rulesNotHeld(undoing commit: CommitRecord, by actor: Actor, _ rules: Configuration) -> Set<String> {
        let author = rules.actor(name: commit.author.name, email: commit.author.email)
        let isOwn = rules.isSamePerson(author.reference, actor.reference)
        let leads = actor.roles.contains { ["admin", "lead"].contains(FoldedText($0).string) }
        return isOwn || leads || rules.people == nil ? rulesOfMoves : ["transition", "transition-requires"]
    }

    /// The earlier commit that a commit says it takes back, if it does so exactly.
    private func undoneCommit(of commit: CommitRecord) throws(WorkspaceError) -> CommitRecord? {
        guard let parent = commit.parents.first,
            let id = Self.undoneCommit(in: commit.messageText).flatMap({ ObjectID(hex: $0) })
        else { return nil }
        let isEarlier = try asking { () throws(GitError) in
            guard repository.contains(id) else { return false }
            if id == parent { return true }
            return try repository.isAncestor(id, of: parent)
        }
        guard isEarlier, let undone = try? asking({ () throws(GitError) in try repository.commit(id) }),
            let before = undone.parents.first
        else { return nil }
        let made = try deltas(from: before, to: undone.id)
        let isExact = try deltas(from: parent, to: commit.id).allSatisfy { delta in
            made.first { $0.ticket == delta.ticket }.map(delta.isInverse) ?? false
        }
        return isExact ? undone : nil
    }
}

// MARK: - Judging

extension Workspace {
    func check(
        _ steps: [CheckedStep], judgedBy rules: Configuration, by actor: Actor?, into report: inout CheckReport
    ) throws(WorkspaceError) {
        let reader = TicketReader(configuration: configuration)
        let judge = ChangeJudge(configuration: rules)
        let before = steps.compactMap { step in
            step.before.flatMap { reader.read(SourceText(path: step.path, bytes: $0)).ticket }
        }
        var read: [(source: SourceText, result: TicketReader.Result)] = []
        for step in steps {
            guard let bytes = step.after else { continue }
            let source = SourceText(path: step.path, bytes: bytes)
            read.append((source, reader.read(source)))
        }
        let pairs = TicketPairs(before: before, after: read.compactMap(\.result.ticket))
        for (source, result) in read {
            report.ticketCount += 1
            guard let ticket = result.ticket else {
                report.findings += RuleCatalog.findings(inUnreadable: source, reported: result.diagnostics)
                continue
            }
            let base = pairs.base(of: ticket)
            report.findings += findings(in: ticket, base: base)
            report.findings += missingFindings(result.document)
            let change = TicketChange(before: base, after: ticket, actor: actor ?? .nobody, at: now)
            report.findings += judge.judge(change)
        }
        // A file that is there and cannot be read was broken, not removed.
        let broken = Set(read.filter { $0.result.ticket == nil }.map(\.source.path))
        for ticket in pairs.removed where !broken.contains(ticket.path) {
            report.findings += judge.judge(TicketChange(before: ticket, after: nil, actor: actor ?? .nobody, at: now))
        }
    }

    /// A missing id is only a finding where the desk's own format is used; the file's name serves until then.
    private func missingFindings(_ document: TicketDocument?) -> [Diagnostic] {
        guard let document, TicketFixes(configuration: configuration, random: surroundings.random).needsID(document)
        else {
            return []
        }
        return [
            Diagnostic(
                rule: "id", severity: .warning, message: "the ticket has no id; its file's name stands in for it",
                hint: "tick check --fix writes one in", location: document.source.location(of: SourceRange(0, 3)))
        ]
    }
}

extension Actor {
    /// Somebody whom git does not know: no roles.
    static let nobody = Actor(name: "", email: "")
}
