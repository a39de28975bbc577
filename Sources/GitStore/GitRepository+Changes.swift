internal import CLibgit2

/// A file that differs between two trees.
package struct TreeChange: Sendable, Equatable {
    /// From the root of the repository.
    package let path: [UInt8]
    /// The file before and after; nil where it does not exist.
    package let oldID: ObjectID?
    package let newID: ObjectID?
    package let oldMode: FileMode?
    package let newMode: FileMode?
}

extension GitRepository {
    /// Returns the files that differ between two trees (or the trees of two commits), in git's order at each level.
    ///
    /// Folders of equal ids are skipped without being read, so the cost follows what changed. Renames are a removal
    /// and an addition.
    ///
    /// - Parameters:
    ///   - old: nil stands for the empty tree.
    ///   - isWanted: Whether a file belongs to the answer.
    ///   - descending: Whether to look into a folder.
    package func changes(
        from old: ObjectID?, to new: ObjectID?, descending: ([UInt8]) -> Bool = { _ in true },
        where isWanted: ([UInt8]) -> Bool = { _ in true }
    ) throws(GitError) -> [TreeChange] {
        guard old != new else { return [] }
        var result: [TreeChange] = []
        let oldTree = try old.map { id throws(GitError) in try treeID(of: id) }
        let newTree = try new.map { id throws(GitError) in try treeID(of: id) }
        try compare(oldTree, newTree, [], descending, isWanted, &result)
        return result
    }

    private func compare(
        _ old: ObjectID?, _ new: ObjectID?, _ prefix: [UInt8], _ descending: ([UInt8]) -> Bool,
        _ isWanted: ([UInt8]) -> Bool, _ result: inout [TreeChange]
    ) throws(GitError) {
        guard old != new else { return }
        let left = try old.map { id throws(GitError) in try tree(id) } ?? TreeBytes(bytes: [])
        let right = try new.map { id throws(GitError) in try tree(id) } ?? TreeBytes(bytes: [])
        let same = TreeBytes.equalByteCount(left, 0, right, 0)
        var (l, r) = (try left.entry(at: same), try right.entry(at: same))
        while l != nil || r != nil {
            let takesLeft = Self.comesFirst(l, left, r, right)
            let takesRight = Self.comesFirst(r, right, l, left)
            try compare(
                takesLeft ? l.map { ($0, left) } : nil, takesRight ? r.map { ($0, right) } : nil,
                prefix, descending, isWanted, &result)
            let leftEnd = (takesLeft ? l?.range.upperBound : l?.range.lowerBound) ?? left.bytes.count
            let rightEnd = (takesRight ? r?.range.upperBound : r?.range.lowerBound) ?? right.bytes.count
            let same = TreeBytes.equalByteCount(left, leftEnd, right, rightEnd)
            l = try left.entry(at: leftEnd + same)
            r = try right.entry(at: rightEnd + same)
        }
    }

    /// Says whether the first entry does not come after the second one.
    private static func comesFirst(
        _ entry: TreeBytes.Entry?, _ tree: TreeBytes, _ other: TreeBytes.Entry?, _ otherTree: TreeBytes
    ) -> Bool {
        guard let entry else { return false }
        guard let other else { return true }
        return !TreeBytes.precedes(
            otherTree.name(other), isFolder: other.isFolder, tree.name(entry), isFolder: entry.isFolder)
    }

    private func compare(
        _ old: (TreeBytes.Entry, TreeBytes)?, _ new: (TreeBytes.Entry, TreeBytes)?, _ prefix: [UInt8],
        _ descending: ([UInt8]) -> Bool, _ isWanted: ([UInt8]) -> Bool, _ result: inout [TreeChange]
    ) throws(GitError) {
        let oldID = old.map { $0.1.id($0.0) }
        let newID = new.map { $0.1.id($0.0) }
        if oldID == newID, old?.0.mode == new?.0.mode { return }
        guard let name = (old ?? new).map({ $0.1.name($0.0) }) else { return }
        let path = prefix + name
        if old?.0.isFolder ?? new?.0.isFolder ?? false {
            guard descending(path) else { return }
            try compare(oldID, newID, path + [UInt8(ascii: "/")], descending, isWanted, &result)
        } else if isWanted(path) {
            let (oldMode, newMode) = (old.map { FileMode(raw: $0.0.mode) }, new.map { FileMode(raw: $0.0.mode) })
            result.append(TreeChange(path: path, oldID: oldID, newID: newID, oldMode: oldMode, newMode: newMode))
        }
    }
}
