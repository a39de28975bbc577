import TicketModel
import TicketText

extension IndexBuilder {
    /// Reads a desk without a cache into one as the files come, so that no ticket is held beside it: a million tickets with their texts
    /// would take several gigabytes.
    ///
    /// - Returns: The snapshot of that cache, and its bytes; nil where none can be made.
    func streamed(
        _ tree: Tree, _ moment: ReadingMoment, _ fingerprint: (UInt64, UInt64)
    ) async -> (IndexSnapshot, [UInt8])? {
        // What lies in a folder that cannot be known again is in no cache.
        guard let stampNanoseconds = moment.take(), tree.folders.allSatisfy({ $0.stamp != nil }) else { return nil }
        let filesStart = profile.begin()
        let batches = batches(tree.folders, tree.memory)
        let share = streaming.batchCount
        var writer = StreamedCacheWriter(tree.folders)
        var diagnostics = tree.diagnostics
        var next = Task { await read(batches.prefix(share), of: tree, moment) }
        for start in stride(from: 0, to: batches.count, by: share) {
            let parts = await next.value
            let rest = batches[min(start + share, batches.count)...]
            // The next files are read beside it.
            if !rest.isEmpty { next = Task { await read(rest.prefix(share), of: tree, moment) } }
            for part in parts {
                for (folder, file) in part.files { writer.add(file, inFolder: folder) }
                writer.unsettle(part.unsettledFolders)
                diagnostics += part.diagnostics
            }
        }
        profile.end(.files, since: filesStart)
        guard let bytes = writer.finish(stampNanoseconds: stampNanoseconds, fingerprint: fingerprint),
            let made = IndexCache(PackedBytes(bytes), fingerprint: fingerprint, files: files)
        else { return nil }
        var builder = self
        builder.cache = made
        let found = Found(
            folders: tree.folders, files: [[.kept(0..<made.fileCount)]], diagnostics: diagnostics,
            keptCount: made.fileCount)
        return (builder.snapshot(of: found), bytes)
    }
}
