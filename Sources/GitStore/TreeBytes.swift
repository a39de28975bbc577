internal import Glibc

/// What a name in a tree stands for.
package enum FileMode: UInt32, Sendable {
    case regular = 0o100644
    case executable = 0o100755
    case symbolicLink = 0o120000
    case submodule = 0o160000
    case folder = 0o040000

    /// Reads a mode as git does, which has also written `100664` and the like.
    init(raw: UInt32) {
        switch raw & 0o170000 {
        case 0o040000: self = .folder
        case 0o120000: self = .symbolicLink
        case 0o160000: self = .submodule
        default: self = raw & 0o100 == 0 ? .regular : .executable
        }
    }

    /// True for a file whose bytes are content.
    package var isFile: Bool { self == .regular || self == .executable }
}

/// A tree object as git stores it: `mode SP name NUL` and 20 bytes of id for each entry, in git's order.
struct TreeBytes {
    struct Entry {
        let mode: UInt32
        /// Where the name lies in the tree's bytes.
        let name: Range<Int>
        /// Where the entry begins and ends.
        let range: Range<Int>
        var isFolder: Bool { mode & 0o170000 == 0o040000 }
    }

    let bytes: [UInt8]

    func name(_ entry: Entry) -> ArraySlice<UInt8> { bytes[entry.name] }
    func id(_ entry: Entry) -> ObjectID { ObjectID(bytes: bytes[entry.name.upperBound + 1..<entry.range.upperBound]) }

    /// Returns the entry at an offset, nil at the end.
    ///
    /// - Throws: `git.bad-object` if the bytes are no tree.
    func entry(at start: Int) throws(GitError) -> Entry? {
        guard start < bytes.count else { return nil }
        var position = start
        var mode: UInt32 = 0
        while position < bytes.count, case let digit = bytes[position], digit != UInt8(ascii: " ") {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "7"), mode < 1 << 24 else { throw malformed }
            mode = mode << 3 | UInt32(digit - UInt8(ascii: "0"))
            position += 1
        }
        let nameStart = position + 1
        position = nameStart
        while position < bytes.count, bytes[position] != 0 { position += 1 }
        guard position > nameStart, position + 20 < bytes.count else { throw malformed }
        return Entry(mode: mode, name: nameStart..<position, range: start..<position + 21)
    }

    /// Returns how many bytes of whole entries are the same from two positions on.
    ///
    /// Neighbours in history share all but one of a folder's names, so this is where a walk spends its time: the bytes
    /// are compared by memcmp, and then entries are counted up to the first difference.
    static func equalByteCount(_ left: TreeBytes, _ leftStart: Int, _ right: TreeBytes, _ rightStart: Int) -> Int {
        let limit = min(left.bytes.count - leftStart, right.bytes.count - rightStart)
        return unsafe left.bytes.withUnsafeBytes { leftBuffer in
            unsafe right.bytes.withUnsafeBytes { rightBuffer in
                guard limit > 0, let l = leftBuffer.baseAddress, let r = rightBuffer.baseAddress else { return 0 }
                let same = unsafe commonByteCount(l + leftStart, r + rightStart, limit)
                return same == limit ? limit : unsafe wholeEntries(in: l + leftStart, same)
            }
        }
    }

    @unsafe private static func commonByteCount(
        _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ limit: Int
    ) -> Int {
        var position = 0
        while position < limit {
            let count = min(4096, limit - position)
            if unsafe memcmp(left + position, right + position, count) != 0 { break }
            position += count
        }
        while position < limit,
            unsafe left.load(fromByteOffset: position, as: UInt8.self)
                == right.load(fromByteOffset: position, as: UInt8.self)
        {
            position += 1
        }
        return position
    }

    /// Returns the end of the last entry that ends within the first bytes of a tree.
    @unsafe private static func wholeEntries(in start: UnsafeRawPointer, _ limit: Int) -> Int {
        var position = 0
        while position < limit, let zero = unsafe memchr(start + position, 0, limit - position) {
            let end = unsafe UnsafeRawPointer(zero) - start + 21
            guard end <= limit else { break }
            position = end
        }
        return position
    }

    /// Returns all entries in git's order.
    func entries() throws(GitError) -> [Entry] {
        var result: [Entry] = []
        var position = 0
        while let entry = try entry(at: position) {
            result.append(entry)
            position = entry.range.upperBound
        }
        return result
    }

    /// Compares names as git sorts them: a folder's as if it ended in `/`.
    static func precedes(
        _ left: ArraySlice<UInt8>, isFolder leftIsFolder: Bool, _ right: ArraySlice<UInt8>, isFolder rightIsFolder: Bool
    ) -> Bool {
        var (l, r) = (left.startIndex, right.startIndex)
        while l < left.endIndex, r < right.endIndex {
            if left[l] != right[r] { return left[l] < right[r] }
            l += 1
            r += 1
        }
        let slash = UInt8(ascii: "/")
        let leftNext = l < left.endIndex ? left[l] : leftIsFolder ? slash : 0
        let rightNext = r < right.endIndex ? right[r] : rightIsFolder ? slash : 0
        return leftNext < rightNext
    }

    private var malformed: GitError { GitError("git.bad-object", "a tree object is malformed") }
}

/// The trees that were read last, at most 16 MB of them.
struct TreeCache {
    private var trees: [ObjectID: TreeBytes] = [:]
    private var size = 0

    subscript(id: ObjectID) -> TreeBytes? { trees[id] }

    mutating func insert(_ tree: TreeBytes, for id: ObjectID) {
        if size + tree.bytes.count > 16 << 20 {
            trees.removeAll(keepingCapacity: true)
            size = 0
        }
        trees[id] = tree
        size += tree.bytes.count
    }
}
