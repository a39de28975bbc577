internal import CLibgit2
internal import Glibc

/// What git remembers of a file that it has looked at: the size and the inode modulo 2^32.
package struct CommittedStamp: Hashable, Sendable {
    package let sizeBytes: UInt32
    package let modifiedNanoseconds: Int64
    package let changedNanoseconds: Int64
    package let inode: UInt32
}

extension GitRepository {
    /// Calls `visit` for each file that is staged as `HEAD` has it, in the order of their paths.
    ///
    /// A regular file of the working tree with all the numbers of its stamp is what is committed, by git's own rule. Not
    /// visited is what git would look into as well: a file changed so shortly before the index was written that its times say
    /// nothing; and files that are executable in the index, since a stamp has no mode. Source: git's
    /// Documentation/technical/racy-git.txt.
    ///
    /// - Returns: False, and nothing is visited, where the index cannot be looked into as bytes or nothing is committed.
    /// - Throws: `git.index-damaged`, or what reading trees throws.
    package func visitCommittedFiles(
        _ visit: (_ path: [UInt8], _ stamp: CommittedStamp) -> Void
    ) throws(GitError) -> Bool {
        guard state.readsOwnIndex, let commit = try? head().commit,
            let index = try IndexFile.open(gitDirectory + Array("/index".utf8))
        else { return false }
        var cursor = IndexCursor(index)
        while try cursor.advance() {}
        var committed = CommittedTrees(known: try IndexExtensions.trees(of: index, from: cursor.end))
        try committed.read(try treeID(of: commit), [], in: self)
        let racyNanoseconds = Self.racyNanoseconds(index)
        cursor = IndexCursor(index)
        while try cursor.advance() {
            let (path, stamp) = (cursor.path, cursor.stamp)
            guard cursor.stage == 0, stamp.modifiedNanoseconds < racyNanoseconds,
                FileMode(raw: cursor.value.mode) == .regular, committed.has(cursor.value, at: path)
            else { continue }
            visit(path, stamp)
        }
        return true
    }

    /// From when on a file may have been changed again after the index was written, in nanoseconds since 1970: the clocks of
    /// file systems go on in steps of up to 10 ms.
    private static func racyNanoseconds(_ index: IndexFile) -> Int64 {
        let written = index.file.modification
        let (whole, overflows) = Int64(written.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .min : whole + Int64(written.tv_nsec) - 10_000_000
    }
}

/// What a commit has, as far as the index does not say itself that a folder is the same.
private struct CommittedTrees {
    let known: [[UInt8]: ObjectID]
    /// The paths of folders that are the same, with slashes at their ends, in order.
    private var sameFolders: [[UInt8]] = []
    private var otherFiles: [[UInt8]: CommitJournal.IndexValue] = [:]
    private var nextFolder = 0

    init(known: [[UInt8]: ObjectID]) { self.known = known }

    mutating func read(_ id: ObjectID, _ prefix: [UInt8], in repository: borrowing GitRepository) throws(GitError) {
        guard known[prefix] != id else { return sameFolders.append(prefix) }
        let tree = try repository.tree(id)
        for entry in try tree.entries() {
            let path = prefix + tree.name(entry)
            if entry.isFolder {
                try read(tree.id(entry), path + [UInt8(ascii: "/")], in: repository)
            } else {
                otherFiles[path] = CommitJournal.IndexValue(id: tree.id(entry), mode: entry.mode)
            }
        }
    }

    /// Whether the commit has this at a path; to be asked in the order of the paths.
    mutating func has(_ value: CommitJournal.IndexValue, at path: [UInt8]) -> Bool {
        while nextFolder < sameFolders.count {
            let folder = sameFolders[nextFolder]
            if path.starts(with: folder) { return true }
            guard folder.lexicographicallyPrecedes(path) else { break }
            nextFolder += 1
        }
        return otherFiles[path] == value
    }
}
