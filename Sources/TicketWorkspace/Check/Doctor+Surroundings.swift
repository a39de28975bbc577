internal import GitStore
internal import TicketIndex
internal import TicketModel
internal import TicketText

extension Workspace {
    /// What kind of repository it is; what cannot be used at all is refused before.
    var repositoryFormat: HealthFinding {
        do {
            // A split or sparse index is only seen on reading it.
            _ = try repository.stagedEntries { _ in false }
            let version = try repository.configString("core.repositoryformatversion") ?? "0"
            let kind = repository.isLinkedWorktree ? ", a linked worktree" : ""
            return good("format", "version \(version), SHA-1, refs in files\(kind)")
        } catch {
            return HealthFinding(name: "format", state: .problem, message: error.message, hint: error.hint)
        }
    }

    var clockSkew: HealthFinding {
        guard let commit = try? repository.head().commit, let record = try? repository.commit(commit) else {
            return good("clock", "no commit yet to compare with")
        }
        let ahead = record.committer.secondsSinceEpoch - now.secondsSinceEpoch
        guard ahead > 60 else { return good("clock", "not behind the last commit") }
        return HealthFinding(
            name: "clock", state: .warning,
            message: "the last commit, of \(record.committer.name), lies \(ahead) s in the future",
            hint: "this machine's clock is behind, or theirs ahead: compare with date -u; SLA clocks count by commits")
    }

    /// The hooks of this clone: two run for every commit, the others for git's only.
    var hooks: HealthFinding {
        let names = hookNames.filter { !$0.name.hasSuffix(".sample") }
        guard !names.isEmpty else { return good("hooks", "none") }
        let asleep = names.filter { !$0.isExecutable }.map(\.name)
        guard asleep.isEmpty else {
            return HealthFinding(
                name: "hooks", state: .warning,
                message: "\(asleep.joined(separator: ", ")) cannot be executed, so that nobody runs it",
                hint: "chmod +x \(asleep.map { hookFolder + "/" + $0 }.joined(separator: " "))")
        }
        let own = names.map(\.name).filter { ["pre-commit", "commit-msg"].contains($0) }
        let others = names.map(\.name).filter { !own.contains($0) }
        let parts = [
            own.isEmpty ? nil : "\(own.joined(separator: ", ")) for every commit",
            others.isEmpty ? nil : "\(others.joined(separator: ", ")) for git's own only",
        ]
        return good("hooks", parts.compactMap(\.self).joined(separator: "; "))
    }

    /// `core.hooksPath`, which counts from the root of the working tree, or `hooks` in git's folder.
    private var hookFolder: String {
        guard let own = (try? repository.configString("core.hooksPath")) ?? nil, !own.isEmpty else {
            return String(decoding: repository.commonDirectory, as: UTF8.self) + "/hooks"
        }
        if own.hasPrefix("~/"), let home = surroundings.environment["HOME"] { return home + own.dropFirst() }
        return own.hasPrefix("/") ? own : root + "/" + own
    }

    private var hookNames: [(name: String, isExecutable: Bool)] {
        (FolderFiles(root: hookFolder).listing(of: RepositoryPath([]))?.files ?? []).map { name in
            let name = String(decoding: name, as: UTF8.self)
            return (name, TextFile.facts(hookFolder + "/" + name)?.isExecutable ?? false)
        }
    }

    var signing: HealthFinding {
        do {
            guard try repository.wantsSignature else { return good("signing", "not asked for") }
            let format = try repository.configString("gpg.format") ?? "openpgp"
            let key = try repository.configString("user.signingkey")
            let command = try repository.configString("gpg.ssh.defaultkeycommand")
            guard format != "ssh" || key != nil || command != nil else {
                return HealthFinding(
                    name: "signing", state: .problem, message: "commit.gpgsign is set, and no key of SSH is named",
                    hint: "git config user.signingkey ~/.ssh/id_ed25519.pub, or your key's file")
            }
            return good("signing", "commits are signed, \(format), \(key.map { "key \($0)" } ?? "key by address")")
        } catch {
            return HealthFinding(
                name: "signing", state: .problem, message: error.message,
                hint: "git config --show-origin --get commit.gpgsign shows where it is set")
        }
    }

    /// Whether this clone knows the merge driver that `.gitattributes` names for tickets; nothing where none is named.
    var mergeDrivers: [HealthFinding] {
        let path: RepositoryPath =
            loadedSnapshot?.tickets.first?.path ?? RepositoryPath("tickets/2026/01/\(configuration.key)-a.md")
        guard let driver = (try? repository.mergeDriver(path.bytes)) ?? nil else { return [] }
        guard let command = (try? repository.configString("merge.\(driver).driver")) ?? nil else {
            return [
                HealthFinding(
                    name: "merge driver", state: .warning,
                    message: ".gitattributes names \(driver), which this clone does not know: git merges line by line",
                    hint: driver == "tick"
                        ? "tick setup registers it in this clone"
                        : "git config merge.\(driver).driver 'COMMAND %O %A %B', with the command that your team uses")
            ]
        }
        return [good("merge driver", "\(driver): \(command)")]
    }

    /// Whether what is kept between commands can be used; without it every file, or every commit, is read again.
    var cacheFindings: [HealthFinding] {
        [
            cacheFinding(
                "index cache", repository.cachePath("index", .worktree), IndexCache.format, unit: "tickets",
                use: "a list of 32 tickets and more makes it, the second one at the latest"),
            cacheFinding(
                "timelines", repository.cachePath(HistoryWalk.cacheName, .repository), HistoryStore.format,
                unit: "commits", use: "the first command that asks for clocks makes it"),
            cacheFinding(
                "standings", repository.cachePath(ClockMemory.cacheName, .worktree), ClockMemory.format,
                unit: "tickets",
                use: "tick sla over more than 50 tickets makes it"),
        ]
    }

    private func cacheFinding(
        _ name: String, _ path: [UInt8], _ format: PackedFormat, unit: String, use: String
    ) -> HealthFinding {
        let path = String(decoding: path, as: UTF8.self)
        guard let bytes = PackedBytes(mapping: path) else {
            guard TextFile.facts(path) != nil else { return good(name, "none yet; \(use)") }
            return HealthFinding(
                name: name, state: .warning, message: "\(path) cannot be read", hint: "rm -r \(path)")
        }
        switch format.health(of: bytes) {
        case .damaged:
            return HealthFinding(
                name: name, state: .warning, message: "\(path) is damaged, and is not used",
                hint: "nothing is lost: the next command makes it anew")
        case .otherVersion(let version):
            return HealthFinding(
                name: name, state: .warning,
                message: "\(path) is of format \(version), this tick's is \(format.version)",
                hint: "two versions of tick work here in turn, and each makes it anew: install the newer one everywhere"
            )
        case .whole(let count):
            return good(name, "\(count) \(unit), \(bytes.count) bytes, checksum right")
        }
    }
}
