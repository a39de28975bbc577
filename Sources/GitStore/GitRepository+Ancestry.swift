internal import CLibgit2

/// What the story of a repository needs to know of a commit.
package struct AncestryCommit: Sendable {
    package let id: ObjectID
    package let tree: ObjectID
    /// Empty for a commit at which a shallow clone ends.
    package let parents: [ObjectID]
    /// Whether the commit has parents that a shallow clone left out.
    package let isBoundary: Bool
    package let author: Signature
    package let committedSecondsSinceEpoch: Int64
}

extension GitRepository {
    /// Returns the commits that a tip reaches, each after all of its parents and as close behind its last one as can be.
    ///
    /// Each commit is read once. Messages are not kept.
    ///
    /// - Parameters:
    ///   - readMessage: Is shown each commit's message, as stored, in no order.
    ///   - isKnown: Whether a commit, and all that it reaches, is left out.
    package func ancestry(
        of tip: ObjectID, readMessage: (ObjectID, ArraySlice<UInt8>) -> Void = { _, _ in },
        isKnown: (ObjectID) -> Bool
    ) throws(GitError) -> [AncestryCommit] {
        guard !isKnown(tip) else { return [] }
        let boundary = try shallowCommits()
        var result: [AncestryCommit] = []
        var seen: Set<ObjectID> = [tip]
        var path = [(commit: try ancestryCommit(tip, boundary, readMessage), nextParent: 0)]
        while let last = path.last {
            guard last.nextParent < last.commit.parents.count else {
                result.append(last.commit)
                path.removeLast()
                continue
            }
            path[path.count - 1].nextParent += 1
            let parent = last.commit.parents[last.nextParent]
            if !isKnown(parent), seen.insert(parent).inserted {
                path.append((try ancestryCommit(parent, boundary, readMessage), 0))
            }
        }
        return result
    }

    /// Returns the commits at which a shallow clone ends; none in a full one (gitrepository-layout(5), `shallow`).
    package func shallowCommits() throws(GitError) -> Set<ObjectID> {
        guard let bytes = try PrivateFile.read(commonDirectory + Array("/shallow".utf8)) else { return [] }
        return Set(bytes.split(separator: UInt8(ascii: "\n")).compactMap { ObjectID(hex: $0) })
    }

    private func ancestryCommit(
        _ id: ObjectID, _ boundary: Set<ObjectID>, _ readMessage: (ObjectID, ArraySlice<UInt8>) -> Void
    ) throws(GitError) -> AncestryCommit {
        let isBoundary = !boundary.isEmpty && boundary.contains(id)
        let bytes = try object(id, GIT_OBJECT_COMMIT)
        guard let commit = AncestryCommit(id: id, bytes: bytes, isBoundary: isBoundary)
        else { throw GitError("git.bad-object", "the commit \(id.shortHex) is malformed") }
        readMessage(id, AncestryCommit.message(in: bytes))
        return commit
    }
}

extension AncestryCommit {
    private static let parentHeader = Array("parent ".utf8)
    private static let authorHeader = Array("author ".utf8)
    private static let committerHeader = Array("committer ".utf8)

    /// What stands behind the first empty line.
    fileprivate static func message(in bytes: [UInt8]) -> ArraySlice<UInt8> {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if end == start { return bytes[(end + 1)...] }
            start = end + 1
        }
        return []
    }

    /// Reads the headers in the order in which git writes them: tree, parents, author, committer.
    fileprivate init?(id: ObjectID, bytes: [UInt8], isBoundary: Bool) {
        var position = 0
        func line(_ header: [UInt8]) -> ArraySlice<UInt8>? {
            let rest = bytes[position...]
            guard rest.starts(with: header), let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let value = rest[(position + header.count)..<end]
            position = end + 1
            return value
        }
        guard let tree = line(Array("tree ".utf8)).flatMap({ ObjectID(hex: $0) }) else { return nil }
        var parents: [ObjectID] = []
        while let value = line(Self.parentHeader) {
            guard let parent = ObjectID(hex: value) else { return nil }
            parents.append(parent)
        }
        guard let author = line(Self.authorHeader), let committer = line(Self.committerHeader) else { return nil }
        self.id = id
        self.tree = tree
        self.parents = isBoundary ? [] : parents
        self.isBoundary = isBoundary
        self.author = Signature(line: author)
        committedSecondsSinceEpoch = Signature(line: committer).secondsSinceEpoch
    }
}
