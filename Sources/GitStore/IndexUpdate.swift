internal import Glibc

/// A repository's index, and what is to change in it; the new one takes its place once it is complete.
///
/// Whoever uses it holds `index.lock`.
struct IndexUpdate {
    private let old: IndexFile?
    private let path: [UInt8]
    private let temporary: [UInt8]
    private let saved: [UInt8]
    private var changes: [IndexChange] = []

    /// Looks at the index of a git directory.
    init(_ journal: CommitJournal) throws(GitError) {
        path = journal.gitDirectory + Array("/index".utf8)
        (temporary, saved) = (journal.temporaryIndex, journal.savedIndex)
        old = try Self.openWhole(path)
        try PrivateFile.remove(temporary)
        try PrivateFile.remove(saved)
    }

    /// What is damaged must not get a checksum that fits.
    private static func openWhole(_ path: [UInt8]) throws(GitError) -> IndexFile? {
        let index = try IndexFile.open(path)
        try index?.verifyChecksum()
        return index
    }

    /// Returns what the index says about paths, in their order.
    func states(of paths: [[UInt8]]) throws(GitError) -> [IndexFile.State] {
        try old?.states(of: paths) ?? paths.map { _ in .absent }
    }

    /// Sets a path's entry, or removes it; at most once a path.
    ///
    /// - Parameter status: The file's, so that git need not read it; nil makes git compare the content.
    mutating func set(_ path: [UInt8], to value: CommitJournal.IndexValue?, status: stat? = nil) {
        changes.append(IndexChange(path: path, value: value, status: status))
    }

    /// Writes the new index beside the old one and then over it.
    func commit(isDurable: Bool) throws(GitError) {
        let bytes = try IndexSplice.make(old, changes)
        let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL)
        try file.write(bytes)
        if isDurable { try file.sync() }
        // The old one keeps a name, so that going back needs no space. Where there are no links it is written anew.
        if old != nil { try? PrivateFile.link(path, to: saved) }
        try PrivateFile.rename(temporary, to: path)
        if isDurable { try PrivateFile.syncFolder(of: path) }
    }

    /// Puts the index back that was there before `commit`. The lock was held all the time.
    ///
    /// - Returns: False if it was not kept.
    static func restore(_ journal: CommitJournal) throws(GitError) -> Bool {
        do throws(GitError) {
            try PrivateFile.rename(journal.savedIndex, to: journal.gitDirectory + Array("/index".utf8))
            // A rename between two names of one file does nothing: then the index was not replaced yet.
            try PrivateFile.remove(journal.savedIndex)
            return true
        } catch  where error.code == ENOENT {
            return false
        }
    }
}
