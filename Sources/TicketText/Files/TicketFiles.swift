package import TicketModel

/// The files that a desk's `tickets:` globs match, folder by folder.
package struct TicketFiles: Sendable {
    package struct Folder: Sendable {
        package var path: RepositoryPath
        /// In byte order; empty for a folder that is known.
        package var names: [[UInt8]]
        /// The place of the folder that it lies in; nil for one with which a walk began.
        package var parent: Int?
        /// As it was before its names were read.
        package var stamp: FileStamp?
        package var hasLinks = false
        /// The number by which somebody knows its names, which are still the same.
        package var knownNumber: Int?
    }

    /// What is known of a folder whose stamp is still the same.
    package struct KnownFolder: Sendable {
        package var number: Int
        package var folders: [[UInt8]]

        package init(number: Int, folders: [[UInt8]]) {
            self.number = number
            self.folders = folders
        }
    }

    /// All folders that were looked into, one before those in it.
    package var folders: [Folder] = []
    /// One for each symbolic link that would have been a ticket or a folder of tickets.
    package var diagnostics: [Diagnostic] = []

    package var paths: [RepositoryPath] {
        folders.flatMap { folder in folder.names.map { folder.path.appending(bytes: $0) } }
    }

    package var count: Int { folders.reduce(0) { $0 + $1.names.count } }

    /// Walks the folders that `globs` can reach; `.git` is never entered.
    ///
    /// - Parameter known: Returns what is known of a folder with this stamp, whose names need not be read again.
    package static func find(
        in files: FolderFiles, globs: [String],
        known: @escaping (RepositoryPath, FileStamp) -> KnownFolder? = { _, _ in nil }
    ) -> TicketFiles {
        var walk = Walk(files: files, globs: globs.compactMap { try? Glob($0, .path) }, known: known)
        var starts: [RepositoryPath] = []
        for glob in walk.globs {
            let start = RepositoryPath(glob.literalPrefix)
            if !starts.contains(where: { $0 == start || start.isInside($0) }) {
                starts.removeAll { $0.isInside(start) }
                starts.append(start)
            }
        }
        for start in starts.sorted() { walk.begin(start) }
        return walk.found
    }

    private struct Walk {
        let files: FolderFiles
        let globs: [Glob]
        let known: (RepositoryPath, FileStamp) -> KnownFolder?
        var found = TicketFiles()
        /// Deeper trees than this are somebody's mistake or attack.
        static let maximumDepth = 64

        /// Walks a folder that a glob names, which may be a link itself, or lie behind one.
        mutating func begin(_ start: RepositoryPath) {
            let count = found.folders.count
            visit(start, parent: nil, depth: 0)
            guard found.folders.count == count else { return }
            var folder = RepositoryPath([])
            for name in start.bytes.split(separator: UInt8(ascii: "/")).map(Array.init) {
                let path = folder.appending(bytes: name)
                if files.listing(of: folder)?.symbolicLinks.contains(name) ?? false { return addLink(path) }
                folder = path
            }
        }

        mutating func visit(_ folder: RepositoryPath, parent: Int?, depth: Int) {
            guard depth <= Self.maximumDepth, let stamp = files.folder(folder)?.stamp else { return }
            let place = found.folders.count
            let inner: [[UInt8]]
            if let known = known(folder, stamp) {
                found.folders.append(
                    Folder(path: folder, names: [], parent: parent, stamp: stamp, knownNumber: known.number))
                inner = known.folders
            } else {
                guard let listing = files.listing(of: folder) else { return }
                found.folders.append(
                    Folder(
                        path: folder, names: matching(listing.files, in: folder), parent: parent, stamp: stamp,
                        hasLinks: !listing.symbolicLinks.isEmpty))
                for name in listing.symbolicLinks { reportLink(folder.appending(bytes: name), name) }
                inner = listing.folders
            }
            for name in inner where name != Array(".git".utf8) && name != Array(".tick".utf8) {
                visit(folder.appending(bytes: name), parent: place, depth: depth + 1)
            }
        }

        private func matching(_ names: [[UInt8]], in folder: RepositoryPath) -> [[UInt8]] {
            // One buffer for all names: a path of its own for each costs as much as matching it.
            var path = folder.bytes.isEmpty ? [] : folder.bytes + [UInt8(ascii: "/")]
            let nameStart = path.count
            let ends = globs.compactMap { glob in glob.nameEnd.flatMap { glob.matches(path + $0) ? $0 : nil } }
            let others = globs.filter { $0.nameEnd == nil }
            return names.filter { name in
                if ends.contains(where: { name.suffix($0.count).elementsEqual($0) }) { return true }
                guard !others.isEmpty else { return false }
                path.replaceSubrange(nameStart..., with: name)
                return others.contains { $0.matches(path) }
            }
        }

        private func isTicket(_ path: RepositoryPath) -> Bool { globs.contains { $0.matches(path.bytes) } }

        private mutating func reportLink(_ path: RepositoryPath, _ name: [UInt8]) {
            let mayBeFolder = !name.contains(UInt8(ascii: "."))
            if isTicket(path) || mayBeFolder { addLink(path) }
        }

        private mutating func addLink(_ path: RepositoryPath) {
            found.diagnostics.append(
                Diagnostic(
                    rule: "symlink", severity: .warning, message: "this is a symbolic link, which tick does not follow",
                    hint: "put the file itself in its place",
                    location: SourceLocation(path: path, lineNumber: 1, columnNumber: 1, length: 0, lineText: "")))
        }
    }
}

extension RepositoryPath {
    package func appending(bytes component: [UInt8]) -> RepositoryPath {
        bytes.isEmpty ? RepositoryPath(component) : RepositoryPath(bytes + [UInt8(ascii: "/")] + component)
    }
}
