import GitStore
import TicketModel

/// By which policies clocks are judged.
package enum PolicyTime: String, CaseIterable, Sendable {
    /// By those of today, all of history.
    case now
    /// Each clock by those that were in force when it started.
    case then
}

/// The policies, calendars and customers that were in force from a moment on; everything else is today's.
struct PolicyEdition: Sendable {
    /// The first edition holds for what came before it, too.
    var from: Instant
    var configuration: Configuration
}

extension Workspace {
    /// Returns what each change of policies along `HEAD`'s first parents brought into force, oldest first.
    ///
    /// A policy that was made on a branch is in force from its merge on. A change counts from its author date, but not after
    /// it was recorded, and not before the one that it follows, as changes of tickets do. Empty where no commit has `.tick/`.
    func policyEditions(_ today: Configuration) throws(WorkspaceError) -> [PolicyEdition] {
        var editions: [PolicyEdition] = []
        var lastFolders: [ObjectID?] = []
        var lastFiles: [ObjectID?] = []
        for commit in try firstParents() {
            let folders = try ids(of: [".tick", "customers"], in: commit.tree)
            guard folders != lastFolders else { continue }
            lastFolders = folders
            let files = try ids(of: [".tick/sla.yml", ".tick/calendars", "customers"], in: commit.tree)
            guard files != lastFiles || editions.isEmpty, let then = try configuration(of: commit.id) else { continue }
            lastFiles = files
            var edition = PolicyEdition(from: commit.happened, configuration: today)
            edition.configuration.serviceLevels = then.serviceLevels
            edition.configuration.calendars = then.calendars
            edition.configuration.customers = then.customers
            edition.from = max(edition.from, editions.last?.from ?? edition.from)
            editions.append(edition)
        }
        return editions
    }

    /// What a tree has at some paths.
    private func ids(of paths: [String], in tree: ObjectID) throws(WorkspaceError) -> [ObjectID?] {
        try asking { () throws(GitError) in
            var ids: [ObjectID?] = []
            for path in paths { ids.append(try repository.entry(at: Array(path.utf8), in: tree)?.id) }
            return ids
        }
    }

    /// `HEAD` and its first parents, oldest first, up to where a shallow clone ends.
    private func firstParents() throws(WorkspaceError) -> [CommitRecord] {
        try asking { () throws(GitError) in
            let boundary = try repository.shallowCommits()
            var next = try repository.head().commit
            var commits: [CommitRecord] = []
            while let id = next {
                let commit = try repository.commit(id)
                commits.append(commit)
                next = boundary.contains(id) ? nil : commit.parents.first
            }
            return commits.reversed()
        }
    }
}

extension CommitRecord {
    fileprivate var happened: Instant {
        Instant(secondsSinceEpoch: min(author.secondsSinceEpoch, committer.secondsSinceEpoch))
    }
}
