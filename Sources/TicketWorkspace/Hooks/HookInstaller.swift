internal import GitStore
internal import TicketText

/// `tick hooks install` and `remove`.
package enum HookInstaller {
    /// Writes the hooks of a clone, or of a bare repository.
    ///
    /// - Parameter tick: the absolute path of the binary that they run.
    /// - Throws: `hooks.path` where `core.hooksPath` leads to a folder that another tool keeps, `hooks.foreign` for a hook
    ///   that cannot be kept beside ours. Nothing is changed then.
    package static func install(
        _ surroundings: Surroundings, onServer: Bool, tick: String
    ) throws(WorkspaceError) -> [HookItem] {
        let names = onServer ? HookScript.serverNames : HookScript.clientNames
        let folder = try folder(surroundings, onServer: onServer, toInstall: names)
        return try folder.install(names, tick: tick)
    }

    package static func remove(_ surroundings: Surroundings, onServer: Bool) throws(WorkspaceError) -> [HookItem] {
        let names = onServer ? HookScript.serverNames : HookScript.clientNames
        return try folder(surroundings, onServer: onServer, toInstall: []).remove(names)
    }

    /// The branch that a server's hook protects, and whether it is there yet.
    package static func protectedBranch(_ surroundings: Surroundings) throws(WorkspaceError) -> (String, exists: Bool) {
        let repository = try open(surroundings)
        let settings = try asking { () throws(GitError) in try ServerSettings(repository) }
        let name = settings.protectedReference
        return (name, (try? repository.resolve(revision: name)) != nil)
    }

    private static func open(_ surroundings: Surroundings) throws(WorkspaceError) -> GitRepository {
        try asking { () throws(GitError) in
            try GitRepository.discover(from: surroundings.folder, variables: surroundings.configurationVariables)
        }
    }

    private static func folder(
        _ surroundings: Surroundings, onServer: Bool, toInstall names: [String]
    ) throws(WorkspaceError) -> HookFolder {
        let repository = try open(surroundings)
        guard repository.isBare == onServer else {
            throw WorkspaceError(
                .refused, "hooks.kind",
                onServer ? "this is a clone with a working tree, no server's repository" : "this repository is bare",
                hint: onServer ? "tick hooks install, without --server" : "tick hooks install --server")
        }
        let common = String(decoding: repository.commonDirectory, as: UTF8.self) + "/hooks"
        let setting = try asking { () throws(GitError) in try repository.configString("core.hooksPath") }
        if let setting, !names.isEmpty, !isSameFolder(common, surroundings) {
            throw WorkspaceError(
                .refused, "hooks.path", "core.hooksPath leads git to \(setting), where another tool keeps its hooks",
                hint: (["add to the hooks there yourself:"] + names.map { "\($0): \(HookScript.line(for: $0))" })
                    .joined(separator: "\n  "))
        }
        return HookFolder(path: common)
    }

    /// Whether git finds its hooks in this folder.
    private static func isSameFolder(_ folder: String, _ surroundings: Surroundings) -> Bool {
        let asked = Program.run(
            "git", ["rev-parse", "--path-format=absolute", "--git-path", "hooks"], in: surroundings.folder,
            environment: surroundings.environment)
        guard case .success(let answer) = asked, answer.code == 0, answer.standardOutput.hasSuffix("\n") else {
            return false
        }
        let found = String(answer.standardOutput.dropLast())
        if found == folder { return true }
        return TextFile.facts(found).map { $0.inode == TextFile.facts(folder)?.inode } ?? false
    }
}
