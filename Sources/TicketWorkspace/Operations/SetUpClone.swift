internal import GitStore
package import TicketModel
import TicketText

/// What a clone needs so that git merges and shows tickets as Tickdown does.
package enum CloneSetup {
    /// One setting or line, and whether it is there.
    package struct Item: Sendable {
        package enum State: String, Sendable { case present, added, missing, different, removed }

        /// `merge.tick.driver`, or the line of `.gitattributes`.
        package var name: String
        package var value: String
        package var state: State
        /// What to do where nothing is done here.
        package var hint: String?
    }

    /// The settings of this clone's own configuration, in the order in which they are reported.
    package static let settings: [(key: String, value: String)] = [
        ("merge.tick.name", "tickets, by field and entry"),
        ("merge.tick.driver", driver),
        ("diff.tick.textconv", textconv),
        ("diff.tick.xfuncname", "^## .*$"),
    ]

    /// Programs that start git may have another `PATH`. A driver that is not found would leave ours alone in the file, and
    /// the next `git add` would lose theirs: so git's own merge stands in, and the file itself for a diff.
    private static let driver =
        "if command -v tick >/dev/null; then tick merge-driver %O %A %B %L %P; "
        + "else echo 'tick is not on the PATH: tickets are merged by lines' >&2; "
        + "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi"
    private static let textconv =
        "f() { if command -v tick >/dev/null; then tick textconv \"$1\"; else cat \"$1\"; fi; }; f"

    /// The attributes that lead git to those settings.
    package static let attributes = "merge=tick diff=tick"

    /// The lines of `.gitattributes` for the desk's tickets.
    package static func attributeLines(_ configuration: Configuration) -> [String] {
        configuration.ticketGlobs.map { glob in
            glob.contains(" ") ? "\"\(glob)\" \(attributes)" : "\(glob) \(attributes)"
        }
    }
}

extension Workspace {
    /// Writes the settings into this clone's configuration, and says what else is missing.
    ///
    /// - Parameter isCheck: only looks.
    package func setUpClone(isCheck: Bool = false) throws(WorkspaceError) -> [CloneSetup.Item] {
        var items: [CloneSetup.Item] = []
        for (key, value) in CloneSetup.settings {
            var item = CloneSetup.Item(name: key, value: value, state: .present)
            let present = try localSetting(key)
            if present != value {
                if !isCheck { try runGit(["config", "--local", key, value]) }
                item.state = isCheck ? (present == nil ? .missing : .different) : .added
            }
            items.append(item)
        }
        return items + (try attributeItems())
    }

    /// Takes the settings back out of this clone's configuration.
    package func removeSetup() throws(WorkspaceError) -> [CloneSetup.Item] {
        var items: [CloneSetup.Item] = []
        for (key, value) in CloneSetup.settings where try localSetting(key) != nil {
            try runGit(["config", "--local", "--unset-all", key])
            items.append(CloneSetup.Item(name: key, value: value, state: .removed))
        }
        for section in ["merge.tick", "diff.tick"] {
            // Git takes an empty section away with its last setting, or leaves it; either way it says nothing.
            _ = Program.run(
                "git", ["config", "--local", "--remove-section", section], in: root,
                environment: surroundings.environment)
        }
        return items
    }

    /// Whether each line of `.gitattributes` is in force, which another file of attributes may bring about too.
    private func attributeItems() throws(WorkspaceError) -> [CloneSetup.Item] {
        try CloneSetup.attributeLines(configuration).enumerated().map { index, line throws(WorkspaceError) in
            let path = Self.examplePath(configuration.ticketGlobs[index])
            let answer = try runGit(["check-attr", "-z", "merge", "diff", "--", path])
            let words = answer.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
            let values = stride(from: 2, to: words.count, by: 3).map { words[$0] }
            let isThere = values == ["tick", "tick"]
            return CloneSetup.Item(
                name: ".gitattributes", value: line, state: isThere ? .present : .missing,
                hint: isThere ? nil : "add this line to .gitattributes and commit it: \(line)")
        }
    }

    /// A path that a glob matches: `*` and `**` stand for a word.
    private static func examplePath(_ glob: String) -> String {
        glob.replacing("**", with: "x").replacing("*", with: "x").replacing("?", with: "x")
    }

    private func localSetting(_ key: String) throws(WorkspaceError) -> String? {
        let answer = Program.run(
            "git", ["config", "--local", "--get", key], in: root, environment: surroundings.environment)
        guard case .success(let output) = answer, output.code == 0 else { return nil }
        return output.standardOutput.hasSuffix("\n") ? String(output.standardOutput.dropLast()) : output.standardOutput
    }

    @discardableResult
    private func runGit(_ arguments: [String]) throws(WorkspaceError) -> String {
        switch Program.run("git", arguments, in: root, environment: surroundings.environment) {
        case .failure(let failure): throw WorkspaceError(.refused, "git.start", failure.message)
        case .success(let output) where output.code != 0:
            throw WorkspaceError(
                .refused, "git.failed",
                "git \(arguments[0]) failed: \(output.standardError.split(separator: "\n").first ?? "")")
        case .success(let output): return output.standardOutput
        }
    }
}
