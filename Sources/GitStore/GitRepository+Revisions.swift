internal import CLibgit2
internal import Glibc

extension GitRepository {
    /// Returns the commit that a revision names, as gitrevisions(7) describes.
    ///
    /// - Throws: `git.not-found`, `git.ambiguous`, `git.invalid-name`.
    package func resolve(revision: String) throws(GitError) -> ObjectID {
        let object = try unsafe GitHandle<ObjectKind>("git_revparse_single") {
            unsafe git_revparse_single(&$0, pointer, revision)
        }
        let commit = try unsafe GitHandle<ObjectKind>("git_object_peel") {
            unsafe git_object_peel(&$0, object.pointer, GIT_OBJECT_COMMIT)
        }
        return ObjectID(unsafe git_object_id(commit.pointer).pointee)
    }

    /// Returns both ends of `A..B`; an empty side is `HEAD`, and `A...B` begins at the merge base.
    ///
    /// - Returns: `base` is nil if `A` is git's all-zero id: everything up to `B` is new.
    package func resolveRange(_ range: String) throws(GitError) -> (base: ObjectID?, tip: ObjectID) {
        guard let dots = range.firstRange(ofDots: ()) else {
            throw GitError("git.invalid-name", "\(range) is not a range of commits", hint: "write it as A..B")
        }
        let (left, right) = (String(range[..<dots.lowerBound]), String(range[dots.upperBound...]))
        let tip = try resolve(revision: right.isEmpty ? "HEAD" : right)
        if let id = ObjectID(hex: left), id.isZero { return (nil, tip) }
        let base = try resolve(revision: left.isEmpty ? "HEAD" : left)
        let isSymmetric = range[dots].count == 3
        return (isSymmetric ? try mergeBase(base, tip) : base, tip)
    }

    /// Returns the best common ancestor, nil if there is none.
    package func mergeBase(_ left: ObjectID, _ right: ObjectID) throws(GitError) -> ObjectID? {
        var (result, one, two) = (git_oid(), left.oid, right.oid)
        let code = unsafe git_merge_base(&result, pointer, &one, &two)
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return nil
        }
        try check(code, "git_merge_base")
        return ObjectID(result)
    }

    /// Says whether a commit reaches another one, or is it.
    package func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) throws(GitError) -> Bool {
        if ancestor == commit { return true }
        var (one, two) = (commit.oid, ancestor.oid)
        return try check(unsafe git_graph_descendant_of(pointer, &one, &two), "git_graph_descendant_of") == 1
    }

    /// Returns how many commits only `local` has, and how many only `upstream` has.
    package func aheadBehind(
        local: ObjectID, upstream: ObjectID
    ) throws(GitError) -> (ahead: Int, behind: Int) {
        var (ahead, behind, one, two) = (0, 0, local.oid, upstream.oid)
        try check(unsafe git_graph_ahead_behind(&ahead, &behind, pointer, &one, &two), "git_graph_ahead_behind")
        return (ahead, behind)
    }

    /// When `git fetch` last ran here, nil if it never did.
    package var lastFetchSecondsSinceEpoch: Int64? {
        var status = stat()
        let code = unsafe withCString(commonDirectory + Array("/FETCH_HEAD".utf8)) { unsafe stat($0, &status) }
        return code == 0 ? Int64(status.st_mtim.tv_sec) : nil
    }
}

extension String {
    /// Returns where `..` or `...` stands.
    fileprivate func firstRange(ofDots: Void) -> Range<Index>? {
        for start in indices where self[start...].hasPrefix("..") {
            return start..<index(start, offsetBy: self[start...].hasPrefix("...") ? 3 : 2)
        }
        return nil
    }
}
