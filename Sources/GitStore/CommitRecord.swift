/// The fields of a commit.
package struct CommitRecord: Sendable, Equatable {
    package let id: ObjectID
    package let tree: ObjectID
    package let parents: [ObjectID]
    package let author: Signature
    package let committer: Signature
    /// As stored; empty if the walk was asked to leave messages out.
    package let message: [UInt8]

    /// The message as text, with what is not UTF-8 replaced.
    package var messageText: String { String(decoding: message, as: UTF8.self) }

    /// Parses a commit object.
    ///
    /// ```
    /// tree 9bb2…
    /// parent 41c0…
    /// author Ada <ada@example.org> 1710000000 +0300
    /// committer Ada <ada@example.org> 1710000000 +0300
    ///
    /// HD-k7qf3m: open → waiting
    /// ```
    ///
    /// - Throws: `git.bad-object`.
    init(id: ObjectID, bytes: [UInt8], includingMessage: Bool) throws(GitError) {
        var (tree, author, committer): (ObjectID?, Signature?, Signature?)
        var parents: [ObjectID] = []
        var position = 0
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[position..<end]
            position = end + 1
            if let value = Self.value(of: "tree ", line) {
                tree = ObjectID(hex: value)
            } else if let value = Self.value(of: "parent ", line) {
                guard let parent = ObjectID(hex: value) else { throw Self.malformed(id) }
                parents.append(parent)
            } else if let value = Self.value(of: "author ", line) {
                author = author ?? Signature(line: value)
            } else if let value = Self.value(of: "committer ", line) {
                committer = committer ?? Signature(line: value)
            }
        }
        guard let tree, let author, let committer else { throw Self.malformed(id) }
        (self.id, self.tree, self.parents) = (id, tree, parents)
        (self.author, self.committer) = (author, committer)
        self.message = includingMessage ? Array(bytes.dropFirst(position + 1)) : []
    }

    private static func value(of header: StaticString, _ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let count = header.utf8CodeUnitCount
        guard line.count > count else { return nil }
        for (offset, byte) in "\(header)".utf8.enumerated() where line[line.startIndex + offset] != byte { return nil }
        return line.dropFirst(count)
    }

    private static func malformed(_ id: ObjectID) -> GitError {
        GitError("git.bad-object", "the commit \(id.shortHex) is malformed")
    }
}

extension Signature {
    /// Parses `Ada <ada@example.org> 1710000000 +0300`; a time that cannot be read is 0, as in git.
    init(line: ArraySlice<UInt8>) {
        let open = line.firstIndex(of: UInt8(ascii: "<")) ?? line.endIndex
        let close = line.lastIndex(of: UInt8(ascii: ">")) ?? line.endIndex
        var name = line[..<open]
        while name.last == UInt8(ascii: " ") { name.removeLast() }
        let email = open < close ? line[(open + 1)..<close] : []
        let rest = close < line.endIndex ? line[(close + 1)...].split(separator: UInt8(ascii: " ")) : []
        let seconds = rest.first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
        let zone = rest.dropFirst().first.flatMap { Int32(String(decoding: $0, as: UTF8.self)) } ?? 0
        self.init(
            name: String(decoding: name, as: UTF8.self), email: String(decoding: email, as: UTF8.self),
            secondsSinceEpoch: seconds, offsetMinutes: zone / 100 * 60 + zone % 100)
    }
}
