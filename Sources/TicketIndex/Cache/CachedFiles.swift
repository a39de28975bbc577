package import TicketModel

/// Finds files of an index cache by their paths, fastest where those of one folder are asked for in order.
package struct CachedFiles {
    private let cache: IndexCache
    private var folders: [[UInt8]: Folder] = [:]
    /// The folder that was asked for last.
    private var path: [UInt8] = []
    private var folder = Folder(files: 0..<0, next: 0)

    private struct Folder {
        let files: Range<Int>
        /// Where the next file is looked for first.
        var next: Int
    }

    package init(_ cache: IndexCache) {
        self.cache = cache
        for number in 0..<cache.folderCount {
            let folder = cache.folder(number)
            folders[folder.path.bytes] = Folder(files: folder.files, next: folder.files.lowerBound)
        }
        folder = folders[path] ?? folder
    }

    /// The number of the ticket's record and the file's stamp; nil where there is no such ticket.
    package mutating func ticket(at path: [UInt8]) -> (record: Int, stamp: FileStamp)? {
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        enter(path[..<(slash ?? 0)])
        let name = path[(slash.map { $0 + 1 } ?? 0)...]
        let files = folder.files
        var file = folder.next
        if !files.contains(file) || cache.compare(nameOfFile: file, with: name) != 0 {
            file = files.partitioningIndex { cache.compare(nameOfFile: $0, with: name) >= 0 }
            guard file < files.upperBound, cache.compare(nameOfFile: file, with: name) == 0 else { return nil }
        }
        folder.next = file + 1
        return cache.ticket(ofFile: file).map { ($0, cache.fileStamp(file)) }
    }

    private mutating func enter(_ other: ArraySlice<UInt8>) {
        guard path[...] != other else { return }
        folders[path]?.next = folder.next
        path = Array(other)
        folder = folders[path] ?? Folder(files: 0..<0, next: 0)
    }
}
