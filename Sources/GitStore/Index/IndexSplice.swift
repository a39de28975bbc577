internal import CLibgit2
internal import Glibc

/// A change to one path of an index.
struct IndexChange {
    var path: [UInt8]
    /// nil removes the entry.
    var value: CommitJournal.IndexValue?
    /// The file's, so that git need not read it; nil makes git compare the content.
    var status: stat?
}

/// Makes a new index of an old one: what is not changed is copied as it is.
struct IndexSplice {
    private let old: IndexFile?
    private let changes: ArraySlice<IndexChange>
    private let version: Int
    private var bytes: [UInt8] = []
    private var entryCount = 0
    /// Up to where the old bytes are copied.
    private var copied = IndexFile.headerSize
    /// The path of the last entry, which the next one in version 4 is told by.
    private var lastPath: [UInt8] = []
    /// Whether the old entry that comes next was told by another path.
    private var isTorn = false
    private var insertedPaths: [[UInt8]] = []

    /// Returns the bytes of the new index.
    ///
    /// - Parameters:
    ///   - old: nil where there is none yet.
    ///   - changes: one a path.
    /// - Throws: `git.conflicted` for a path of which a merge left several versions, `git.index-collision` for one that
    ///   the index has a folder for.
    static func make(_ old: IndexFile?, _ changes: [IndexChange]) throws(GitError) -> [UInt8] {
        var splice = IndexSplice(old, changes)
        return try splice.make()
    }

    private init(_ old: IndexFile?, _ changes: [IndexChange]) {
        self.old = old
        self.changes = changes.sorted { $0.path.lexicographicallyPrecedes($1.path) }[...]
        version = old?.version ?? 2
    }

    private mutating func make() throws(GitError) -> [UInt8] {
        bytes.reserveCapacity((old?.file.count ?? 64) + changes.reduce(0) { $0 + $1.path.count + 96 })
        bytes += Array("DIRC".utf8)
        bytes.append(number: UInt32(version))
        bytes.append(number: 0)
        var changes = changes
        if let old { try merge(&changes, into: old) }
        for change in changes { insert(change) }
        bytes.replace(numberAt: 8, with: UInt32(entryCount))
        if let old {
            try refuseCollisions(old)
            bytes += try IndexExtensions.kept(of: old, from: copied, changedPaths: self.changes.map(\.path))
        }
        unsafe bytes += bytes.withUnsafeBytes { unsafe IndexDigest.make($0) }
        return bytes
    }

    /// Goes through the old entries once, with the changes beside them.
    private mutating func merge(_ changes: inout ArraySlice<IndexChange>, into old: IndexFile) throws(GitError) {
        var cursor = IndexCursor(old)
        // By itself: asking for the first change anew at each entry would copy it each time.
        var path = changes.first?.path
        while try cursor.advance() {
            var order = path.map { cursor.compare(with: $0) } ?? -1
            while order > 0, let change = changes.popFirst() {
                copy(upTo: cursor.start)
                insert(change)
                path = changes.first?.path
                order = path.map { cursor.compare(with: $0) } ?? -1
            }
            if order == 0, let change = changes.popFirst() {
                if cursor.stage > 0 { _ = try IndexFile.State.conflicted.value(at: change.path) }
                copy(upTo: cursor.start)
                if change.value == nil { isTorn = true } else { append(change) }
                copied = cursor.end
                path = changes.first?.path
            } else {
                keep(cursor)
            }
        }
        copy(upTo: cursor.end)
    }

    private mutating func insert(_ change: IndexChange) {
        guard change.value != nil else { return }
        append(change)
        insertedPaths.append(change.path)
        isTorn = true
    }

    /// Takes an old entry over. One whose file may have been changed unseen loses its size, so that git looks at the content.
    ///
    /// Git sees from the index's own time which entries it cannot trust; a newer index would make it trust them. A size
    /// of 0 says the same for good. Source: git, Documentation/technical/racy-git.txt.
    private mutating func keep(_ cursor: IndexCursor) {
        entryCount += 1
        if isTorn, version == 4 {
            copy(upTo: cursor.start)
            let head = bytes.count
            copy(upTo: cursor.pathStart)
            appendPath(cursor.path, head: head)
            copied = cursor.end
            if isRacy(cursor) { bytes.replace(numberAt: head + IndexCursor.sizeOffset, with: 0) }
        } else if isRacy(cursor) {
            copy(upTo: cursor.start + IndexCursor.sizeOffset)
            bytes.append(number: 0)
            copied += 4
        }
        isTorn = false
        if version == 4 { lastPath = cursor.path }
    }

