import TicketModel
import TicketText

/// Puts a cache together from files as they come, folder by folder.
struct StreamedCacheWriter {
    private var writer = IndexCacheWriter()
    private let folders: [TicketFiles.Folder]
    /// The writer's numbers of the folders that it has; nil for those without a stamp, which no cache knows.
    private var numbers: [Int?] = []

    init(_ folders: [TicketFiles.Folder]) { self.folders = folders }

    /// Adds the next file; folders come in their order.
    mutating func add(_ file: IndexBuilder.FoundFile, inFolder place: Int) {
        addFolders(through: place)
        guard numbers[place] != nil, case .read(let file) = file else { return }
        writer.add(
            file: file.name, stamp: file.stamp, digest: file.digest, ticket: file.ticket, diagnostics: file.diagnostics)
    }

    /// Lets folders be looked into again in which a file could not be read.
    mutating func unsettle(_ places: Set<Int>) {
        for place in places.sorted() {
            addFolders(through: place)
            if let number = numbers[place] { writer.unsettle(folder: number) }
        }
    }

    private mutating func addFolders(through place: Int) {
        while numbers.count <= place {
            let folder = folders[numbers.count]
            numbers.append(
                folder.stamp.map { stamp in
                    writer.add(folder: folder.path, parent: folder.parent, isSettled: !folder.hasLinks, stamp: stamp)
                })
        }
    }

    /// Returns the whole; nil where it is larger than the numbers in it can say.
    mutating func finish(stampNanoseconds: Int64, fingerprint: (UInt64, UInt64)) -> [UInt8]? {
        addFolders(through: folders.count - 1)
        return writer.finish(stampNanoseconds: stampNanoseconds, fingerprint: fingerprint)
    }
}
