/// A path relative to the repository's top folder: bytes, separated by `/`, as git stores it.
///
/// Two paths are equal only if all their bytes are. `String` would take `é` and `e` + accent for the same name, git and
/// the file system do not.
package struct RepositoryPath: Hashable, Sendable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ string: String) {
        bytes = Array(string.utf8)
    }

    package init(stringLiteral value: StaticString) {
        self.init(value.description)
    }

    /// For people: invalid UTF-8 becomes U+FFFD, so it may not name the file any more.
    package var description: String { String(decoding: bytes, as: UTF8.self) }

    /// The last component.
    package var name: [UInt8] {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes }
        return Array(bytes[(slash + 1)...])
    }

    /// The folder that it lies in; empty for the top folder.
    package var folder: RepositoryPath {
        RepositoryPath(bytes.lastIndex(of: UInt8(ascii: "/")).map { Array(bytes[..<$0]) } ?? [])
    }

    package func appending(_ component: String) -> RepositoryPath {
        bytes.isEmpty ? RepositoryPath(component) : RepositoryPath(bytes + [UInt8(ascii: "/")] + Array(component.utf8))
    }

    package func isInside(_ folder: RepositoryPath) -> Bool {
        bytes.count > folder.bytes.count && bytes.starts(with: folder.bytes)
            && (folder.bytes.isEmpty || bytes[folder.bytes.count] == UInt8(ascii: "/"))
    }

    package static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
