import GitStore
import TicketModel
import TicketText
import Workflow

/// Makes the commits that were not pushed again on top of the remote's tip, one by one, as objects alone.
///
///     parted ── remote ── tip              parted ── remote ── tip ── ours'
///        └───── ours               becomes
///
/// Nothing of the clone moves: the last of the new commits is what the branch can be moved to.
final class Replay {
    let workspace: Workspace
    let remote: SyncRemote
    let story: RemoteStory
    let people: CommitPeople
    let signer: CommitSigner?
    /// The last commit so far.
    private(set) var tip: ObjectID
    /// What `.tick/` says there.
    private(set) var configuration: Configuration
    private(set) var commits: [SyncResult.Commit] = []
    var lostChanges: [SyncResult.LostChange] = []
    var warnings: [String] = []
    private var renumbering: Renumbering
    private(set) var renumbered: [SyncResult.Renumbered] = []
    /// Where files of this clone lie on the new branch, if elsewhere.
    var moved: [RepositoryPath: RepositoryPath] = [:]
    private let originals: [CommitRecord]

    init(
        _ workspace: Workspace, _ remote: SyncRemote, base: ObjectID, local: ObjectID, tip: ObjectID, signs: Bool
    ) throws(WorkspaceError) {
        (self.workspace, self.remote, self.tip) = (workspace, remote, tip)
        configuration = try workspace.configuration(of: tip) ?? workspace.configuration
        people = try workspace.people(configuration: workspace.configuration)
        story = try RemoteStory(workspace, base: base, tip: tip, configuration: configuration)
        moved = story.renamed
        originals = try asking { () throws(GitError) in try workspace.repository.commits(of: local, notIn: tip) }
        let wantsSignature = try asking { () throws(GitError) in try workspace.repository.wantsSignature }
        signer =
            signs && wantsSignature
            ? CommitSigner(surroundings: workspace.surroundings, root: workspace.root) : nil
        renumbering = Renumbering(
            configuration: configuration, taken: [], random: workspace.surroundings.random)
        try refuseWhatIsLeftToGit()
        try renumber(local)
    }

    /// Replays all commits.
    ///
    /// - Throws: the first reason why a commit cannot be replayed.
    func run() throws(WorkspaceError) {
        for commit in originals { try replay(commit) }
        try asking { () throws(GitError) in try workspace.repository.syncObjects() }
    }

    private func refuseWhatIsLeftToGit() throws(WorkspaceError) {
        let desk = DeskPaths(configuration)
        for commit in originals {
            let stop = ReplayStop(commit: commit, remote: remote)
            guard commit.parents.count == 1 else { throw stop.isMerge() }
            for change in try changes(of: commit) {
                let modes = [change.oldMode, change.newMode].compactMap(\.self)
                guard desk.contains(RepositoryPath(change.path)), modes.allSatisfy({ $0 == .regular }) else {
                    throw stop.touchesOthers(RepositoryPath(change.path))
                }
            }
        }
        guard let first = originals.first else { return }
        let name = try asking { () throws(GitError) -> String? in
            for name in try workspace.repository.referenceNames(under: "refs/remotes/") {
                guard let id = try workspace.repository.reference(name) else { continue }
                if try workspace.repository.commits(of: first.id, notIn: id).isEmpty { return name }
            }
            return nil
        }
        if let name { throw ReplayStop(commit: first, remote: remote).isPublic(String(name.dropFirst(13))) }
    }

    /// Finds new tickets of this clone with ids that the remote gave to others.
    private func renumber(_ local: ObjectID) throws(WorkspaceError) {
        guard !story.added.isEmpty else { return }
        let desk = DeskPaths(configuration)
        var own: [Ticket] = []
        for commit in originals {
            for file in try files(of: commit) where file.oldPath == nil {
                guard let path = file.newPath, desk.isTicket(path), let ticket = ticket(file.theirs, path) else {
                    continue
                }
                own.append(ticket)
            }
        }
        let colliding = own.filter { ticket in story.added[ticket.id].map { !ticket.isSame(as: $0) } ?? false }
        guard !colliding.isEmpty else { return }
        renumbering = Renumbering(
            configuration: configuration, taken: try tickets(in: local) + story.added.values + own,
            random: workspace.surroundings.random)
        for ticket in colliding { try renumbering.add(ticket) }
        renumbered = renumbering.changes.compactMap { change in
            guard let ticket = colliding.first(where: { $0.id == change.from }) else { return nil }
            return .init(from: change.from, to: change.to, path: renumbering.applied(to: ticket.path))
        }
    }

