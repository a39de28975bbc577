package import TicketModel
internal import TicketText

/// Reads all tickets of a working tree into a snapshot, on every core; from a cache, as far as files are still the same.
package struct IndexBuilder: Sendable {
    let configuration: Configuration
    let files: FolderFiles
    let reader: TicketReader
    /// What an earlier walk found; nil to read every file.
    var cache: IndexCache?
    let profile: Profile?
    /// From so many files on a desk without a cache is read straight into one, so many batches at once; see `streamed`.
    var streaming = (fileCount: 150_000, batchCount: 64)
    /// Whether it is kept what each ticket was read from, which only a new cache needs.
    var keepsFiles = true
    /// The cache's files that are to be looked at, where others are believed to be as they were; nil for all.
    var asked: Set<Int>?

    /// - Parameters:
    ///   - keepsSource: whether tickets keep their text, which words in queries and diagnostics need.
    ///   - readsConversation: whether tickets have their entries.
    package init(
        configuration: Configuration, root: String, keepsSource: Bool, readsConversation: Bool = true,
        cache: IndexCache? = nil, profile: Profile? = nil
    ) {
        self.profile = profile
        self.configuration = configuration
        files = FolderFiles(root: root)
        reader = TicketReader(
            configuration: configuration, keepsSource: keepsSource, readsConversation: readsConversation)
        self.cache = cache
    }

    package func build() async -> IndexSnapshot {
        let moment = ReadingMoment { nil }
        var builder = self
        builder.keepsFiles = false
        return builder.snapshot(of: await builder.read(walk(moment), moment))
    }

    /// Returns the snapshot, and what makes the bytes of a new cache beside other work, where one is worth writing.
    ///
    /// - Parameters:
    ///   - fingerprint: what the configuration says about reading, by which the new cache will be known.
    ///   - stampNanoseconds: Returns the file system's time; nil where no cache can be written. It is called at most
    ///     once, before the first folder is listed or file is read that the cache does not answer for.
    package func build(
        fingerprint: (UInt64, UInt64), stampNanoseconds: @escaping @Sendable () -> Int64?
    ) async -> (snapshot: IndexSnapshot, encoding: Task<[UInt8]?, Never>?) {
        let moment = ReadingMoment(stampNanoseconds)
        let tree = walk(moment)
        if cache == nil, tree.fileCount >= streaming.fileCount,
            let (snapshot, bytes) = await streamed(tree, moment, fingerprint)
        {
            return (snapshot, Task { bytes })
        }
        let found = await read(tree, moment)
        return (snapshot(of: found), encoding(of: found, moment, fingerprint))
    }

    func encoding(
        of found: Found, _ moment: ReadingMoment, _ fingerprint: (UInt64, UInt64)
    ) -> Task<[UInt8]?, Never>? {
        guard isWorthWriting(found), let stampNanoseconds = moment.take() else { return nil }
        return Task {
            var writer = IndexCacheWriter()
            add(found, to: &writer)
            return writer.finish(stampNanoseconds: stampNanoseconds, fingerprint: fingerprint)
        }
    }

    /// Builds a snapshot of files that do not lie in the working tree: of a commit, or staged.
    package static func snapshot(
        of sources: [SourceText], configuration: Configuration, keepsSource: Bool = true
    ) -> IndexSnapshot {
        let reader = TicketReader(configuration: configuration, keepsSource: keepsSource)
        var tickets: [Ticket] = []
        var diagnostics: [Diagnostic] = []
        for source in sources {
            let result = reader.read(source)
            if let ticket = result.ticket { tickets.append(ticket) }
            diagnostics += result.diagnostics
        }
        return IndexSnapshot(configuration: configuration, tickets: tickets, diagnostics: diagnostics)
    }

    // MARK: Reading

    /// A file that had to be read.
    struct ReadFile: Sendable {
        var name: [UInt8]
        var stamp: FileStamp
        var digest: UInt64
        var ticket: Ticket?
        var diagnostics: [Diagnostic]
    }

    /// A file of a folder.
    enum FoundFile: Sendable {
        /// The cache's files of these numbers, which are still the same.
        case kept(Range<Int>)
        case read(ReadFile)
    }

    /// Everything that the working tree has.
    struct Found: Sendable {
        var folders: [TicketFiles.Folder]
        /// By folder, in the order of their names.
        var files: [[FoundFile]]
        /// Those of files that are not kept.
        var tickets: [Ticket] = []
        /// What is wrong with folders, with files that cannot be read and with those that are not kept.
        var diagnostics: [Diagnostic]
        /// Folders with files that could not be read: to be looked into again.
        var unsettledFolders: Set<Int> = []
        /// How many files were read though the cache knew them, or because it did not.
        var readCount = 0
        var keptCount = 0
    }

    /// The folders of the working tree, with the names in those that are not known.
    struct Tree: Sendable {
        var folders: [TicketFiles.Folder]
        var diagnostics: [Diagnostic]
        var memory: FolderMemory

        /// Without those of folders that are known.
        var fileCount: Int { folders.reduce(0) { $0 + $1.names.count } }
    }

    func walk(_ moment: ReadingMoment) -> Tree {
        let start = profile.begin()
        let memory = FolderMemory(cache)
        let found = TicketFiles.find(in: files, globs: configuration.ticketGlobs) { path, stamp in
            let known = memory.known(path, stamp)
            if known == nil { moment.take() }
            return known
        }
        profile.end(.folders, since: start)
        profile?.count(found.folders.count, "folders", in: .folders)
        return Tree(folders: found.folders, diagnostics: found.diagnostics, memory: memory)
    }

    func read(_ tree: Tree, _ moment: ReadingMoment) async -> Found {
        let filesStart = profile.begin()
        let parts = await read(batches(tree.folders, tree.memory)[...], of: tree, moment)
        var result = Found(
            folders: tree.folders, files: Array(repeating: [], count: tree.folders.count),
            diagnostics: tree.diagnostics)
        for part in parts {
            for (folder, file) in part.files { result.files[folder].append(file) }
            result.tickets += part.tickets
            result.diagnostics += part.diagnostics
            result.unsettledFolders.formUnion(part.unsettledFolders)
            result.readCount += part.readCount
            result.keptCount += part.keptCount
        }
        profile.end(.files, since: filesStart)
        profile?.count(result.keptCount, "kept", in: .files)
        profile?.count(result.readCount, "read", in: .files)
        return result
    }

    /// Reads batches on every core; what came of them is in their order.
    func read(_ batches: ArraySlice<[Batch]>, of tree: Tree, _ moment: ReadingMoment) async -> [Part] {
        await withTaskGroup(of: (Int, Part).self) { group in
            for (number, batch) in batches.enumerated() {
                group.addTask { (number, self.read(batch, tree.memory, moment)) }
            }
            return await group.reduce(into: [Part?](repeating: nil, count: batches.count)) { $0[$1.0] = $1.1 }
                .compactMap(\.self)
        }
    }

    struct Part: Sendable {
        let moment: ReadingMoment
        var files: [(folder: Int, file: FoundFile)] = []
        var tickets: [Ticket] = []
        var diagnostics: [Diagnostic] = []
        var unsettledFolders: Set<Int> = []
        var readCount = 0
        var keptCount = 0

        mutating func keep(_ number: Int, in folder: Int) {
            keptCount += 1
            if let last = files.last, last.folder == folder, case .kept(let numbers) = last.file,
                numbers.upperBound == number
            {
                files[files.count - 1].file = .kept(numbers.lowerBound..<number + 1)
            } else {
                files.append((folder, .kept(number..<number + 1)))
            }
        }
    }

    /// Files of one folder: by their names, or by their numbers in the cache.
    struct Batch: Sendable {
        var folder: Int
        var path: RepositoryPath
        var names: ArraySlice<[UInt8]>
        var numbers: Range<Int>
    }

    private func read(_ batch: [Batch], _ memory: FolderMemory, _ moment: ReadingMoment) -> Part {
        var part = Part(moment: moment)
        for files in batch {
            guard let folder = self.files.folder(files.path) else { continue }
            for number in files.numbers { read(number, nil, in: folder, files, &part) }
            let known = memory.files(of: files.path)
            for name in files.names { read(memory.file(name, among: known), name, in: folder, files, &part) }
        }
        return part
    }

    private func read(
        _ number: Int?, _ name: [UInt8]?, in folder: borrowing OpenFolder, _ batch: Batch, _ part: inout Part
    ) {
        // A number without a name comes from a folder in which no name has changed.
        if let number, name == nil, let asked, !asked.contains(number), let cache, cache.isReliable(number) {
            return part.keep(number, in: batch.folder)
        }
        if let number, let cache, let stamp = folder.stamp(nameAt: cache.nameOffset(ofFile: number), in: cache.bytes),
            stamp == cache.fileStamp(number), !cache.isRacy(stamp)
        {
            return part.keep(number, in: batch.folder)
        }
        let name = name ?? number.flatMap { cache?.fileName($0) } ?? []
        let path = batch.path.appending(bytes: name)
        part.moment.take()
        do throws(FolderFiles.Failure) {
            let (bytes, stamp) = try folder.read(name, limit: configuration.fileSizeLimit)
            part.readCount += 1
            if let number, isKnown(number, bytes, stamp) {
                part.keep(number, in: batch.folder)
                part.keptCount -= 1
            } else if keepsFiles {
                part.files.append((batch.folder, .read(file(name, path, bytes, stamp))))
            } else {
                let names = part.tickets.last?.fieldNames ?? []
                let result = reader.read(SourceText(path: path, bytes: bytes), names: names)
                part.diagnostics += result.diagnostics
                if let ticket = result.ticket { part.tickets.append(ticket) }
            }
        } catch {
            part.unsettledFolders.insert(batch.folder)
            if !error.isAbsent { part.diagnostics.append(Self.unreadable(path, error)) }
        }
    }

    /// Whether a file that was read is what the cache knows.
    private func isKnown(_ number: Int, _ bytes: [UInt8], _ stamp: FileStamp) -> Bool {
        guard let cache, cache.fileStamp(number) == stamp else { return false }
        return cache.contentDigest(ofFile: number) == ByteDigest.digest(bytes[...])
    }

    private func file(_ name: [UInt8], _ path: RepositoryPath, _ bytes: [UInt8], _ stamp: FileStamp) -> ReadFile {
        let result = reader.read(SourceText(path: path, bytes: bytes))
        return ReadFile(
            name: name, stamp: stamp, digest: ByteDigest.digest(bytes[...]), ticket: result.ticket,
            diagnostics: result.diagnostics)
    }

    private static func unreadable(_ path: RepositoryPath, _ failure: FolderFiles.Failure) -> Diagnostic {
        Diagnostic(
            rule: failure.isSymbolicLink ? "symlink" : "file-unreadable",
            message: "this file cannot be read: \(failure.message)", hint: "see who may read it with ls -l",
            location: SourceLocation(path: path, lineNumber: 1, columnNumber: 1, length: 0, lineText: ""))
    }

    /// Cuts the folders into batches of about equal size, so that both cores have work until the end.
    func batches(_ folders: [TicketFiles.Folder], _ memory: FolderMemory) -> [[Batch]] {
        let filesPerBatch = 256
        var batches: [[Batch]] = []
        var batch: [Batch] = []
        var count = 0
        func add(_ files: Batch) {
            batch.append(files)
            count += files.names.count + files.numbers.count
            guard count >= filesPerBatch else { return }
            batches.append(batch)
            (batch, count) = ([], 0)
        }
        for (place, folder) in folders.enumerated() {
            var names = folder.names[...]
            var numbers = folder.knownNumber.map { memory.files(ofFolder: $0) } ?? 0..<0
            while !names.isEmpty || !numbers.isEmpty {
                let (head, first) = (names.prefix(filesPerBatch - count), numbers.prefix(filesPerBatch - count))
                names = names.dropFirst(head.count)
                numbers = numbers.dropFirst(first.count)
                add(Batch(folder: place, path: folder.path, names: head, numbers: first))
            }
        }
        if !batch.isEmpty { batches.append(batch) }
        return batches
    }
}
