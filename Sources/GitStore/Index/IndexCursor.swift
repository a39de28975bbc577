internal import CLibgit2
internal import Glibc

/// Walks over the entries of an index. Each lies there as
///
///     ctime, mtime (8 each), dev, inode, mode, uid, gid, size (4 each), id (20), flags (2), more flags (2, only with flag 0x4000),
///     path, NUL; up to version 3 as many NULs as make the whole a multiple of 8
///
/// In version 4 a path is told by how many bytes of the one before fall away (a varint), and what comes instead.
/// Source: gitformat-index(5).
struct IndexCursor {
    /// Where the size of the file stands in an entry: 0 makes git look at the content.
    static let sizeOffset = 36
    static let flagsOffset = 60
    private static let idOffset = 40

    let index: IndexFile
    private var left: Int
    /// Where the entry begins, its path does and it ends.
    private(set) var start = IndexFile.headerSize
    private(set) var pathStart = IndexFile.headerSize
    private(set) var end = IndexFile.headerSize
    private var flags: UInt16 = 0
    private var pathCount = 0
    /// Only in version 4.
    private var unpackedPath: [UInt8] = []

    init(_ index: IndexFile) {
        self.index = index
        left = index.entryCount
    }

    /// 0, or 1 to 3 for the sides of a conflict.
    var stage: Int { Int(flags >> 12 & 3) }

    var value: CommitJournal.IndexValue {
        CommitJournal.IndexValue(
            id: index.file.objectID(at: start + Self.idOffset) ?? ObjectID(bigEndian: 0, 0, 0),
            mode: index.file.number32(at: start + 24) ?? 0)
    }

    /// The path's bytes.
    var path: [UInt8] { unsafe withPath { unsafe Array($0) } }

    /// The file's mtime as seconds and nanoseconds.
    var modification: (UInt32, UInt32) {
        (index.file.number32(at: start + 8) ?? 0, index.file.number32(at: start + 12) ?? 0)
    }

    /// What git remembers of the file, as numbers of 32 bits: see `CommittedStamp`.
    var stamp: CommittedStamp {
        func number(_ offset: Int) -> UInt32 { index.file.number32(at: start + offset) ?? 0 }
        func nanoseconds(_ offset: Int) -> Int64 {
            Int64(number(offset)) * 1_000_000_000 + Int64(number(offset + 4))
        }
        return CommittedStamp(
            sizeBytes: number(Self.sizeOffset), modifiedNanoseconds: nanoseconds(8), changedNanoseconds: nanoseconds(0),
            inode: number(20))
    }

    var hasSize: Bool { index.file.number32(at: start + Self.sizeOffset) != 0 }

    /// Goes to the next entry; false behind the last.
    ///
    /// - Throws: `git.index-damaged` if it is not whole, or not in order; behind the last, what `IndexExtensions` refuses.
    mutating func advance() throws(GitError) -> Bool {
        guard left > 0 else {
            try IndexExtensions.refuseUnknown(of: index, from: end)
            return false
        }
        left -= 1
        let (oldStart, oldCount, oldStage) = (pathStart, pathCount, stage)
        start = end
        guard start + Self.flagsOffset + 2 < index.end else { throw Self.cut }
        flags = number16(start + Self.flagsOffset)
        pathStart = start + Self.flagsOffset + 2
        if flags & 0x4000 != 0 { pathStart += 2 }
        guard pathStart < index.end else { throw Self.cut }
        let isBehind: Bool
        if index.version == 4 {
            isBehind = try unpackPath(oldStage)
        } else {
            try findPath()
            let order = unsafe Self.compare(
                slice(oldStart, oldCount), slice(pathStart, pathCount))
            isBehind = oldStart == IndexFile.headerSize || order < 0 || order == 0 && oldStage < stage
        }
        // Only a split index has such: they stand for entries of its other file.
        guard pathCount > 0 else { throw .indexExtension("link") }
        guard isBehind else { throw IndexFile.damaged("its entries are not in order") }
        return true
    }

