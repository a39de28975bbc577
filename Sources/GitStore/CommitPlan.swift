/// A change to one file, in the working tree and in the commit alike.
package struct FileChange: Sendable {
    package enum Content: Sendable {
        /// Bytes as the working tree holds them, before filters.
        case write([UInt8])
        case delete
    }

    /// From the root of the repository.
    package let path: [UInt8]
    package let content: Content
    /// What the change was made from; nil if there was no file. Anything else on disk stops the commit, except the new
    /// content itself: then a person's own edit is committed.
    package let expectedOnDisk: [UInt8]?
    /// For a written file; nil keeps what the file has, and means a regular one for a new file. The permissions of an
    /// existing file in the working tree stay as they are.
    package let mode: FileMode?

    package init(path: [UInt8], content: Content, expectedOnDisk: [UInt8]?, mode: FileMode? = nil) {
        self.path = path
        self.content = content
        self.expectedOnDisk = expectedOnDisk
        self.mode = mode
    }
}

/// A moment in a commit at which a test can stop it, or look at what is on disk.
package enum CommitStep: Sendable, Hashable {
    case journalWritten, filesPrepared, indexLocked, journalCompleted
    /// The file of this position in the plan is in place.
    case filePlaced(Int)
    case indexReplaced, referenceMoved
}

/// What a hook may look at.
package struct HookContext: Sendable {
    /// An index of exactly the tree that will be committed, for `GIT_INDEX_FILE`; deleted afterwards.
    package let temporaryIndexPath: [UInt8]
    package let message: String
}

/// A commit that is complete but for its signature.
package struct UnsignedCommit: Sendable {
    package let tree: ObjectID
    /// nil for the first commit.
    package let parent: ObjectID?
    package let author: Signature
    package let committer: Signature
    /// A file that holds the message, byte for byte; removed afterwards.
    package let messagePath: [UInt8]
}

/// A commit to be made.
package struct CommitPlan {
    package var changes: [FileChange]
    package var message: String
    package var author: Signature
    package var committer: Signature
    /// Where `HEAD` stood when the changes were made; the commit becomes its child.
    package var expectedHead: Head
    /// Whether everything is on the disk before success is said. It holds for the whole process while a commit runs.
    package var isDurable = true
    /// How long to wait for other writers of tickets, and then for git's `index.lock`.
    package var lockTimeoutSeconds = 10.0
    package var indexLockTimeoutSeconds = 5.0
    /// Runs the hooks before anything is locked or changed; returns another message, or nil to keep it.
    package var hooks: ((HookContext) throws(GitError) -> String?)?
    /// Returns a signed commit's bytes, for `commit.gpgsign`.
    package var sign: ((UnsignedCommit) throws(GitError) -> [UInt8])?
    /// Whether the commit stays unsigned even where `commit.gpgsign` asks for a signature.
    package var isUnsigned = false
    /// What the branch's log says was done; nil for a commit.
    var logAction: String?

    /// Is told of each step; what it throws is treated like a failure of the next one.
    package var onStep: ((CommitStep) throws(GitError) -> Void)?

    package init(
        changes: [FileChange], message: String, author: Signature, committer: Signature, expectedHead: Head
    ) {
        self.changes = changes
        self.message = message
        self.author = author
        self.committer = committer
        self.expectedHead = expectedHead
    }
}

/// A commit that was made and read back.
package struct CommitOutcome: Sendable, Equatable {
    package let id: ObjectID
    package let tree: ObjectID
    /// What the branch pointed at before, nil for the first commit.
    package let parent: ObjectID?
    /// The full name of the branch.
    package let reference: String
}

extension CommitPlan {
    /// Whether there are so many files that they are packed, and synced together.
    var isBulk: Bool { changes.count >= BulkObjects.threshold }

    /// The same with many files in the order of their paths, so that those of a folder are met one after the other.
    var inOrderOfPaths: CommitPlan {
        guard isBulk else { return self }
        var plan = self
        plan.changes.sort { $0.path.lexicographicallyPrecedes($1.path) }
        return plan
    }

    /// Refuses what would make a malformed commit or a path outside of the working tree.
    func validate() throws(GitError) {
        for signature in [author, committer] { _ = try Identity(name: signature.name, email: signature.email) }
        try Self.validate(message: message)
        guard !changes.isEmpty else { throw GitError("git.nothing-to-commit", "there is nothing to commit") }
        var seen: Set<[UInt8]> = []
        for change in changes {
            try RepositoryPath.validate(change.path)
            guard change.mode?.isFile ?? true else { throw GitError("git.bad-path", "only files can be committed") }
            guard seen.insert(change.path).inserted else {
                throw GitError("git.bad-path", "\(String(decoding: change.path, as: UTF8.self)) is changed twice")
            }
        }
    }

    static func validate(message: String) throws(GitError) {
        guard message.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw GitError("git.bad-message", "the message of the commit is empty")
        }
        for scalar in message.unicodeScalars
        where scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t" {
            throw GitError("git.bad-message", "the message holds the control character U+\(hex(scalar))")
        }
    }
}

/// Paths from the root of the repository.
enum RepositoryPath {
    /// Refuses empty parts, `.`, `..`, NUL, and every spelling of `.git` that some file system takes for it.
    static func validate(_ path: [UInt8]) throws(GitError) {
        for component in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let lower = String(decoding: component, as: UTF8.self).lowercased()
            let isForbidden = ["", ".", "..", ".git", "git~1"].contains(lower) || component.contains(0)
            guard !isForbidden, component.count <= 255 else {
                throw GitError("git.bad-path", "\(String(decoding: path, as: UTF8.self)) cannot be a path in a commit")
            }
        }
    }

    /// Returns the folder, empty for the root, and the name in it.
    static func split(_ path: [UInt8]) -> (folder: [UInt8], name: [UInt8]) {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return ([], path) }
        return (Array(path[..<slash]), Array(path[(slash + 1)...]))
    }
}
