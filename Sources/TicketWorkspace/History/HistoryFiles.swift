import GitStore
import TicketModel

/// What a commit with one parent, or none, did to one file.
enum HistoryFileChange: Sendable {
    /// The file was the same ticket before.
    case changed(TicketID, HistoryDelta)
    case added(HistoryVersion)
    case removed(HistoryVersion)
    /// The file was no ticket before, because something was wrong with it.
    case mended(HistoryVersion)
}

/// The changed files of new commits, and what was in them.
struct HistoryFiles: Sendable {
    /// A file that a commit has otherwise than one of its parents.
    struct Change: Sendable {
        /// A number in `paths`.
        var path: Int32
        var old: ObjectID?
        var new: ObjectID?
    }

    var paths: [[UInt8]] = []
    /// For each commit with several parents the changes against each of them.
    var sides: [Int: [[Change]]] = [:]
    /// For each other commit what happened in it, by path.
    var changes: [[(path: Int32, change: HistoryFileChange)]] = []
    /// For some commits the paths of files that went while something was wrong with them.
    var unreadRemovals: [Int: [Int32]] = [:]
    /// The tickets that a path has ever been, in commits that are no merges.
    var ticketsOfPath: [Int32: Set<TicketID>] = [:]

    func path(_ number: Int32) -> RepositoryPath { RepositoryPath(paths[Int(number)]) }
}

/// Finds what new commits changed, on all cores: first by comparing trees, then file by file.
///
/// The versions of one file are read one after another by one thread: packs keep them as differences to each other, and what
/// two versions share is read once.
struct HistoryFileFinder: Sendable {
    let configuration: Configuration
    let commits: [AncestryCommit]
    private let globs: [Glob]
    private let numbers: [ObjectID: Int]

    private static let commitsPerBatch = 128
    private static let filesPerBatch = 64

    init(configuration: Configuration, commits: [AncestryCommit]) {
        self.configuration = configuration
        self.commits = commits
        globs = configuration.ticketGlobs.compactMap { try? Glob($0, .path) }
        numbers = Dictionary(uniqueKeysWithValues: commits.indices.map { (commits[$0].id, $0) })
    }

    /// - Parameter progress: Called with the share that is done, from 0 to 1.
    func find(
        in repository: borrowing GitRepository, progress: (Double) -> Void
    ) throws(GitError) -> HistoryFiles {
        let differences = try differences(in: repository) { progress($0 * 0.6) }
        var files = HistoryFiles()
        let jobs = jobs(differences, &files)
        try readFiles(jobs, in: repository, into: &files) { progress(0.6 + $0 * 0.4) }
        return files
    }

    // MARK: Trees

    /// For each commit the changes against each parent; against the empty tree for a root.
    private func differences(
        in repository: borrowing GitRepository, progress: (Double) -> Void
    ) throws(GitError) -> [[[TreeChange]]] {
        let count = (commits.count + Self.commitsPerBatch - 1) / Self.commitsPerBatch
        let batches = try RepositoryWorkers.map(
            repository, batchCount: count, progress: { progress(Double($0) / Double(count)) }, makeState: { () },
            { (batch: Int, _: inout (), own: borrowing GitRepository) throws(GitError) in
                let end = min((batch + 1) * Self.commitsPerBatch, commits.count)
                var result: [[[TreeChange]]] = []
                for number in (batch * Self.commitsPerBatch)..<end {
                    result.append(try differences(of: commits[number], in: own))
                }
                return result
            })
        return batches.flatMap(\.self)
    }

    private func differences(
        of commit: AncestryCommit, in repository: borrowing GitRepository
    ) throws(GitError) -> [[TreeChange]] {
        guard !commit.parents.isEmpty else { return [try changes(from: nil, to: commit.tree, in: repository)] }
        var result: [[TreeChange]] = []
        for parent in commit.parents {
            let old = numbers[parent].map { commits[$0].tree } ?? parent
            result.append(try changes(from: old, to: commit.tree, in: repository))
        }
        return result
    }

    private func changes(
        from old: ObjectID?, to new: ObjectID, in repository: borrowing GitRepository
    ) throws(GitError) -> [TreeChange] {
        try repository.changes(
            from: old, to: new, descending: { folder in globs.contains { Self.mayHold(folder, $0.literalPrefix) } },
            where: { path in globs.contains { $0.matches(path) } })
    }

    /// Whether files of a glob may lie in a folder.
    private static func mayHold(_ folder: [UInt8], _ prefix: [UInt8]) -> Bool {
        let count = min(folder.count, prefix.count)
        guard folder[..<count] == prefix[..<count] else { return false }
        if folder.count == prefix.count { return true }
        return (folder.count > count ? folder[count] : prefix[count]) == UInt8(ascii: "/") || prefix.isEmpty
    }

    // MARK: Files

