package import TicketModel
import TicketText

/// Reads all tickets of a working tree into a snapshot, on every core.
package struct IndexBuilder: Sendable {
    private let configuration: Configuration
    private let files: FolderFiles
    private let reader: TicketReader

    /// - Parameters:
    ///   - keepsSource: whether tickets keep their text, which words in queries and diagnostics need.
    ///   - readsConversation: whether tickets have their entries.
    package init(configuration: Configuration, root: String, keepsSource: Bool, readsConversation: Bool = true) {
        self.configuration = configuration
        files = FolderFiles(root: root)
        reader = TicketReader(
            configuration: configuration, keepsSource: keepsSource, readsConversation: readsConversation)
    }

    package func build() async -> IndexSnapshot {
        let found = TicketFiles.find(in: files, globs: configuration.ticketGlobs)
        let batches = Self.batches(found.folders)
        let parts = await withTaskGroup(of: Part.self) { group in
            for batch in batches { group.addTask { self.read(batch) } }
            return await group.reduce(into: Part()) { $0.add($1) }
        }
        return IndexSnapshot(
            configuration: configuration, tickets: parts.tickets, diagnostics: found.diagnostics + parts.diagnostics)
    }

    /// Builds a snapshot of files that do not lie in the working tree: of a commit, or staged.
    package static func snapshot(
        of sources: [SourceText], configuration: Configuration, keepsSource: Bool = true
    ) -> IndexSnapshot {
        let reader = TicketReader(configuration: configuration, keepsSource: keepsSource)
        var part = Part()
        for source in sources { part.add(reader.read(source)) }
        return IndexSnapshot(configuration: configuration, tickets: part.tickets, diagnostics: part.diagnostics)
    }

    private struct Part: Sendable {
        var tickets: [Ticket] = []
        var diagnostics: [Diagnostic] = []

        mutating func add(_ result: TicketReader.Result) {
            if let ticket = result.ticket { tickets.append(ticket) }
            diagnostics += result.diagnostics
        }

        mutating func add(_ other: Part) {
            tickets += other.tickets
            diagnostics += other.diagnostics
        }
    }

    private func read(_ batch: [TicketFiles.Folder]) -> Part {
        var part = Part()
        for folder in batch {
            files.contents(of: folder.names, in: folder.path, limit: configuration.fileSizeLimit) { name, result in
                let path = folder.path.appending(bytes: name)
                switch result {
                case .success(let bytes): part.add(reader.read(SourceText(path: path, bytes: bytes)))
                case .failure(let failure) where failure.isAbsent: break
                case .failure(let failure): part.diagnostics.append(Self.unreadable(path, failure))
                }
            }
        }
        return part
    }

    private static func unreadable(_ path: RepositoryPath, _ failure: FolderFiles.Failure) -> Diagnostic {
        Diagnostic(
            rule: failure.isSymbolicLink ? "symlink" : "file-unreadable",
            message: "this file cannot be read: \(failure.message)", hint: "see who may read it with ls -l",
            location: SourceLocation(path: path, lineNumber: 1, columnNumber: 1, length: 0, lineText: ""))
    }

    /// Cuts the folders into batches of about equal size, so that both cores have work until the end.
    private static func batches(_ folders: [TicketFiles.Folder]) -> [[TicketFiles.Folder]] {
        let filesPerBatch = 256
        var batches: [[TicketFiles.Folder]] = []
        var batch: [TicketFiles.Folder] = []
        var count = 0
        for folder in folders {
            var names = folder.names[...]
            while !names.isEmpty {
                let part = names.prefix(filesPerBatch - count)
                batch.append(TicketFiles.Folder(path: folder.path, names: Array(part)))
                count += part.count
                names = names.dropFirst(part.count)
                if count >= filesPerBatch {
                    batches.append(batch)
                    (batch, count) = ([], 0)
                }
            }
        }
        if !batch.isEmpty { batches.append(batch) }
        return batches
    }
}