    private func isRacy(_ cursor: IndexCursor) -> Bool {
        guard let written = old?.file.modification, cursor.stage == 0, cursor.hasSize else { return false }
        return Self.isRacy(cursor.modification, written)
    }

    private static func isRacy(_ modification: (UInt32, UInt32), _ written: timespec) -> Bool {
        (Int(modification.0), Int(modification.1)) >= (written.tv_sec, written.tv_nsec)
    }

    /// Writes an entry anew. What was set about the old one (assume-unchanged, intent-to-add) is gone, as after `git add`.
    private mutating func append(_ change: IndexChange) {
        guard let value = change.value else { return }
        entryCount += 1
        let head = bytes.count
        let status = change.status ?? stat()
        for time in [status.st_ctim, status.st_mtim] {
            bytes.append(number: UInt32(truncatingIfNeeded: time.tv_sec))
            bytes.append(number: UInt32(truncatingIfNeeded: time.tv_nsec))
        }
        let modification = (UInt32(truncatingIfNeeded: status.st_mtim.tv_sec), UInt32(status.st_mtim.tv_nsec))
        // It was changed after the old index was written, and may have been again since its content was looked at.
        let isRacy = old.map { Self.isRacy(modification, $0.file.modification) } ?? false
        for number in [
            UInt32(truncatingIfNeeded: status.st_dev), UInt32(truncatingIfNeeded: status.st_ino), value.mode,
            status.st_uid, status.st_gid, isRacy ? 0 : UInt32(truncatingIfNeeded: status.st_size),
        ] { bytes.append(number: number) }
        value.id.append(to: &bytes)
        let flags = UInt16(min(change.path.count, 0xFFF))
        bytes += [UInt8(flags >> 8), UInt8(flags & 0xFF)]
        appendPath(change.path, head: head)
        lastPath = change.path
    }

    /// - Parameter head: where the entry begins.
    private mutating func appendPath(_ path: [UInt8], head: Int) {
        guard version == 4 else {
            bytes += path
            return bytes.append(contentsOf: repeatElement(0, count: 8 - (bytes.count - head) % 8))
        }
        let shared = zip(path, lastPath).prefix { $0 == $1 }.count
        IndexNumber.append(lastPath.count - shared, to: &bytes)
        bytes += path[shared...]
        bytes.append(0)
    }

    private mutating func copy(upTo end: Int) {
        guard let old, end > copied else { return }
        unsafe bytes.append(contentsOf: old.file.bytes[copied..<end])
        copied = end
    }

    /// Refuses a file where the index has a folder, or the other way round: git would take one of them out.
    private func refuseCollisions(_ old: IndexFile) throws(GitError) {
        guard !insertedPaths.isEmpty else { return }
        let slash = UInt8(ascii: "/")
        let folders = insertedPaths.flatMap { path in
            path.indices.filter { path[$0] == slash }.map { Array(path[..<$0]) }
        }
        let removed = Set(changes.filter { $0.value == nil }.map(\.path))
        let probes = Set(folders + insertedPaths.map { $0 + [slash] }).sorted { $0.lexicographicallyPrecedes($1) }
        for (probe, found) in zip(probes, try old.firstPaths(from: probes)) {
            guard let found, !removed.contains(found) else { continue }
            guard probe.last == slash ? !found.starts(with: probe) : found != probe else {
                throw GitError(
                    "git.index-collision",
                    "\(String(decoding: found, as: UTF8.self)) is staged, where a folder or a file of that name is to be",
                    hint: "git status shows it; git restore --staged takes it back")
            }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: UInt32) {
        unsafe Swift.withUnsafeBytes(of: number.bigEndian) { unsafe append(contentsOf: $0) }
    }

    fileprivate mutating func replace(numberAt place: Int, with number: UInt32) {
        for (offset, shift) in [24, 16, 8, 0].enumerated() {
            self[place + offset] = UInt8(truncatingIfNeeded: number >> UInt32(shift))
        }
    }
}
