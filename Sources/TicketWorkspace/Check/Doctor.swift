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
        [gitVersion, identity, repositoryState, repositoryFormat, configurationHealth] + locks
            + [clockSkew, hooks, signing] + mergeDrivers + cacheFindings + [await tickets()]
    }

    func good(_ name: String, _ message: String) -> HealthFinding {
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
            message:
                "\(errors) \(errors == 1 ? "error" : "errors") and \(warnings) \(warnings == 1 ? "warning" : "warnings") in .tick/",
            hint: "tick check shows them")
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
