import TicketModel
import TicketText

/// Puts together what was found: a snapshot, and a cache for the next time.
extension IndexBuilder {
    /// So many files are read again each time before the cache is written anew: that costs more than they do.
    private static let toleratedReads = 64

    /// Smaller desks are read before a cache is looked up.
    private static let worthwhileCount = 32

    func isWorthWriting(_ found: Found) -> Bool {
        let lostCount = (cache?.fileCount ?? 0) - found.keptCount
        return found.keptCount + found.readCount >= Self.worthwhileCount
            && (cache == nil || found.readCount > Self.toleratedReads || lostCount > Self.toleratedReads)
    }

    func snapshot(of found: Found) -> IndexSnapshot {
        profile.measure(.tickets) { assemble(found) }
    }

    private func assemble(_ found: Found) -> IndexSnapshot {
        var diagnostics = found.diagnostics
        var read = found.tickets
        var kept = [Bool](repeating: false, count: cache?.fileCount ?? 0)
        for case let file in found.files.joined() {
            switch file {
            case .kept(let numbers): for number in numbers { kept[number] = true }
            case .read(let file):
                diagnostics += file.diagnostics
                if let ticket = file.ticket { read.append(ticket) }
            }
        }
        guard let cache else {
            return IndexSnapshot(configuration: configuration, tickets: read, diagnostics: diagnostics)
        }
        for (file, offset) in cache.diagnosedFiles where kept.indices.contains(file) && kept[file] {
            diagnostics += PackedDiagnostics.read(cache.bytes, at: offset, path: cache.path(ofFile: file))
        }
        let isWhole = found.keptCount == cache.fileCount
        var tickets: [Ticket] = []
        tickets.reserveCapacity(cache.ticketCount + read.count)
        for number in 0..<cache.ticketCount where isWhole || kept[cache.file(ofTicket: number)] {
            tickets.append(Ticket(cache, number))
        }
        if read.isEmpty, !cache.hasDuplicates {
            return IndexSnapshot(configuration: configuration, sorted: tickets, diagnostics: diagnostics)
        }
        guard !cache.hasDuplicates, let merged = Self.merge(read, into: tickets) else {
            return IndexSnapshot(configuration: configuration, tickets: tickets + read, diagnostics: diagnostics)
        }
        return IndexSnapshot(configuration: configuration, sorted: merged, diagnostics: diagnostics)
    }

    /// Puts tickets where they belong by their ids; nil where an id is there already.
    private static func merge(_ tickets: [Ticket], into sorted: [Ticket]) -> [Ticket]? {
        var result: [Ticket] = []
        result.reserveCapacity(sorted.count + tickets.count)
        var start = 0
        var last: TicketID?
        for ticket in tickets.sorted(by: { $0.id < $1.id }) {
            let place = max(start, sorted.partitioningIndex { $0.id >= ticket.id })
            if ticket.id == last || place < sorted.count && sorted[place].id == ticket.id { return nil }
            result += sorted[start..<place]
            result.append(ticket)
            (start, last) = (place, ticket.id)
        }
        return result + sorted[start...]
    }

    func add(_ found: Found, to writer: inout IndexCacheWriter) {
        let diagnosed = Dictionary(
            (cache?.diagnosedFiles ?? []).map { ($0.file, $0.offset) }, uniquingKeysWith: { first, _ in first })
        for (place, (folder, files)) in zip(found.folders, found.files).enumerated() {
            guard let stamp = folder.stamp else { continue }
            writer.add(
                folder: folder.path, parent: folder.parent,
                isSettled: !folder.hasLinks && !found.unsettledFolders.contains(place), stamp: stamp)
            for file in files { add(file, diagnosed, to: &writer) }
        }
    }

    private func add(_ file: FoundFile, _ diagnosed: [Int: Int], to writer: inout IndexCacheWriter) {
        switch file {
        case .read(let file):
            writer.add(
                file: file.name, stamp: file.stamp, digest: file.digest, ticket: file.ticket,
                diagnostics: file.diagnostics)
        case .kept(let numbers):
            guard let cache else { return }
            for number in numbers { add(cache, number, diagnosed, to: &writer) }
        }
    }

    private func add(
        _ cache: IndexCache, _ number: Int, _ diagnosed: [Int: Int], to writer: inout IndexCacheWriter
    ) {
        let diagnostics = diagnosed[number].map {
            PackedDiagnostics.read(cache.bytes, at: $0, path: cache.path(ofFile: number))
        }
        writer.add(
            file: cache.fileName(number), stamp: cache.fileStamp(number), digest: cache.contentDigest(ofFile: number),
            ticket: cache.ticket(ofFile: number).map { Ticket(cache, $0) }, diagnostics: diagnostics ?? [])
    }
}
