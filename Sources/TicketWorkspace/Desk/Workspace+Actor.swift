internal import GitStore
package import TicketModel

/// Who acts and when, as git would record it.
struct CommitPeople {
    var author: Signature
    var committer: Signature
    var actor: Actor
}

extension Workspace {
    /// Who would be the author of a change made now. Nil where git knows no identity.
    package var actor: Actor? { try? people(configuration: configuration).actor }

    /// - Parameter handle: Who is the author where `--as` names nobody.
    func people(
        configuration: Configuration, actingFor handle: String? = nil
    ) throws(WorkspaceError) -> CommitPeople {
        var surroundings = surroundings
        surroundings.actingAs = surroundings.actingAs ?? handle
        return try CommitPeopleReader(surroundings: surroundings).people(in: repository, configuration)
    }
}

/// Finds author, committer and actor by `--as`, git's variables and git's configuration.
///
/// libgit2 does not read `GIT_AUTHOR_*` and `GIT_COMMITTER_*`; this does, as git does.
struct CommitPeopleReader {
    let surroundings: Surroundings

    func people(
        in repository: borrowing GitRepository, _ configuration: Configuration
    ) throws(WorkspaceError) -> CommitPeople {
        let committer = try identity(role: "COMMITTER", in: repository)
        let author: Identity
        if let name = surroundings.actingAs {
            author = try identity(of: name, configuration)
        } else {
            author = try identity(role: "AUTHOR", in: repository)
        }
        var authorDate = try date(role: "AUTHOR")
        if let given = surroundings.authorDate { authorDate = (given, surroundings.offsetMinutes(given)) }
        let committerDate = try date(role: "COMMITTER")
        return CommitPeople(
            author: Signature(author, secondsSinceEpoch: authorDate.0.secondsSinceEpoch, offsetMinutes: authorDate.1),
            committer: Signature(
                committer, secondsSinceEpoch: committerDate.0.secondsSinceEpoch, offsetMinutes: committerDate.1),
            actor: configuration.actor(name: author.name, email: author.email))
    }

    private func identity(
        role: String, in repository: borrowing GitRepository
    ) throws(WorkspaceError) -> Identity {
        let (name, email) = (environment("GIT_\(role)_NAME"), environment("GIT_\(role)_EMAIL"))
        do throws(GitError) {
            return try repository.identity(of: role.lowercased(), name: name, email: email)
        } catch {
            throw WorkspaceError(error)
        }
    }

    private func asked(_ key: String, _ folder: String) -> String? {
        let answer = Program.run("git", ["config", "--get", key], in: folder, environment: surroundings.environment)
        guard case .success(let output) = answer, output.code == 0 else { return nil }
        return output.standardOutput.split(separator: "\n").first.map(String.init)
    }

    /// Throws where git knows nobody, before a repository is made for nothing.
    func refuseWithoutIdentity(in folder: String) throws(WorkspaceError) {
        let isGiven = ["AUTHOR", "COMMITTER"].allSatisfy {
            environment("GIT_\($0)_NAME") != nil && environment("GIT_\($0)_EMAIL") != nil
        }
        let known = isGiven || (asked("user.name", folder) != nil && asked("user.email", folder) != nil)
        guard !known else { return }
        throw WorkspaceError(
            .refused, "git.no-identity", "git does not know who you are",
            hint: "git config --global user.name \"Your Name\"; git config --global user.email you@example.com")
    }

    private func identity(of name: String, _ configuration: Configuration) throws(WorkspaceError) -> Identity {
        guard let person = configuration.people?.person(name) else {
            let nearest = NearMatch.closest(to: name, among: configuration.people?.people.map(\.handle) ?? [], limit: 1)
            throw WorkspaceError(
                .usage, "person.unknown", "nobody in .tick/people.yml is called \(name)",
                hint: nearest.first.map { "did you mean --as \($0)?" })
        }
        guard let email = person.emails.first else {
            throw WorkspaceError(
                .refused, "person.no-address", "\(person.handle) has no e-mail address in .tick/people.yml",
                hint: "git needs one for the author of a commit")
        }
        return try asking { () throws(GitError) in try Identity(name: person.name ?? person.handle, email: email) }
    }

    /// `GIT_…_DATE`, else `--now`, else the clock.
    private func date(role: String) throws(WorkspaceError) -> (Instant, Int32) {
        if let text = environment("GIT_\(role)_DATE") {
            guard let date = GitDate.parse(text, localOffset: surroundings.offsetMinutes) else {
                throw WorkspaceError(
                    .refused, "git.date", "GIT_\(role)_DATE is no date that is understood: \(text)",
                    hint: "write it like 2026-11-21T10:03:00+03:00 or @1795244580 +0300")
            }
            return date
        }
        return (surroundings.now, surroundings.offsetMinutes(surroundings.now))
    }

    private func environment(_ name: String) -> String? {
        guard let value = surroundings.environment[name], !value.isEmpty else { return nil }
        return value
    }
}

/// Dates as git's variables give them: `@SECONDS ±HHMM`, `SECONDS ±HHMM` and RFC 3339.
enum GitDate {
    static func parse(_ text: String, localOffset: (Instant) -> Int32) -> (Instant, Int32)? {
        let words = text.split(separator: " ")
        let number = words.first.map { $0.hasPrefix("@") ? $0.dropFirst() : $0 }
        if let number, number.count > 5 || words.first?.hasPrefix("@") == true, words.count <= 2,
            let seconds = Int64(number), (0...253_402_300_799).contains(seconds)
        {
            let instant = Instant(secondsSinceEpoch: seconds)
            guard words.count == 2 else { return (instant, localOffset(instant)) }
            return offset(words[1]).map { (instant, $0) }
        }
        guard let parsed = Instant.parse(text), parsed.kind == .dateTime else { return nil }
        if let offset = parsed.offsetSeconds { return (parsed.resolved(in: .utc), Int32(offset / 60)) }
        let guess = parsed.resolved(in: .utc)
        let minutes = localOffset(guess)
        return (guess - Int64(minutes) * 60, minutes)
    }

    private static func offset(_ text: Substring) -> Int32? {
        guard let sign = text.first, sign == "+" || sign == "-", text.count == 5, let digits = Int32(text.dropFirst())
        else {
            return nil
        }
        let minutes = digits / 100 * 60 + digits % 100
        return sign == "-" ? -minutes : minutes
    }
}
