// What one tip reaches and another does not. libgit2 1.5 does not know where a shallow clone ends and would look for the
// commits behind it.

extension GitRepository {
    /// Returns the commits that one tip reaches and another does not, each after all of its parents.
    ///
    /// In a shallow clone, commits beyond its end count as not there.
    ///
    /// - Parameter other: nil for all.
    package func commits(of tip: ObjectID, notIn other: ObjectID?) throws(GitError) -> [CommitRecord] {
        guard isShallow else { return try history(from: [tip], hiding: other.map { [$0] } ?? []) }
        let known = try other.map { id throws(GitError) in try ancestry(of: id) { _ in false } } ?? []
        let ids = Set(known.map(\.id))
        return try ancestry(of: tip) { ids.contains($0) }.map { found throws(GitError) in try commit(found.id) }
    }

    /// Returns the best common ancestor; nil if there is none, or none on this side of where a shallow clone ends.
    package func parting(of local: ObjectID, from other: ObjectID) throws(GitError) -> ObjectID? {
        guard isShallow else { return try mergeBase(local, other) }
        let boundary = try shallowCommits()
        guard let first = try commits(of: local, notIn: other).first else { return local }
        return boundary.contains(first.id) ? nil : first.parents.first
    }
}
