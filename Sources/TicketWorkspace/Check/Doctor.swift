internal import GitStore
internal import TicketIndex
internal import TicketModel
internal import TicketText

/// One thing that `doctor` looked at.
package struct HealthFinding: Sendable {
    package enum State: String, Sendable {
        case good, warning, problem
    }

    package var name: String
    package var state: State
    /// What was seen.
    package var message: String
    /// What to do about it; nil where nothing needs doing.
    package var hint: String?
}

extension Workspace {
    /// Looks at the desk and what surrounds it, and says what to do about each.
    package func health() async -> [HealthFinding] {
        [gitVersion, identity, repositoryState, configurationHealth] + locks + [clockSkew, hooks, signing]
            + [await tickets()]
    }

    private func good(_ name: String, _ message: String) -> HealthFinding {
        HealthFinding(name: name, state: .good, message: message)
    }

    private var gitVersion: HealthFinding {
        let environment = surroundings.environment
        guard case .success(let output) = Program.run("git", ["--version"], in: root, environment: environment),
            output.code == 0
        else {
            return HealthFinding(
                name: "git", state: .problem, message: "git cannot be started",
                hint: "install git: hooks, sync and editors need it")
        }
        let words = output.standardOutput.split(whereSeparator: \.isWhitespace)
        let version = words.count > 2 ? String(words[2]) : "unknown"
        let parts = version.split(separator: ".").compactMap { Int($0) }
        guard parts.count >= 2, (parts[0], parts[1]) >= (2, 36) else {
            return HealthFinding(
                name: "git", state: .warning, message: "git \(version) knows no `git hook run`",
                hint: "update git to 2.36 or newer, so that hooks run for tick's commits")
        }
        return good("git", "version \(version)")
    }

    private var identity: HealthFinding {
        do {
            let people = try people(configuration: configuration)
            guard configuration.people == nil || people.actor.handle != nil else {
                return HealthFinding(
                    name: "identity", state: .warning, message: "\(people.author.email) is nobody in .tick/people.yml",
                    hint: "add the address to your entry's email, or git config user.email to one that is there")
            }
            return good(
                "identity",
                "\(people.author.name) <\(people.author.email)>" + (people.actor.handle.map { ", \($0)" } ?? ""))
        } catch {
            return HealthFinding(name: "identity", state: .problem, message: error.message, hint: error.hint)
        }
    }

    private var repositoryState: HealthFinding {
        do {
            try repository.refuseToCommit()
            let head = try repository.head()
            let shallow = repository.isShallow ? "; shallow, so clocks of older tickets are unknown" : ""
            return HealthFinding(
                name: "repository", state: repository.isShallow ? .warning : .good,
                message:
                    "on \(head.referenceName?.split(separator: "/").last.map(String.init) ?? "a branch")\(shallow)",
                hint: repository.isShallow ? "git fetch --unshallow" : nil)
        } catch {
            return HealthFinding(name: "repository", state: .problem, message: error.message, hint: error.hint)
        }
    }

    private var configurationHealth: HealthFinding {
        let errors = configurationDiagnostics.count { $0.severity == .error }
        let warnings = configurationDiagnostics.count { $0.severity == .warning }
        guard errors + warnings > 0 else { return good("configuration", "read without findings") }
        return HealthFinding(
            name: "configuration", state: errors > 0 ? .problem : .warning,
            message: "\(errors) errors and \(warnings) warnings in .tick/", hint: "tick check shows them")
    }

    /// Locks that are held or were left behind, with their age.
    private var locks: [HealthFinding] {
        let common = String(decoding: repository.commonDirectory, as: UTF8.self)
        let own = String(decoding: repository.gitDirectory, as: UTF8.self)
        var found: [HealthFinding] = []
        for (folder, name) in [
            (own, "index.lock"), (own, "HEAD.lock"), (common, "packed-refs.lock"), (common, "config.lock"),
        ] {
            guard let age = TextFile.ageSeconds(folder + "/" + name, now: now.secondsSinceEpoch) else { continue }
            found.append(
                HealthFinding(
                    name: "locks", state: age > 600 ? .problem : .warning,
                    message: "\(folder)/\(name) is there since \(age) s",
                    hint: "if no git command runs, one died: rm \(folder)/\(name)"))
        }
        if TextFile.ageSeconds(common + "/tick/state/journal", now: now.secondsSinceEpoch) != nil {
            found.append(
                HealthFinding(
                    name: "journal", state: .warning, message: "a change was interrupted",
                    hint: "the next command that writes repairs it"))
        }
        return found.isEmpty ? [good("locks", "none")] : found
    }

    private var clockSkew: HealthFinding {
        guard let commit = try? repository.head().commit, let record = try? repository.commit(commit) else {
            return good("clock", "no commit yet to compare with")
        }
        let ahead = record.committer.secondsSinceEpoch - now.secondsSinceEpoch
        guard ahead > 60 else { return good("clock", "not behind the last commit") }
        return HealthFinding(
            name: "clock", state: .warning, message: "the last commit lies \(ahead) s in the future",
            hint: "this machine's clock is behind, or the other's ahead: compare with date")
    }

    private var hooks: HealthFinding {
        let common = String(decoding: repository.commonDirectory, as: UTF8.self)
        let names = (FolderFiles(root: common).listing(of: "hooks")?.files ?? []).map {
            String(decoding: $0, as: UTF8.self)
        }
        let active = names.filter { !$0.hasSuffix(".sample") }
        return good("hooks", active.isEmpty ? "none" : active.joined(separator: ", "))
    }

    private var signing: HealthFinding {
        guard (try? repository.configBool("commit.gpgsign")) == true else { return good("signing", "not asked for") }
        return HealthFinding(
            name: "signing", state: .problem, message: "commit.gpgsign is set, and tick does not sign yet",
            hint: "git config commit.gpgsign false in this clone, or commit with git")
    }

    private func tickets() async -> HealthFinding {
        let snapshot = await snapshot(keepsText: false)
        let errors = snapshot.diagnostics.count { $0.severity == .error }
        guard errors > 0 else { return good("tickets", "\(snapshot.tickets.count) read") }
        return HealthFinding(
            name: "tickets", state: .problem, message: "\(snapshot.tickets.count) read, \(errors) errors",
            hint: "tick check --all shows them")
    }
}
