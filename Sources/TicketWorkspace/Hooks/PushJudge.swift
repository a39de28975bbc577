internal import GitStore
package import TicketModel
internal import TicketText
internal import Workflow

/// Judges what a push brings to a bare repository, before any ref moves.
///
///     the rules            .tick/ at the protected branch's old tip; nothing that is pushed counts as a rule
///     every new commit     who made it, its dates, its signature; on whatever branch
///     the protected branch every commit against its first parent, and what lies between the old tip and the new one
///
/// Reads quarantined objects, since git's variables say where they are (git-receive-pack(1), "QUARANTINE ENVIRONMENT").
package final class PushJudge {
    let desk: Workspace
    let settings: ServerSettings
    /// The protected branch before the push; nil before its first one.
    let tip: ObjectID?
    /// Nil where there are no rules yet: the first push brings them.
    let rules: Configuration?
    /// Who pushes; nil where the server does not say.
    let pusher: Actor?
    private(set) var findings: [Diagnostic] = []
    /// The tickets' files at `tip`, once somebody has asked for them.
    var knownFiles: [RepositoryPath]?

    private init(desk: Workspace, settings: ServerSettings, tip: ObjectID?, rules: Configuration?)
        throws(WorkspaceError)
    {
        self.desk = desk
        self.settings = settings
        self.tip = tip
        self.rules = rules
        pusher = try Self.pusher(settings, rules, desk.surroundings.environment)
    }

    /// Opens the repository in which git runs a hook.
    package static func open(_ given: Surroundings) throws(WorkspaceError) -> PushJudge {
        let surroundings = given.inServerHook
        var tip: ObjectID?
        let desk = try Workspace.open(bare: surroundings) { repository throws(GitError) in
            tip = try repository.reference(ServerSettings(repository).protectedReference)
            return tip
        }
        let settings = try asking { () throws(GitError) in try ServerSettings(desk.repository) }
        let rules = try rules(at: tip, of: desk)
        return try PushJudge(desk: desk, settings: settings, tip: tip, rules: rules)
    }

    /// Where people.yml is there but cannot be read, nobody has a role: a broken file must not open the door.
    private static func rules(at tip: ObjectID?, of desk: Workspace) throws(WorkspaceError) -> Configuration? {
        guard var rules = try desk.configuration(of: tip) else { return nil }
        let file = try asking { () throws(GitError) in
            try tip.flatMap { id throws(GitError) in
                try desk.repository.entry(at: Array(".tick/people.yml".utf8), in: id)
            }
        }
        if rules.people == nil, file != nil { rules.people = PeopleDirectory(people: []) }
        return rules
    }

    private static func pusher(
        _ settings: ServerSettings, _ rules: Configuration?, _ environment: [String: String]
    ) throws(WorkspaceError) -> Actor? {
        guard let variable = settings.pusherVariable else { return nil }
        guard let name = environment[variable], !name.isEmpty else {
            throw WorkspaceError(
                .refused, "push.pusher", "the server does not say who pushes: \(variable) is not set",
                hint: "tick.pusherVariable of the server's git configuration names the variable")
        }
        guard let person = rules?.people?.person(name) else { return Actor(name: name, email: name) }
        return Actor(name: name, email: person.emails.first ?? name, handle: person.handle, roles: person.roles)
    }

    /// Returns what speaks against the push; empty where nothing does.
    package func judge(_ updates: [HookRun.RefUpdate]) throws(WorkspaceError) -> [Diagnostic] {
        for update in updates {
            let target = resolved(update.name)
            if target == settings.protectedReference {
                try judgeProtected(update)
            } else if FoldedText(target) == FoldedText(settings.protectedReference) {
                refuse("push-ref", "\(target) differs from the protected branch only in case")
            } else if target.hasPrefix("refs/replace/") {
                refuse(
                    "push-ref", "\(target) would put one object in the place of another", hint: "push branches and tags"
                )
            } else if rules != nil, let new = update.new {
                for commit in try commits(try newCommits(new)) { try judgeOrigin(of: commit) }
            }
        }
        return findings
    }

    private func judgeProtected(_ update: HookRun.RefUpdate) throws(WorkspaceError) {
        let branch = settings.protectedReference
        guard let new = update.new else {
            return refuse("push-force", "\(branch) is protected and cannot be deleted")
        }
        let refused = findings.count
        guard let tip else { return try judgeStructure(from: nil, to: new, commit: nil) }
        guard try asking({ () throws(GitError) in try desk.repository.isAncestor(tip, of: new) }) else {
            return refuse(
                "push-force", "\(branch) is protected: its history cannot be rewritten",
                hint: "git pull, or tick sync, and push again")
        }
        let unseen = Set(try newCommits(new))
        let records = try asking { () throws(GitError) in try desk.repository.history(from: [new], hiding: [tip]) }
        for commit in records {
            if rules != nil, unseen.contains(commit.id) { try judgeOrigin(of: commit) }
            if commit.parents.count > 2 {
                refuse(
                    "push-merge", "a merge of more than two branches cannot be judged",
                    hint: "merge one branch after the other", commit: commit)
            }
            try judgeContent(of: commit)
        }
        if findings.count == refused || rules != nil { try judgeNet(from: tip, to: new, records) }
    }

    // MARK: Findings

    func refuse(
        _ rule: String, _ message: String, hint: String? = nil, commit: CommitRecord? = nil,
        path: RepositoryPath? = nil
    ) {
        var finding = Diagnostic(rule: rule, message: message, hint: hint)
        finding.commit = commit?.id.shortHex
        finding.location = path.map { SourceText(path: $0, bytes: []).location(of: SourceRange(0, 0)) }
        report(finding)
    }

    func report(_ finding: Diagnostic) {
        if !findings.contains(finding) { findings.append(finding) }
    }

    // MARK: Commits

    /// The commits that no ref of this repository reaches yet.
    private func newCommits(_ tip: ObjectID) throws(WorkspaceError) -> [ObjectID] {
        try git(["rev-list", tip.hex, "--not", "--all"]).split(separator: "\n").compactMap { ObjectID(hex: String($0)) }
    }

    private func commits(_ ids: [ObjectID]) throws(WorkspaceError) -> [CommitRecord] {
        try asking { () throws(GitError) in
            var records: [CommitRecord] = []
            for id in ids { records.append(try desk.repository.commit(id)) }
            return records
        }
    }

    func git(_ arguments: [String]) throws(WorkspaceError) -> String {
        switch Program.run("git", arguments, in: desk.root, environment: desk.surroundings.environment) {
        case .failure(let failure): throw WorkspaceError(.refused, "git.start", failure.message)
        case .success(let output) where output.code != 0:
            throw WorkspaceError(
                .refused, "git.failed", "git \(arguments[0]) failed: \(output.complaints().first ?? "")")
        case .success(let output): return output.standardOutput
        }
    }

    /// The ref that moves when this one is pushed to: a branch may stand for another (git-symbolic-ref(1)).
    private func resolved(_ name: String) -> String {
        guard let text = TextFile.read(desk.root + "/" + name), text.hasPrefix("ref: ") else { return name }
        return text.dropFirst(5).split(separator: "\n").first.map(String.init) ?? name
    }
}
