import TicketModel
import TicketText

/// What a cache knows of folders, by their paths.
struct FolderMemory: Sendable {
    private let cache: IndexCache?
    private var numbers: [RepositoryPath: Int] = [:]
    private var inner: [Int: [[UInt8]]] = [:]

    init(_ cache: IndexCache?) {
        self.cache = cache
        guard let cache else { return }
        for number in 0..<cache.folderCount {
            let folder = cache.folder(number)
            numbers[folder.path] = number
            if folder.parent != IndexCache.none { inner[folder.parent, default: []].append(folder.path.name) }
        }
    }

    /// A folder that has the same names as when it was read last.
    func known(_ path: RepositoryPath, _ stamp: FileStamp) -> TicketFiles.KnownFolder? {
        guard let cache, let number = numbers[path] else { return nil }
        let folder = cache.folder(number)
        guard folder.stamp == stamp, !cache.isRacy(stamp), folder.isSettled else { return nil }
        return TicketFiles.KnownFolder(number: number, folders: inner[number] ?? [])
    }

    func files(ofFolder number: Int) -> Range<Int> { cache?.folder(number).files ?? 0..<0 }

    func files(of path: RepositoryPath) -> Range<Int> { numbers[path].map { files(ofFolder: $0) } ?? 0..<0 }

    /// The number of a file, among those of its folder.
    func file(_ name: [UInt8], among files: Range<Int>) -> Int? {
        guard let cache else { return nil }
        var (low, high) = (files.lowerBound, files.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if cache.fileName(middle).lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
        }
        return low < files.upperBound && cache.fileName(low) == name ? low : nil
    }
}
