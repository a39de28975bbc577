internal import CLibgit2
internal import Glibc

/// Git's index as it lies on the disk: versions 2 to 4, mapped, with entries told one after the other.
///
/// Loading 100,000 entries into libgit2 takes fifty times as long as looking for one of them here. Its layout:
///
///     header      "DIRC", version (4), number of entries (4)
///     entries     see `IndexCursor`, in the order of their paths, then stages
///     extensions  signature (4), size (4), content; one that git must understand begins with a small letter
///     checksum    SHA-1 of all that (20), or zeros where `index.skipHash` is set
///
/// Source: gitformat-index(5). A split or sparse index is refused when the repository is opened, and here again.
struct IndexFile {
    static let headerSize = 12

    let file: MappedFile
    let version: Int
    let entryCount: Int

    /// Maps an index; nil where there is none.
    ///
    /// - Throws: `git.index-damaged` for what is no index, or one of an unknown version.
    @inline(never)
    static func open(_ path: [UInt8]) throws(GitError) -> IndexFile? {
        do throws(GitError) {
            return try IndexFile(MappedFile(opening: path))
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    private init(_ file: MappedFile) throws(GitError) {
        guard file.count >= Self.headerSize + IndexDigest.byteCount, file.number32(at: 0) == 0x4449_5243,
            let version = file.number32(at: 4), let entryCount = file.number32(at: 8), (2...4).contains(version)
        else { throw Self.damaged("it is no index of a known version") }
        self.file = file
        self.version = Int(version)
        self.entryCount = Int(entryCount)
    }

    /// Where the checksum begins, and everything else ends.
    var end: Int { file.count - IndexDigest.byteCount }

    /// Throws if a checksum is there and does not fit. Who only looks something up need not ask, as git does not.
    @inline(never)
    func verifyChecksum() throws(GitError) {
        let expected = unsafe Array(file.bytes[end...])
        guard expected.contains(where: { $0 != 0 }) else { return }
        let digest = unsafe IndexDigest.make(UnsafeRawBufferPointer(rebasing: file.bytes[..<end]))
        guard digest == expected else { throw Self.damaged("its checksum does not fit its content") }
    }

    static func damaged(_ reason: String) -> GitError {
        GitError(
            "git.index-damaged", "git's index cannot be used: \(reason)",
            hint:
                "git status says what it thinks of it; git reset makes it anew, what was staged is staged no more then")
    }
}

extension IndexFile {
    /// What the index says about a path.
    enum State: Equatable {
        case absent
        /// One entry, which is no side of a conflict.
        case entry(CommitJournal.IndexValue)
        /// A merge left several versions.
        case conflicted

        /// - Throws: `git.conflicted` if a merge left several versions.
        func value(at path: [UInt8]) throws(GitError) -> CommitJournal.IndexValue? {
            switch self {
            case .absent: return nil
            case .entry(let value): return value
            case .conflicted:
                throw GitError(
                    "git.conflicted", "\(String(decoding: path, as: UTF8.self)) has a merge conflict",
                    hint: "resolve it and git add it first")
            }
        }
    }

    /// Returns what the index says about paths, in one walk over all entries: what lies behind them may say that there are more.
    @inline(never)
    func states(of paths: [[UInt8]]) throws(GitError) -> [State] {
        var states = [State](repeating: .absent, count: paths.count)
        let order = paths.indices.sorted { paths[$0].lexicographicallyPrecedes(paths[$1]) }
        var next = 0
        var cursor = IndexCursor(self)
        while try cursor.advance() {
            while next < order.count {
                let relation = cursor.compare(with: paths[order[next]])
                guard relation >= 0 else { break }
                if relation == 0 {
                    // Another path that is the same, and the other sides of a conflict, come right behind.
                    for place in order[next...].prefix(while: { paths[$0] == paths[order[next]] }) {
                        states[place] = cursor.stage == 0 ? .entry(cursor.value) : .conflicted
                    }
                    break
                }
                next += 1
            }
        }
        return states
    }

    /// Returns the first path at or behind each of these, which are in order; nil where there is none.
    @inline(never)
    func firstPaths(from paths: [[UInt8]]) throws(GitError) -> [[UInt8]?] {
        var found: [[UInt8]?] = []
        var cursor = IndexCursor(self)
        while found.count < paths.count, try cursor.advance() {
            while found.count < paths.count, cursor.compare(with: paths[found.count]) >= 0 { found.append(cursor.path) }
        }
        return found + Array(repeating: nil, count: paths.count - found.count)
    }

    /// Returns the content's id of each file of this name, by path: `.gitattributes` in all folders.
    @inline(never)
    func entries(named name: [UInt8]) throws(GitError) -> [[UInt8]: ObjectID] {
        var result: [[UInt8]: ObjectID] = [:]
        var cursor = IndexCursor(self)
        while try cursor.advance() {
            guard cursor.stage == 0, cursor.isNamed(name) else { continue }
            result[cursor.path] = cursor.value.id
        }
        return result
    }
}
