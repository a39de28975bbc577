internal import CLibgit2

/// A commit that is made again elsewhere: its author, date and message stay to the byte, tree, parent and committer change.
package struct CommitRewrite {
    package var original: ObjectID
    package var tree: ObjectID
    package var parent: ObjectID
    package var committer: Signature
    /// In place of the original's message; nil keeps it.
    package var message: [UInt8]?
    /// Returns a signed commit's bytes, for `commit.gpgsign`.
    package var sign: ((UnsignedCommit) throws(GitError) -> [UInt8])?

    package init(
        original: ObjectID, tree: ObjectID, parent: ObjectID, committer: Signature, message: [UInt8]? = nil
    ) {
        self.original = original
        self.tree = tree
        self.parent = parent
        self.committer = committer
        self.message = message
    }
}

extension GitRepository {
    /// Stores bytes as git would keep them, without filters. Nothing is synced before `syncObjects`.
    package func storeBlob(_ stored: [UInt8]) throws(GitError) -> ObjectID {
        try GitLibrary.setDurable(false)
        return try write(stored, GIT_OBJECT_BLOB)
    }

    /// Stores a tree that differs from another one in some files; nil removes a file. Nothing is synced.
    package func storeTree(_ files: [[UInt8]: ObjectID?], on base: ObjectID) throws(GitError) -> ObjectID {
        try GitLibrary.setDurable(false)
        var update = TreeUpdate()
        for (path, id) in files {
            try RepositoryPath.validate(path)
            update.insert(id.map { .file($0, nil) } ?? .removed, at: path[...])
        }
        if let tree = try write(update, to: try treeID(of: base)) { return tree }
        return try write([], GIT_OBJECT_TREE)
    }

    /// Stores a commit made again; no branch moves. Nothing is synced. A signature of the original is left out.
    ///
    /// Call it under the write lock, since a file for the signing program lies in the folder of state.
    package func storeCommit(_ rewrite: CommitRewrite) throws(GitError) -> ObjectID {
        try GitLibrary.setDurable(false)
        let old = try commit(rewrite.original)
        let content = rewrite.applied(to: try object(rewrite.original, GIT_OBJECT_COMMIT))
        guard let sign = rewrite.sign else { return try write(content, GIT_OBJECT_COMMIT) }
        let signed = try signed(
            content, message: rewrite.message ?? old.message,
            UnsignedCommit(
                tree: rewrite.tree, parent: rewrite.parent, author: old.author, committer: rewrite.committer,
                messagePath: signingFile),
            sign)
        return try write(signed, GIT_OBJECT_COMMIT)
    }

    /// Waits until all stored objects are on the disk.
    package func syncObjects() throws(GitError) { try WorkingTree(commonDirectory).syncAll() }

    /// Makes a commit's objects without moving anything: blobs, trees, hooks, signature and the commit itself.
    package func store(_ plan: CommitPlan) throws(GitError) -> ObjectID {
        try plan.validate()
        return try locked(plan.lockTimeoutSeconds) { () throws(GitError) in
            try refuseToWrite(plan)
            try GitLibrary.setDurable(plan.isDurable)
            try PrivateFile.makeFolder(sharedFolder + Array("/state".utf8))
            return try prepare(plan).id
        }
    }

    /// Returns the names of all refs below a folder such as `refs/remotes/`.
    package func referenceNames(under folder: String) throws(GitError) -> [String] {
        var names: [String] = []
        let code = unsafe withUnsafeMutablePointer(to: &names) { found in
            unsafe git_reference_foreach_glob(
                pointer, folder + "*",
                { name, found in
                    unsafe found!.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name!))
                    return 0
                }, found)
        }
        try check(code, "git_reference_foreach_glob")
        return names
    }
}

extension CommitRewrite {
    /// Returns the commit's bytes with other lines for tree, parent and committer, and without a signature.
    fileprivate func applied(to original: [UInt8]) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        var result = Array("tree \(tree.hex)\nparent \(parent.hex)\n".utf8)
        var rest = original[...]
        var isLeftOut = false
        while let end = rest.firstIndex(of: newline), end > rest.startIndex {
            let line = rest[...end]
            rest = rest[(end + 1)...]
            if line.first == UInt8(ascii: " ") {
                if !isLeftOut { result += line }
                continue
            }
            isLeftOut = ["tree ", "parent ", "gpgsig ", "gpgsig-sha256 ", "mergetag "].contains {
                line.starts(with: $0.utf8)
            }
            if isLeftOut { continue }
            result += line.starts(with: "committer ".utf8) ? Array("committer \(committer.line)\n".utf8) : Array(line)
        }
        return result + [newline] + (message ?? Array(rest.dropFirst()))
    }
}
