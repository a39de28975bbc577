internal import CLibgit2

/// New content of a tree, by name: the folders on the way to each change and nothing else.
struct TreeUpdate {
    enum Leaf {
        /// Without a mode the old one stays, or it is a regular file.
        case file(ObjectID, FileMode?)
        case removed
    }

    private(set) var leaf: Leaf?
    private(set) var children: [[UInt8]: TreeUpdate] = [:]

    /// Adds a change at a path.
    mutating func insert(_ leaf: Leaf, at path: ArraySlice<UInt8>) {
        guard let slash = path.firstIndex(of: UInt8(ascii: "/")) else {
            children[Array(path), default: TreeUpdate()].leaf = leaf
            return
        }
        children[Array(path[..<slash]), default: TreeUpdate()].insert(leaf, at: path[(slash + 1)...])
    }
}

extension GitRepository {
    /// Writes a tree with changes applied, and returns it; nil if nothing is left in it.
    ///
    /// Folders without a change are kept by their id, unread.
    func write(_ update: TreeUpdate, to base: ObjectID?) throws(GitError) -> ObjectID? {
        let tree = try base.map { id throws(GitError) in try self.tree(id) } ?? TreeBytes(bytes: [])
        var added: [(name: [UInt8], isFolder: Bool, bytes: [UInt8])] = []
        var kept: [TreeBytes.Entry] = []
        var open = update.children
        for entry in try tree.entries() {
            let name = Array(tree.name(entry))
            guard let child = open.removeValue(forKey: name) else {
                kept.append(entry)
                continue
            }
            let folder = entry.isFolder ? tree.id(entry) : nil
            if let new = try replacement(name, child, folder: folder, old: FileMode(raw: entry.mode)) {
                added.append(new)
            }
        }
        for (name, child) in open {
            if let new = try replacement(name, child, folder: nil, old: nil) { added.append(new) }
        }
        let bytes = Self.merge(tree, kept, added)
        return bytes.isEmpty ? nil : try store(bytes, GIT_OBJECT_TREE)
    }

    private func replacement(
        _ name: [UInt8], _ update: TreeUpdate, folder: ObjectID?, old: FileMode?
    ) throws(GitError) -> (name: [UInt8], isFolder: Bool, bytes: [UInt8])? {
        var result: ObjectID?
        var mode = FileMode.folder
        if folder != nil || !update.children.isEmpty {
            let isInTheWay = old != nil && folder == nil && { if case .removed = update.leaf { false } else { true } }()
            if isInTheWay { throw Self.inTheWay(name) }
            var inner = update
            inner.dropLeaf()
            result = try write(inner, to: folder)
        }
        if case .file(let id, let fileMode) = update.leaf {
            if result != nil { throw Self.inTheWay(name) }
            result = id
            mode = fileMode ?? (old == .executable ? .executable : .regular)
        }
        guard let result else { return nil }
        var bytes = Array(String(mode.rawValue, radix: 8).utf8) + [UInt8(ascii: " ")] + name + [0]
        result.append(to: &bytes)
        return (name, mode == .folder, bytes)
    }

    private static func merge(
        _ tree: TreeBytes, _ kept: [TreeBytes.Entry], _ added: [(name: [UInt8], isFolder: Bool, bytes: [UInt8])]
    ) -> [UInt8] {
        let sorted = added.sorted {
            TreeBytes.precedes($0.name[...], isFolder: $0.isFolder, $1.name[...], isFolder: $1.isFolder)
        }
        var result: [UInt8] = []
        result.reserveCapacity(tree.bytes.count + 64)
        var next = 0
        for entry in kept {
            while next < sorted.count,
                TreeBytes.precedes(
                    sorted[next].name[...], isFolder: sorted[next].isFolder, tree.name(entry),
                    isFolder: entry.isFolder)
            {
                result += sorted[next].bytes
                next += 1
            }
            result += tree.bytes[entry.range]
        }
        for new in sorted[next...] { result += new.bytes }
        return result
    }

    private static func inTheWay(_ name: [UInt8]) -> GitError {
        GitError("git.bad-path", "\(String(decoding: name, as: UTF8.self)) would be both a file and a folder")
    }
}

extension TreeUpdate {
    fileprivate mutating func dropLeaf() { leaf = nil }
}