    private func tickets(in commit: ObjectID) throws(WorkspaceError) -> [Ticket] {
        let desk = DeskPaths(configuration)
        return try asking { () throws(GitError) in
            try workspace.repository.files(inTreeOf: commit).filter { desk.isTicket(RepositoryPath($0.path)) }
                .map { file throws(GitError) in
                    ticket(try workspace.repository.blob(file.id), RepositoryPath(file.path))
                }.compactMap(\.self)
        }
    }

    private func replay(_ commit: CommitRecord) throws(WorkspaceError) {
        var files: [[UInt8]: ObjectID?] = [:]
        for file in try self.files(of: commit) {
            for (path, bytes) in try FileReplay(replay: self, commit: commit).apply(file) {
                files[path.bytes] = .some(
                    try bytes.map { bytes throws(WorkspaceError) in
                        try asking { () throws(GitError) in try workspace.repository.storeBlob(bytes) }
                    })
            }
        }
        let (old, new) = try asking { () throws(GitError) in
            (try workspace.repository.treeID(of: tip), try workspace.repository.storeTree(files, on: tip))
        }
        let message = renumbering.isEmpty ? commit.message : renumbering.applied(to: commit.message)
        let subject = String(String(decoding: message, as: UTF8.self).prefix { $0 != "\n" })
        guard old != new else {
            commits.append(.init(old: commit.id.hex, new: nil, subject: subject))
            return
        }
        var rewrite = CommitRewrite(original: commit.id, tree: new, parent: tip, committer: people.committer)
        if message != commit.message { rewrite.message = message }
        if let signer { rewrite.sign = { commit throws(GitError) in try signer.sign(commit) } }
        tip = try asking { () throws(GitError) in try workspace.repository.storeCommit(rewrite) }
        commits.append(.init(old: commit.id.hex, new: tip.hex, subject: subject))
        if files.keys.contains(where: { DeskFiles.isConfiguration(RepositoryPath($0)) }) {
            configuration = try workspace.configuration(of: tip) ?? configuration
        }
    }
}

// What the commits say, and what the new branch has.

extension Replay {
    func changes(of commit: CommitRecord) throws(WorkspaceError) -> [TreeChange] {
        try asking { () throws(GitError) in
            try workspace.repository.changes(from: commit.parents.first, to: commit.id).filter { $0.oldID != $0.newID }
        }
    }

    /// Returns what a commit does, a ticket that it moves as one file, with new ids in place of old ones.
    func files(of commit: CommitRecord) throws(WorkspaceError) -> [ReplayedFile] {
        let desk = DeskPaths(configuration)
        var files: [ReplayedFile] = []
        for change in try changes(of: commit) {
            let path = RepositoryPath(change.path)
            let isTicket = desk.isTicket(path)
            let sides = try [change.oldID, change.newID].map { id throws(WorkspaceError) in
                try id.map { id throws(WorkspaceError) in
                    let bytes = try asking { () throws(GitError) in try workspace.repository.blob(id) }
                    return isTicket ? renumbering.applied(to: bytes) : bytes
                }
            }
            let renamed = renumbering.applied(to: path)
            files.append(
                ReplayedFile(
                    oldPath: sides[0].map { _ in renamed }, newPath: sides[1].map { _ in renamed }, base: sides[0],
                    theirs: sides[1]))
        }
        return joiningRenames(files, desk)
    }

    private func joiningRenames(_ files: [ReplayedFile], _ desk: DeskPaths) -> [ReplayedFile] {
        func id(_ path: RepositoryPath?, _ bytes: [UInt8]?) -> TicketID? {
            path.flatMap { desk.isTicket($0) ? ticket(bytes, $0)?.id : nil }
        }
        var result = files
        for added in files where added.oldPath == nil {
            guard let found = id(added.newPath, added.theirs),
                let removed = result.firstIndex(where: { $0.newPath == nil && id($0.oldPath, $0.base) == found }),
                let place = result.firstIndex(where: { $0.newPath == added.newPath })
            else { continue }
            (result[place].oldPath, result[place].base) = (result[removed].oldPath, result[removed].base)
            result.remove(at: removed)
        }
        return result
    }

    func ticket(_ bytes: [UInt8]?, _ path: RepositoryPath) -> Ticket? {
        bytes.flatMap { TicketReader(configuration: configuration).read(SourceText(path: path, bytes: $0)).ticket }
    }

    /// Returns what the new branch has at a path so far.
    func ours(at path: RepositoryPath) throws(WorkspaceError) -> [UInt8]? {
        try asking { () throws(GitError) in
            guard let entry = try workspace.repository.entry(at: path.bytes, in: tip), entry.mode != .folder else {
                return nil
            }
            return try workspace.repository.blob(entry.id)
        }
    }
}

extension Ticket {
    /// Whether two files that both sides added mean one ticket: it was brought over by other ways.
    func isSame(as other: Ticket) -> Bool {
        id == other.id && title == other.title && created == other.created && created != nil
    }
}
