internal import CLibgit2

/// A commit of files on a branch of a repository without a working tree.
package struct BareCommit {
    package var parent: ObjectID
    /// Bytes as git stores them, by path; nil removes a file.
    package var files: [[UInt8]: [UInt8]?]
    package var message: String
    package var author: Signature
    package var committer: Signature

    package init(
        parent: ObjectID, files: [[UInt8]: [UInt8]?], message: String, author: Signature, committer: Signature
    ) {
        self.parent = parent
        self.files = files
        self.message = message
        self.author = author
        self.committer = committer
    }
}

extension GitRepository {
    /// Stores the objects of a commit and waits until they are on the disk. No branch moves.
    package func store(_ commit: BareCommit) throws(GitError) -> ObjectID {
        for signature in [commit.author, commit.committer] {
            _ = try Identity(name: signature.name, email: signature.email)
        }
        try CommitPlan.validate(message: commit.message)
        var blobs: [[UInt8]: ObjectID?] = [:]
        for (path, bytes) in commit.files {
            blobs[path] = .some(try bytes.map { bytes throws(GitError) in try storeBlob(bytes) })
        }
        let tree = try storeTree(blobs, on: commit.parent)
        let lines = [
            "tree \(tree.hex)", "parent \(commit.parent.hex)", "author \(commit.author.line)",
            "committer \(commit.committer.line)", "",
        ]
        let message = commit.message.hasSuffix("\n") ? commit.message : commit.message + "\n"
        let id = try write(Array((lines.joined(separator: "\n") + "\n" + message).utf8), GIT_OBJECT_COMMIT)
        try syncObjects()
        return id
    }
}
