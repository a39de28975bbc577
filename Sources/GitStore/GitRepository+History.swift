internal import CLibgit2

extension GitRepository {
    /// Returns the commits that a tip reaches, each after all of its parents.
    ///
    /// - Parameters:
    ///   - tips: Where the walk begins.
    ///   - hidden: These commits and all that they reach are left out.
    ///   - includingMessages: Without them a walk of 100,000 commits holds a few megabytes less.
    package func history(
        from tips: [ObjectID], hiding hidden: [ObjectID] = [], includingMessages: Bool = true
    ) throws(GitError) -> [CommitRecord] {
        var result: [CommitRecord] = []
        for id in try historyIDs(from: tips, hiding: hidden) {
            try result.append(
                CommitRecord(id: id, bytes: object(id, GIT_OBJECT_COMMIT), includingMessage: includingMessages))
        }
        return result
    }

    /// Returns the ids of the commits that a tip reaches, each after all of its parents.
    package func historyIDs(from tips: [ObjectID], hiding hidden: [ObjectID] = []) throws(GitError) -> [ObjectID] {
        let walk = try unsafe GitHandle<WalkKind>("git_revwalk_new") { unsafe git_revwalk_new(&$0, pointer) }
        // One call: a second one would replace the first's order, not add to it.
        let order = GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue | GIT_SORT_REVERSE.rawValue
        try check(unsafe git_revwalk_sorting(walk.pointer, order), "git_revwalk_sorting")
        for tip in tips {
            var oid = tip.oid
            try check(unsafe git_revwalk_push(walk.pointer, &oid), "git_revwalk_push")
        }
        for id in hidden {
            var oid = id.oid
            try check(unsafe git_revwalk_hide(walk.pointer, &oid), "git_revwalk_hide")
        }
        return try Self.ids(walk)
    }

    private static func ids(_ walk: borrowing GitHandle<WalkKind>) throws(GitError) -> [ObjectID] {
        var result: [ObjectID] = []
        var oid = git_oid()
        while true {
            let code = unsafe git_revwalk_next(&oid, walk.pointer)
            if code == GIT_ITEROVER.rawValue { break }
            try check(code, "git_revwalk_next")
            result.append(ObjectID(oid))
        }
        git_error_clear()
        return result
    }
}
