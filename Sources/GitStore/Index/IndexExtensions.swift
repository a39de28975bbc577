/// What lies behind an index's entries.
///
/// Of it stays what says nothing of a place or a time: cached trees, as far as nothing below them was changed, and what a
/// resolved conflict was made of. The rest (untracked files, fsmonitor, places for threads) is optional and falls away, as it
/// does with libgit2; git makes it anew.
enum IndexExtensions {
    /// `TREE`; `REUC` and libgit2's `NAME`, which are about conflicts.
    private static let trees: UInt32 = 0x5452_4545
    private static let kept: Set<UInt32> = [0x5245_5543, 0x4E41_4D45]

    /// Returns the extensions for the new index.
    ///
    /// - Parameters:
    ///   - start: where the entries end.
    ///   - changedPaths: in order.
    static func kept(of index: IndexFile, from start: Int, changedPaths: [[UInt8]]) throws(GitError) -> [UInt8] {
        var (result, place): ([UInt8], Int) = ([], start)
        while let (name, content) = try next(of: index, &place) {
            if name == trees {
                var trees = IndexTrees(index.file, content)
                append(name, trees.without(changedPaths), to: &result)
            } else if kept.contains(name) {
                unsafe append(name, Array(index.file.bytes[content]), to: &result)
            }
        }
        return result
    }

    /// Returns the id of each folder's tree, as far as the index knows it, by the folder's path with a slash at its end.
    static func trees(of index: IndexFile, from start: Int) throws(GitError) -> [[UInt8]: ObjectID] {
        var place = start
        while let (name, content) = try next(of: index, &place) {
            guard name == trees else { continue }
            var trees = IndexTrees(index.file, content)
            return trees.ids()
        }
        return [:]
    }

    /// Refuses extensions that must be understood, of split and sparse indexes: their names begin with a small letter.
    static func refuseUnknown(of index: IndexFile, from start: Int) throws(GitError) {
        var place = start
        while let (name, _) = try next(of: index, &place) {
            guard name >> 24 >= 0x61 else { continue }
            let letters = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: name >> UInt32($0)) }
            throw .indexExtension(String(decoding: letters, as: UTF8.self))
        }
    }

    private static func next(
        of index: IndexFile, _ place: inout Int
    ) throws(GitError) -> (name: UInt32, content: Range<Int>)? {
        guard place < index.end else { return nil }
        guard let name = index.file.number32(at: place), let size = index.file.number32(at: place + 4),
            place + 8 + Int(size) <= index.end
        else { throw IndexFile.damaged("an extension is cut off") }
        let content = place + 8..<place + 8 + Int(size)
        place = content.upperBound
        return (name, content)
    }

    private static func append(_ name: UInt32, _ content: [UInt8], to bytes: inout [UInt8]) {
        guard !content.isEmpty else { return }
        for number in [name, UInt32(content.count)] {
            unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
        }
        bytes += content
    }
}

/// The cached trees of an index: for each folder, outermost first,
///
///     name, NUL, number of entries as text (-1 where it is not known any more), space, number of inner folders, newline, id (20) if known
///
/// Source: gitformat-index(5), "Cache tree".
struct IndexTrees {
    private let file: MappedFile
    private let end: Int
    private var place: Int
    private var result: [UInt8] = []

    init(_ file: MappedFile, _ range: Range<Int>) {
        (self.file, place, end) = (file, range.lowerBound, range.upperBound)
    }

    /// Returns the trees, those above these paths not known any more; nothing where they cannot be read.
    mutating func without(_ paths: [[UInt8]]) -> [UInt8] {
        guard copy(paths[...], depth: 0), place == end else { return [] }
        return result
    }

    /// Returns what is known of each folder, by its path; nothing where the trees cannot be read.
    mutating func ids() -> [[UInt8]: ObjectID] {
        var found: [[UInt8]: ObjectID] = [:]
        return read(into: &found, prefix: [], level: 0) && place == end ? found : [:]
    }

    private mutating func read(into found: inout [[UInt8]: ObjectID], prefix: [UInt8], level: Int) -> Bool {
        guard level < 4096, let head = head() else { return false }
        let path = head.name.isEmpty ? prefix : prefix + head.name + [UInt8(ascii: "/")]
        if head.isKnown {
            found[path] = file.objectID(at: place)
            place += 20
        }
        for _ in 0..<head.innerCount {
            guard read(into: &found, prefix: path, level: level + 1) else { return false }
        }
        return true
    }

    /// What stands before a folder's id.
    private struct Head {
        let name: [UInt8]
        let entryText: [UInt8]
        let innerText: [UInt8]
        let innerCount: Int
        let isKnown: Bool
    }

    private mutating func head() -> Head? {
        guard let name = text(until: 0), let entryText = text(until: UInt8(ascii: " ")),
            let innerText = text(until: UInt8(ascii: "\n")), let entryCount = Self.number(entryText),
            let innerCount = Self.number(innerText), innerCount >= 0, entryCount < 0 || place + 20 <= end
        else { return nil }
        return Head(
            name: name, entryText: entryText, innerText: innerText, innerCount: innerCount, isKnown: entryCount >= 0)
    }

    /// - Parameters:
    ///   - paths: those below the folder that comes next, and others behind which it does not lie.
    ///   - depth: where in a path the folder's own part begins.
    private mutating func copy(_ paths: ArraySlice<[UInt8]>, depth: Int, level: Int = 0) -> Bool {
        guard level < 4096, let head = head() else { return false }
        let prefix = head.name.isEmpty ? [] : head.name + [UInt8(ascii: "/")]
        let inner = paths.filter { $0[depth...].starts(with: prefix) }
        result += head.name + [0] + (inner.isEmpty ? head.entryText : Array("-1".utf8)) + [UInt8(ascii: " ")]
        result += head.innerText + [UInt8(ascii: "\n")]
        if head.isKnown {
            if inner.isEmpty { unsafe result.append(contentsOf: file.bytes[place..<place + 20]) }
            place += 20
        }
        for _ in 0..<head.innerCount {
            guard copy(inner[...], depth: depth + prefix.count, level: level + 1) else { return false }
        }
        return true
    }

    private mutating func text(until stop: UInt8) -> [UInt8]? {
        let start = place
        while place < end, let byte = file.byte(at: place) {
            place += 1
            if byte == stop { return unsafe Array(file.bytes[start..<place - 1]) }
        }
        return nil
    }

    private static func number(_ text: [UInt8]) -> Int? { Int(String(decoding: text, as: UTF8.self)) }
}
