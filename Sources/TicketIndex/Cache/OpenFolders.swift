import Synchronization
import TicketModel
import TicketText

/// Folders that are held open while many of their files are read: opening one takes as many steps as its path has parts.
final class OpenFolders: Sendable {
    /// Few enough to leave descriptors for everything else.
    private static let limit = 128

    private let files: FolderFiles
    private let known = Mutex<[Int: SharedFolder]>([:])

    init(_ files: FolderFiles) { self.files = files }

    /// Returns the folder of a number; nil where there is none.
    func folder(_ number: Int, _ path: (Int) -> RepositoryPath) -> SharedFolder? {
        if let folder = known.withLock({ $0[number] }) { return folder }
        guard let folder = files.sharedFolder(path(number)) else { return nil }
        known.withLock { if $0.count < Self.limit { $0[number] = folder } }
        return folder
    }
}
