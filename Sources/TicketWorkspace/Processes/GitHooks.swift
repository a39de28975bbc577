internal import GitStore
internal import TicketModel
internal import TicketText

/// Runs the hooks that this clone's git would run for a commit, since libgit2 runs none.
///
/// `git hook run` finds them, so that `core.hooksPath` counts as it does for git. Without any hook nothing is started.
struct GitHooks {
    private let root: String
    private let gitDirectory: String
    private let environment: [String: String]

    /// Nil where no hook is there to run.
    init?(workspace: Workspace) {
        let hasOwnFolder = ((try? workspace.repository.configString("core.hooksPath")) ?? nil) != nil
        let common = String(decoding: workspace.repository.commonDirectory, as: UTF8.self)
        let names = FolderFiles(root: common).listing(of: "hooks")?.files ?? []
        let wanted = ["pre-commit", "commit-msg"].map { Array($0.utf8) }
        guard hasOwnFolder || names.contains(where: { wanted.contains($0) }) else { return nil }
        root = workspace.root
        gitDirectory = String(decoding: workspace.repository.gitDirectory, as: UTF8.self)
        environment = GitEnvironment.ofItself(workspace.surroundings.environment)
            .merging([HookRun.judgedVariable: "1"]) { $1 }
    }

    /// Runs `pre-commit` on the tree to be committed, then `commit-msg` on the message, which it may change.
    func run(_ context: HookContext) throws(GitError) -> String? {
        var variables = environment
        variables["GIT_INDEX_FILE"] = String(decoding: context.temporaryIndexPath, as: UTF8.self)
        try run("pre-commit", [], variables)
        let file = gitDirectory + "/COMMIT_EDITMSG"
        do {
            try TextFile.write(context.message, to: file)
        } catch {
            throw GitError("git.system", "\(file) cannot be written: \(error.message)")
        }
        try run("commit-msg", [file], variables)
        let message = TextFile.read(file) ?? context.message
        return message == context.message ? nil : message
    }

    private func run(_ hook: String, _ arguments: [String], _ variables: [String: String]) throws(GitError) {
        let command = ["hook", "run", "--ignore-missing", hook] + (arguments.isEmpty ? [] : ["--"] + arguments)
        switch Program.run("git", command, in: root, environment: variables) {
        case .failure(let failure):
            throw GitError("git.hook", failure.message, hint: "--no-verify commits without hooks")
        case .success(let output) where output.code != 0:
            let said = output.complaints().joined(separator: "\n")
            let reason = said.isEmpty ? ", without saying why" : ": \(said)"
            throw GitError(
                "git.hook", "the hook \(hook) refuses the commit\(reason)", hint: "--no-verify commits without hooks")
        case .success: return
        }
    }
}
