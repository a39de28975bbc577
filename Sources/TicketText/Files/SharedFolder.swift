internal import Glibc
package import TicketModel

/// A folder that several threads read from.
package final class SharedFolder: Sendable {
    private let folder: OpenFolder

    init(_ folder: consuming OpenFolder) { self.folder = folder }

    /// Returns the bytes of a regular file, at most `limit` + 1 of them; nil where it cannot be read.
    package func bytes(of name: [UInt8], limit: Int) -> [UInt8]? { try? folder.read(name, limit: limit).bytes }
}

extension FolderFiles {
    /// Opens a folder for several threads; nil where there is none.
    package func sharedFolder(_ path: RepositoryPath) -> SharedFolder? {
        guard let descriptor = try? open(folder: path) else { return nil }
        return SharedFolder(OpenFolder(descriptor: descriptor))
    }
}