    private mutating func findPath() throws(GitError) {
        var count = Int(flags & 0xFFF)
        // A path that is longer than the number says ends with its NUL alone.
        if count == 0xFFF { count = try zero(from: pathStart + count) - pathStart }
        guard pathStart + count < index.end, index.file.byte(at: pathStart + count) == 0 else { throw Self.cut }
        pathCount = count
        end = start + (pathStart - start + count + 8) & ~7
        guard end <= index.end else { throw Self.cut }
    }

    /// Returns whether the new path comes behind the old one.
    private mutating func unpackPath(_ oldStage: Int) throws(GitError) -> Bool {
        var place = pathStart
        let dropped = try IndexNumber.read(index.file, &place, limit: index.end)
        let kept = unpackedPath.count - dropped
        guard kept >= 0 else { throw Self.cut }
        let close = try zero(from: place)
        let isFirst = start == IndexFile.headerSize
        let order = unsafe unpackedPath.withUnsafeBytes {
            unsafe Self.compare(UnsafeRawBufferPointer(rebasing: $0[kept...]), slice(place, close - place))
        }
        unpackedPath.removeLast(dropped)
        unsafe unpackedPath.append(contentsOf: slice(place, close - place))
        pathCount = unpackedPath.count
        end = close + 1
        return isFirst || order < 0 || order == 0 && oldStage < stage
    }

    /// The place of the next NUL.
    private func zero(from place: Int) throws(GitError) -> Int {
        guard place < index.end, let base = unsafe index.file.bytes.baseAddress,
            let found = unsafe memchr(base + place, 0, index.end - place)
        else { throw Self.cut }
        return unsafe UnsafeRawPointer(found) - base
    }

    private func number16(_ offset: Int) -> UInt16 {
        UInt16(index.file.byte(at: offset) ?? 0) << 8 | UInt16(index.file.byte(at: offset + 1) ?? 0)
    }

    @unsafe private func slice(_ start: Int, _ count: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: index.file.bytes[start..<start + count])
    }

    @unsafe private func withPath<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard index.version == 4 else { return unsafe body(slice(pathStart, pathCount)) }
        return unsafe unpackedPath.withUnsafeBytes { unsafe body($0) }
    }

    @unsafe private static func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
        let count = min(one.count, other.count)
        if count > 0, let first = one.baseAddress, let second = other.baseAddress {
            let order = unsafe memcmp(first, second, count)
            if order != 0 { return Int(order) }
        }
        return one.count - other.count
    }

    private static var cut: GitError { IndexFile.damaged("an entry is cut off") }
}

extension IndexCursor {
    /// Below, at or above 0 where the entry's path comes before, is or comes behind another.
    func compare(with other: [UInt8]) -> Int {
        unsafe withPath { path in
            unsafe other.withUnsafeBytes { unsafe Self.compare(path, $0) }
        }
    }

    /// Whether the path's last part is this name.
    func isNamed(_ name: [UInt8]) -> Bool {
        unsafe withPath { path in
            let start = path.count - name.count
            guard start == 0 || start > 0 && (unsafe path[start - 1]) == UInt8(ascii: "/") else { return false }
            return unsafe memcmp(path.baseAddress! + start, name, name.count) == 0
        }
    }
}

/// The numbers of version 4: seven bits a byte, the highest first, each further byte one more than it says.
enum IndexNumber {
    static func read(_ file: MappedFile, _ place: inout Int, limit: Int) throws(GitError) -> Int {
        var number = -1
        while place < limit, let byte = file.byte(at: place), number < 1 << 24 {
            place += 1
            number = (number + 1) << 7 | Int(byte & 0x7F)
            if byte & 0x80 == 0 { return number }
        }
        throw IndexFile.damaged("a number is cut off")
    }

    static func append(_ number: Int, to bytes: inout [UInt8]) {
        var parts = [UInt8(number & 0x7F)]
        var rest = number >> 7
        while rest > 0 {
            rest -= 1
            parts.append(0x80 | UInt8(rest & 0x7F))
            rest >>= 7
        }
        bytes += parts.reversed()
    }
}
