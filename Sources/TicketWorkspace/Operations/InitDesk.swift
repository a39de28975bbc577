import GitStore
package import TicketModel
import TicketText

/// Makes ticket repositories.
package enum DeskInitializer {
    package struct Result: Sendable {
        /// The absolute path of the repository.
        package var root: String
        /// Nil for a dry run.
        package var commit: String?
        package var files: [RepositoryPath]
        package var madeRepository: Bool
        /// The lines that `.gitattributes` lacks, where there was one already: it is never written over.
        package var missingAttributes: [String] = []
    }

    /// Adds `.tick/` to the repository at `surroundings.folder`, or makes one there, and commits it.
    ///
    /// - Parameter isNamed: whether the folder was named; then one that does not exist becomes a repository of its own,
    ///   even inside of another.
    /// - Throws: `desk.exists` where there is a `.tick/` already.
    package static func initialize(
        key: String, template: DeskTemplate, isNamed: Bool, isDryRun: Bool = false, signs: Bool = true,
        surroundings: Surroundings
    ) throws(WorkspaceError) -> Result {
        let isAbsent = isNamed && FolderFiles(root: surroundings.folder).listing(of: RepositoryPath([])) == nil
        var isNew = isAbsent
        if !isNew { isNew = try !hasRepository(surroundings) }
        let reader = CommitPeopleReader(surroundings: surroundings)
        if isNew {
            try reader.refuseWithoutIdentity(in: "/")
            let files =
                [attributesFile]
                + template.files(key: key, caller: Actor(name: "", email: ""), zone: surroundings.localZoneName)
            if isDryRun {
                return Result(
                    root: surroundings.folder, commit: nil, files: files.map(\.0), madeRepository: true)
            }
        }
        let repository = try asking { () throws(GitError) in
            let variables = try surroundings.configurationVariables
            return isNew
                ? try GitRepository.initialize(at: surroundings.folder, variables: variables)
                : try GitRepository.discover(from: surroundings.folder, variables: variables)
        }
        guard let workdir = repository.workdir else {
            throw WorkspaceError(
                .refused, "git.bare", "this repository has no working tree", hint: "clone it and work there")
        }
        let root = String(decoding: workdir, as: UTF8.self)
        guard FolderFiles(root: root).listing(of: ".tick") == nil else {
            throw WorkspaceError(
                .refused, "desk.exists", "\(root) is a desk already", hint: "tick list shows its tickets")
        }
        try asking { () throws(GitError) in try repository.refuseToCommit() }
        let people = try reader.people(in: repository, Configuration())
        let hasAttributes = FolderFiles(root: root).exists(attributesFile.0)
        let files =
            (hasAttributes ? [] : [attributesFile])
            + template.files(key: key, caller: people.actor, zone: surroundings.localZoneName)
        var result = Result(root: root, commit: nil, files: files.map(\.0), madeRepository: isNew)
        result.missingAttributes = hasAttributes ? CloneSetup.attributeLines(Configuration()) : []
        if isDryRun { return result }
        let head = try asking { () throws(GitError) in try repository.head() }
        var plan = CommitPlan(
            changes: files.map { path, text in
                FileChange(path: path.bytes, content: .write(Array(text.utf8)), expectedOnDisk: nil)
            },
            message: "desk: \(template.rawValue)", author: people.author, committer: people.committer,
            expectedHead: head)
        let outcome = try asking { () throws(GitError) in
            plan.isUnsigned = !signs
            if signs, try repository.wantsSignature {
                let signer = CommitSigner(surroundings: surroundings, root: root)
                plan.sign = { commit throws(GitError) in try signer.sign(commit) }
            }
            return try repository.commit(plan)
        }
        result.commit = outcome.id.hex
        return result
    }

    /// Leads git to the merge driver and the diff that `tick setup` registers; without them git merges as ever.
    private static var attributesFile: (RepositoryPath, String) {
        (".gitattributes", CloneSetup.attributeLines(Configuration()).map { $0 + "\n" }.joined())
    }

    private static func hasRepository(_ surroundings: Surroundings) throws(WorkspaceError) -> Bool {
        do throws(GitError) {
            _ = try GitRepository.discover(
                from: surroundings.folder, variables: surroundings.configurationVariables)
            return true
        } catch {
            guard ["git.not-a-repository", "git.file-not-found", "git.not-found"].contains(error.identifier) else {
                throw WorkspaceError(error)
            }
            return false
        }
    }
}