    /// One file and the commits that changed it.
    private struct Job: Sendable {
        var path: Int32
        var name: RepositoryPath
        var changes: [(commit: Int32, old: ObjectID?, new: ObjectID?)] = []
    }

    private func jobs(_ differences: [[[TreeChange]]], _ files: inout HistoryFiles) -> [Job] {
        var jobs: [Job] = []
        var numberOfPath: [[UInt8]: Int32] = [:]
        func number(_ path: [UInt8]) -> Int32 {
            if let known = numberOfPath[path] { return known }
            let number = Int32(jobs.count)
            numberOfPath[path] = number
            jobs.append(Job(path: number, name: RepositoryPath(path)))
            return number
        }
        files.changes = Array(repeating: [], count: commits.count)
        for (commit, sides) in differences.enumerated() {
            let all = sides.map { side in
                side.compactMap { change -> HistoryFiles.Change? in
                    let old = change.oldMode?.isFile == true ? change.oldID : nil
                    let new = change.newMode?.isFile == true ? change.newID : nil
                    return old == new ? nil : HistoryFiles.Change(path: number(change.path), old: old, new: new)
                }
            }
            guard all.count == 1 else {
                files.sides[commit] = all
                continue
            }
            for change in all[0] { jobs[Int(change.path)].changes.append((Int32(commit), change.old, change.new)) }
        }
        files.paths = jobs.map(\.name.bytes)
        return jobs.filter { !$0.changes.isEmpty }
    }

    private func readFiles(
        _ jobs: [Job], in repository: borrowing GitRepository, into files: inout HistoryFiles,
        progress: (Double) -> Void
    ) throws(GitError) {
        let count = (jobs.count + Self.filesPerBatch - 1) / Self.filesPerBatch
        let configuration = configuration
        let batches = try RepositoryWorkers.map(
            repository, batchCount: count, progress: { progress(Double($0) / Double(count)) },
            makeState: { HistoryVersionReader(configuration: configuration) },
            { (batch: Int, reader: inout HistoryVersionReader, own: borrowing GitRepository) throws(GitError) in
                let end = min((batch + 1) * Self.filesPerBatch, jobs.count)
                var result: [(job: Int, changes: [JobChange])] = []
                for job in (batch * Self.filesPerBatch)..<end {
                    result.append((job, try Self.read(jobs[job], with: &reader, in: own)))
                }
                return result
            })
        for batch in batches {
            for (job, changes) in batch {
                let path = jobs[job].path
                for (commit, change) in changes {
                    guard let change else {
                        files.unreadRemovals[Int(commit), default: []].append(path)
                        continue
                    }
                    files.changes[Int(commit)].append((path, change))
                    files.ticketsOfPath[path, default: []].insert(change.ticket)
                }
            }
        }
    }

    /// What happened to a file in a commit; nil where it went and could not be read before.
    private typealias JobChange = (commit: Int32, change: HistoryFileChange?)

    /// Reads the versions of a file in the order of the commits, keeping the last ones.
    private static func read(
        _ job: Job, with reader: inout HistoryVersionReader, in repository: borrowing GitRepository
    ) throws(GitError) -> [JobChange] {
        var known: [(id: ObjectID, version: HistoryVersion?)] = []
        var result: [JobChange] = []
        for (commit, oldID, newID) in job.changes {
            let old = try version(oldID, job.name, &known, with: &reader, in: repository)
            let new = try version(newID, job.name, &known, with: &reader, in: repository)
            switch (old, new) {
            case (nil, nil): if newID == nil { result.append((commit, nil)) }
            case (let old?, let new?) where old.ticket == new.ticket:
                result.append((commit, .changed(new.ticket, HistoryDelta(from: old, to: new))))
            case (let old?, let new?): result += [(commit, .removed(old)), (commit, .added(new))]
            case (nil, let new?): result.append((commit, oldID == nil ? .added(new) : .mended(new)))
            // What became unreadable is still there; what was said last holds until it is mended.
            case (let old?, nil): if newID == nil { result.append((commit, .removed(old))) }
            }
        }
        return result
    }

    private static func version(
        _ id: ObjectID?, _ path: RepositoryPath, _ known: inout [(id: ObjectID, version: HistoryVersion?)],
        with reader: inout HistoryVersionReader, in repository: borrowing GitRepository
    ) throws(GitError) -> HistoryVersion? {
        guard let id else { return nil }
        if let index = known.lastIndex(where: { $0.id == id }) { return known[index].version }
        let version = reader.read(try repository.blob(id), path: path)
        // A branch goes on from a version a little further back.
        if known.count == 8 { known.removeFirst() }
        known.append((id, version))
        return version
    }
}

extension HistoryFileChange {
    var ticket: TicketID {
        switch self {
        case .changed(let id, _): id
        case .added(let version), .removed(let version), .mended(let version): version.ticket
        }
    }
}
