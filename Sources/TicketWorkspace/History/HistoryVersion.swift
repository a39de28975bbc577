import GitStore
import TicketModel
import TicketText

/// What a ticket's file said in one commit, as far as events need it.
struct HistoryVersion: Sendable {
    var ticket: TicketID
    var values: [FieldName: FieldValue]
    var entries: [RecordedEntry]

    var created: Instant? { values[.created]?.instant }

    /// What stays when a ticket gets another id.
    var origin: TicketOrigin { TicketOrigin(values) }
}

/// What lies between two versions of a ticket.
struct HistoryDelta: Sendable {
    var changes: [TicketEvent.FieldChange] = []
    var added: [RecordedEntry] = []
    var removed: [RecordedEntry] = []
    var changed: [TicketEvent.EntryChange] = []
    var created: Instant?

    init(from old: HistoryVersion?, to new: HistoryVersion?) {
        created = new?.created
        compareValues(old?.values ?? [:], new?.values ?? [:])
        compareEntries(old?.entries ?? [], new?.entries ?? [])
    }

    var isEmpty: Bool { changes.isEmpty && added.isEmpty && removed.isEmpty && changed.isEmpty }

    private mutating func compareValues(_ old: [FieldName: FieldValue], _ new: [FieldName: FieldValue]) {
        for (field, to) in new where old[field] != to && old[field]?.said ?? [] != to.said {
            changes.append(TicketEvent.FieldChange(field: field, from: old[field], to: to))
        }
        for (field, from) in old where new[field] == nil && !from.texts.isEmpty {
            changes.append(TicketEvent.FieldChange(field: field, from: from, to: nil))
        }
        if changes.count > 1 { changes.sort { $0.field < $1.field } }
    }

    private mutating func compareEntries(_ old: [RecordedEntry], _ new: [RecordedEntry]) {
        guard old != new else { return }
        let matching = HistoryEntryMatching(old, new)
        added = matching.added.map { new[$0] }
        removed = matching.removed.map { old[$0] }
        changed = matching.pairs.compactMap { pair in
            old[pair.old] == new[pair.new]
                ? nil : TicketEvent.EntryChange(from: old[pair.old], to: new[pair.new])
        }
    }
}

/// Reads the versions of one file one after another.
///
/// Most versions share their front matter or most of their conversation with the one before: what is byte for byte the same
/// is taken over and not read again.
struct HistoryVersionReader {
    private let configuration: Configuration
    private let reader: TicketReader
    private let conversations: ConversationReader
    private var last: Last?

    private struct Last {
        let name: [UInt8]
        let bytes: [UInt8]
        let bodyStart: Int
        let version: HistoryVersion
        /// Where each entry's heading begins and ends.
        let headings: [SourceRange]

        /// Whether no text can make the closing fence longer.
        var endsInNewline: Bool { bodyStart > 0 && bytes[bodyStart - 1] == UInt8(ascii: "\n") }
        var body: ArraySlice<UInt8> { bytes[bodyStart...] }
    }

    /// An empty front matter: put before a text, it makes a document of it.
    private static let emptyFrontMatter = Array("---\n---\n".utf8)

    init(configuration: Configuration) {
        self.configuration = configuration
        reader = TicketReader(configuration: configuration, keepsSource: false)
        conversations = ConversationReader(configuration: configuration)
    }

    /// Returns what the bytes of a file say; nil where they are no ticket.
    mutating func read(_ bytes: [UInt8], path: RepositoryPath) -> HistoryVersion? {
        guard bytes.count <= configuration.fileSizeLimit else { return nil }
        if let last, last.endsInNewline, last.name == path.name {
            if bytes.starts(with: last.bytes[..<last.bodyStart]) { return readBody(of: bytes, path, last) }
            let front = bytes.count - last.body.count
            if front > 0, bytes[front - 1] == UInt8(ascii: "\n"), bytes[front...] == last.body,
                let version = readFront(of: bytes, upTo: front, path, last)
            {
                return version
            }
        }
        return readAll(bytes, path)
    }

    private mutating func readAll(_ bytes: [UInt8], _ path: RepositoryPath) -> HistoryVersion? {
        let result = reader.read(SourceText(path: path, bytes: bytes))
        guard let ticket = result.ticket, let document = result.document else { return nil }
        var version = HistoryVersion(ticket: ticket.id, values: ticket.values, entries: [])
        version.entries = ticket.entries.map { RecordedEntry($0) }
        last = Last(
            name: path.name, bytes: bytes, bodyStart: document.bodyStart, version: version,
            headings: ticket.entries.map(\.headingRange))
        return version
    }

    /// Reads other fields above the same text; nil where the front matter does not end right before it.
    private mutating func readFront(
        of bytes: [UInt8], upTo end: Int, _ path: RepositoryPath, _ old: Last
    ) -> HistoryVersion? {
        let result = reader.read(SourceText(path: path, bytes: Array(bytes[..<end])))
        guard let ticket = result.ticket, result.document?.bodyStart == end else { return nil }
        let version = HistoryVersion(ticket: ticket.id, values: ticket.values, entries: old.version.entries)
        let shift = end - old.bodyStart
        last = Last(
            name: old.name, bytes: bytes, bodyStart: end, version: version,
            headings: old.headings.map { SourceRange($0.start + shift, $0.end + shift) })
        return version
    }

    /// Reads another text below the same fields, from the last heading on that is still the same.
    private mutating func readBody(of bytes: [UInt8], _ path: RepositoryPath, _ old: Last) -> HistoryVersion? {
        guard bytes.count != old.bytes.count || bytes != old.bytes else { return old.version }
        // A heading ends an entry and any open code fence: what stands before it is not touched by what comes behind.
        var kept = old.headings.count
        while kept > 0, case let end = old.headings[kept - 1].end,
            end >= bytes.count || bytes[end] != UInt8(ascii: "\n") || bytes[..<end] != old.bytes[..<end]
        {
            kept -= 1
        }
        let same = max(0, kept - 1)
        let start = kept > 0 ? old.headings[same].start : old.bodyStart
        let text = Self.emptyFrontMatter + bytes[start...]
        guard let document = try? TicketDocument(SourceText(path: path, bytes: text)) else { return nil }
        let read = conversations.read(document).entries
        var version = old.version
        version.entries = old.version.entries[..<same] + read.map { RecordedEntry($0) }
        let shift = start - Self.emptyFrontMatter.count
        last = Last(
            name: old.name, bytes: bytes, bodyStart: old.bodyStart, version: version,
            headings: old.headings[..<same]
                + read.map { SourceRange($0.headingRange.start + shift, $0.headingRange.end + shift) })
        return version
    }
}
