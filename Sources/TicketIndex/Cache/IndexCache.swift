package import TicketModel
package import TicketText

/// The tickets of a working tree as they were read last, with what tells whether their files are still the same.
///
/// The file is mapped and looked into where it lies; a value is decoded when it is asked for. Its layout:
///
///     header   checksum of all that follows (8), "tickindx", version (4), 1 if ids are twice there (4), fingerprint of the configuration (16),
///              the file system's time before the files were read (8), then counts: folders, files, tickets, fields, values,
///              diagnosed files (4 each), bytes of names, values and details (8 each), number of numbered tickets (4), 0 (4)
///     folders  56 each ─ name's offset and length, parent, first file, number of files, flags, stamp
///     files    56 each ─ name's offset and length, folder, ticket, stamp, checksum of the content; by folder, then by name
///     tickets  32 each and 4 a field ─ file, id, description's start and end, entries, other fields, the last entry's instant;
///              a value a field, 0 for none; in the order of their ids
///     fields   4 each ─ their names, as values
///     values   4 each ─ where each ends; then the values, most of them once
///     diagnosed 8 each ─ file, where its diagnostics begin
///     names    each ended by a NUL
///     details  entries, other fields, diagnostics
///     numbered 4 each ─ the tickets whose ids are numbers, by these: lists show them first
///
/// One whose checksum, version or fingerprint differs is not looked into, nor one whose folders, files and tickets do not
/// belong together: those numbers are used as places. Deleting the file changes nothing but time.
package final class IndexCache: Sendable {
    package static let format = PackedFormat(magic: "tickindx", version: 3, headerSize: 104, countOffset: 56)
    static let folderSize = 56
    static let fileSize = 56
    static let ticketHeadSize = 32
    /// Stands for none where a folder, file or ticket may be meant.
    static let none = Int(UInt32.max)

    let bytes: PackedBytes
    private let openFolders: OpenFolders
    /// In nanoseconds: whatever was changed then or later may have been changed again since.
    let stampNanoseconds: Int64
    let folderCount: Int
    let fileCount: Int
    package let ticketCount: Int
    let valueCount: Int
    private let diagnosedCount: Int
    let fields: [FieldName]
    private let columns: [FieldName: Int]
    /// The columns of links; a field that no ticket has is none.
    private let linkColumns: [(relation: Relation, column: Int)]
    /// Whether links may be among the fields that have no column.
    private let keepsLinksApart: Bool

    private let foldersStart: Int
    private let filesStart: Int
    private let ticketsStart: Int
    private let ticketSize: Int
    private let valueEndsStart: Int
    private let valuesStart: Int
    private let diagnosedStart: Int
    let namesStart: Int
    let detailsStart: Int
    private let numberedStart: Int

    /// Takes bytes over; nil where they are no cache of this version and fingerprint, or damaged.
    package init?(_ bytes: PackedBytes, fingerprint: (UInt64, UInt64), files: FolderFiles) {
        guard bytes.fixed64(at: 24) == fingerprint.0, bytes.fixed64(at: 32) == fingerprint.1,
            Self.format.isWhole(bytes)
        else { return nil }
        self.bytes = bytes
        openFolders = OpenFolders(files)
        stampNanoseconds = bytes.signed64(at: 40)
        folderCount = bytes.fixed32(at: 48)
        fileCount = bytes.fixed32(at: 52)
        ticketCount = bytes.fixed32(at: 56)
        let fieldCount = bytes.fixed32(at: 60)
        valueCount = bytes.fixed32(at: 64)
        diagnosedCount = bytes.fixed32(at: 68)
        ticketSize = Self.ticketHeadSize + 4 * fieldCount
        foldersStart = Self.format.headerSize
        filesStart = foldersStart + Self.folderSize * folderCount
        ticketsStart = filesStart + Self.fileSize * fileCount
        let fieldsStart = ticketsStart + ticketSize * ticketCount
        valueEndsStart = fieldsStart + 4 * fieldCount
        valuesStart = valueEndsStart + 4 * valueCount
        diagnosedStart = valuesStart + bytes.fixed32(at: 80)
        namesStart = diagnosedStart + 8 * diagnosedCount
        detailsStart = namesStart + bytes.fixed32(at: 72)
        numberedStart = detailsStart + bytes.fixed32(at: 88)
        let numberedCount = bytes.fixed32(at: 96)
        guard numberedStart + (numberedCount == Self.none ? 0 : 4 * numberedCount) == bytes.count else { return nil }
        let places = (valueEndsStart, valuesStart, valueCount)
        fields = (0..<fieldCount).map { column in
            let number = bytes.fixed32(at: fieldsStart + 4 * column)
            return FieldName(Self.text(bytes, Self.valueRange(number, bytes, places)))
        }
        let columns = Dictionary(fields.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        self.columns = columns
        linkColumns = Relation.allCases.compactMap { relation in
            relation.field.flatMap { columns[$0] }.map { (relation, $0) }
        }
        keepsLinksApart = linkColumns.count < FieldName.links.count
        guard isConsistent else { return nil }
    }

    /// Whether the folders share the files out among them, in order, and each ticket is one of the files.
    private var isConsistent: Bool {
        var next = 0
        for number in 0..<folderCount {
            let start = foldersStart + Self.folderSize * number
            guard bytes.fixed32(at: start + 12) == next else { return false }
            next += bytes.fixed32(at: start + 16)
        }
        return next == fileCount && (0..<ticketCount).allSatisfy { file(ofTicket: $0) < fileCount }
    }

    /// Whether several files claim one id.
    var hasDuplicates: Bool { bytes.fixed32(at: 20) != 0 }

    /// The tickets whose ids are numbers, in the order of these; nil where the order of tickets is not known.
    var numberedTickets: [Int]? {
        let count = bytes.fixed32(at: 96)
        guard count != Self.none else { return nil }
        let tickets = (0..<count).map { bytes.fixed32(at: numberedStart + 4 * $0) }
        return tickets.allSatisfy { $0 < ticketCount } ? tickets : nil
    }

    // MARK: Folders and files

    struct Folder {
        let path: RepositoryPath
        let parent: Int
        let files: Range<Int>
        /// Whether its names need not be looked at again while its stamp is the same.
        let isSettled: Bool
        let stamp: FileStamp
    }

    func folder(_ number: Int) -> Folder {
        let start = foldersStart + Self.folderSize * number
        let first = bytes.fixed32(at: start + 12)
        return Folder(
            path: RepositoryPath(name(at: start)), parent: bytes.fixed32(at: start + 8),
            files: first..<first + bytes.fixed32(at: start + 16), isSettled: bytes.fixed32(at: start + 20) & 1 == 1,
            stamp: stamp(at: start + 24))
    }

    /// Below 0 where a file's name comes before another.
    func compare(nameOfFile file: Int, with name: ArraySlice<UInt8>) -> Int {
        bytes.compare(nameRange(at: filesStart + Self.fileSize * file), name)
    }

    func fileName(_ file: Int) -> [UInt8] { name(at: filesStart + Self.fileSize * file) }
    func fileStamp(_ file: Int) -> FileStamp { stamp(at: filesStart + Self.fileSize * file + 16) }
    func contentDigest(ofFile file: Int) -> UInt64 { bytes.fixed64(at: filesStart + Self.fileSize * file + 48) }
    func folder(ofFile file: Int) -> Int { bytes.fixed32(at: filesStart + Self.fileSize * file + 8) }

    /// Where a file's name begins in all bytes.
    func nameOffset(ofFile file: Int) -> Int { namesStart + bytes.fixed32(at: filesStart + Self.fileSize * file) }

    /// The ticket that a file is; nil where something is wrong with it.
    func ticket(ofFile file: Int) -> Int? {
        let ticket = bytes.fixed32(at: filesStart + Self.fileSize * file + 12)
        return ticket < ticketCount ? ticket : nil
    }

    func path(ofFile file: Int) -> RepositoryPath {
        folderPath(folder(ofFile: file)).appending(bytes: fileName(file))
    }

    private func folderPath(_ folder: Int) -> RepositoryPath {
        RepositoryPath(bytes.array(nameRange(at: foldersStart + Self.folderSize * folder)))
    }

    /// Whether a file may have been changed after it was read without a trace in its stamp.
    func isRacy(_ stamp: FileStamp) -> Bool {
        let marginNanoseconds: Int64 = 20_000_000
        return stamp.lastNanoseconds >= stampNanoseconds - marginNanoseconds
    }

    /// Whether a file was a ticket, and cannot have been changed without a trace when it was read.
    func isReliable(_ file: Int) -> Bool { ticket(ofFile: file) != nil && !isRacy(fileStamp(file)) }

    /// The files of tickets with this id.
    func files(ofTicketsNamed id: TicketID) -> [Int] {
        (firstTicket(from: id)..<ticketCount).prefix { self.id($0) == id }.map { file(ofTicket: $0) }
    }

    func hasTickets(beginning id: TicketID) -> Bool {
        let first = firstTicket(from: id)
        return first < ticketCount && self.id(first).key.hasPrefix(id.key)
    }

    private func firstTicket(from id: TicketID) -> Int {
        var (low, high) = (0, ticketCount)
        while low < high {
            let middle = (low + high) / 2
            if self.id(middle) < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func nameRange(at offset: Int) -> Range<Int> {
        let start = namesStart + bytes.fixed32(at: offset)
        return start..<start + bytes.fixed32(at: offset + 4)
    }

    private func name(at offset: Int) -> [UInt8] { bytes.array(nameRange(at: offset)) }

    private func stamp(at offset: Int) -> FileStamp {
        FileStamp(
            sizeBytes: bytes.signed64(at: offset), modifiedNanoseconds: bytes.signed64(at: offset + 8),
            changedNanoseconds: bytes.signed64(at: offset + 16), inode: bytes.fixed64(at: offset + 24))
    }

    // MARK: Tickets

    private func row(_ ticket: Int) -> Int { ticketsStart + ticketSize * ticket }

    func file(ofTicket ticket: Int) -> Int { bytes.fixed32(at: row(ticket)) }

    /// The number of a ticket's value of a column; 0 for none.
    func valueNumber(_ column: Int, _ ticket: Int) -> Int {
        bytes.fixed32(at: row(ticket) + Self.ticketHeadSize + 4 * column)
    }

    /// The bytes of an encoded value.
    func valueRange(_ number: Int) -> Range<Int> {
        Self.valueRange(number, bytes, (valueEndsStart, valuesStart, valueCount))
    }

    private static func valueRange(
        _ number: Int, _ bytes: PackedBytes, _ places: (ends: Int, start: Int, count: Int)
    ) -> Range<Int> {
        guard number > 0, number <= places.count else { return 0..<0 }
        let start = number == 1 ? 0 : bytes.fixed32(at: places.ends + 4 * (number - 2))
        let end = bytes.fixed32(at: places.ends + 4 * (number - 1))
        return places.start + start..<places.start + max(start, end)
    }

    private static func text(_ bytes: PackedBytes, _ range: Range<Int>) -> String {
        range.isEmpty ? "" : bytes.string(range.lowerBound + 1..<range.upperBound)
    }

    /// The text of a value that is one.
    func text(_ number: Int) -> String { Self.text(bytes, valueRange(number)) }

    // MARK: Diagnostics

    /// The files that something is wrong with, in order, and where their diagnostics are.
    var diagnosedFiles: [(file: Int, offset: Int)] {
        (0..<diagnosedCount).map { index in
            let start = diagnosedStart + 8 * index
            return (bytes.fixed32(at: start), detailsStart + bytes.fixed32(at: start + 4))
        }
    }
}

extension IndexCache: TicketRecords {
    package func id(_ record: Int) -> TicketID {
        TicketID(known: text(bytes.fixed32(at: row(record) + 4)))
    }

    package func path(_ record: Int) -> RepositoryPath { path(ofFile: file(ofTicket: record)) }

    package func value(_ field: FieldName, _ record: Int) -> FieldValue? {
        guard let column = columns[field] else { return otherFields(record)[field] }
        let number = valueNumber(column, record)
        return number == 0 ? nil : PackedValue.read(bytes, valueRange(number))
    }

    package func instant(_ field: FieldName, _ record: Int) -> Instant? {
        guard let column = columns[field] else { return otherFields(record)[field]?.instant }
        return PackedValue.instant(bytes, valueRange(valueNumber(column, record)))
    }

    package func appendPlain(_ field: FieldName, _ record: Int, to result: inout [UInt8]) -> Bool {
        let number: Int
        if field == .id {
            number = bytes.fixed32(at: row(record) + 4)
        } else {
            guard let column = columns[field] else { return false }
            number = valueNumber(column, record)
        }
        return number == 0 || PackedValue.appendPlain(bytes, valueRange(number), to: &result)
    }

    package func fieldNames(_ record: Int) -> [FieldName] {
        var names = Array(otherFields(record).keys)
        for (column, field) in fields.enumerated() where valueNumber(column, record) > 0 { names.append(field) }
        return names
    }

    package func values(_ record: Int) -> [FieldName: FieldValue] {
        var values = otherFields(record)
        for (column, field) in fields.enumerated() {
            let number = valueNumber(column, record)
            if number > 0 { values[field] = PackedValue.read(bytes, valueRange(number)) }
        }
        return values
    }

    package func appendLinks(_ record: Int, to links: inout [TicketLink]) {
        for (relation, column) in linkColumns {
            let number = valueNumber(column, record)
            guard number > 0, let value = PackedValue.read(bytes, valueRange(number)) else { continue }
            links += value.texts.map { TicketLink(relation: relation, id: $0) }
        }
        guard keepsLinksApart, bytes.fixed32(at: row(record) + 20) > 0 else { return }
        for (field, value) in otherFields(record) {
            guard let relation = Relation(field: field) else { continue }
            links += value.texts.map { TicketLink(relation: relation, id: $0) }
        }
    }

    package func entries(_ record: Int) -> [Entry] {
        PackedEntries.read(self, at: detailsStart + bytes.fixed32(at: row(record) + 16))
    }

    package func lastEntryInstant(_ record: Int) -> Instant? {
        let seconds = bytes.signed64(at: row(record) + 24)
        return seconds == .min ? nil : Instant(secondsSinceEpoch: seconds)
    }

    package func descriptionRange(_ record: Int) -> SourceRange {
        SourceRange(bytes.fixed32(at: row(record) + 8), bytes.fixed32(at: row(record) + 12))
    }

    package func contentDigest(_ record: Int) -> UInt64 {
        let file = file(ofTicket: record)
        let folder = nameRange(at: foldersStart + Self.folderSize * folder(ofFile: file))
        let place = bytes.digest(folder, seed: contentDigest(ofFile: file))
        return bytes.digest(nameRange(at: filesStart + Self.fileSize * file), seed: place)
    }

    /// Returns the file's text; nil where it has grown since it was found, so that nothing is at its place.
    package func source(_ record: Int) -> SourceText? {
        let file = file(ofTicket: record)
        let size = Int(clamping: fileStamp(file).sizeBytes)
        guard (0..<1 << 30).contains(size),
            let folder = openFolders.folder(folder(ofFile: file), { self.folderPath($0) }),
            let bytes = folder.bytes(of: fileName(file), limit: size), bytes.count <= size
        else { return nil }
        return SourceText(path: path(ofFile: file), bytes: bytes)
    }

    /// Fields that too few tickets have for a column.
    private func otherFields(_ record: Int) -> [FieldName: FieldValue] {
        let offset = bytes.fixed32(at: row(record) + 20)
        guard offset > 0 else { return [:] }
        var reader = PackedReader(bytes, from: detailsStart + offset)
        var values: [FieldName: FieldValue] = [:]
        for _ in 0..<reader.itemCount() {
            let field = FieldName(text(reader.number()))
            values[field] = PackedValue.read(bytes, valueRange(reader.number()))
        }
        return values
    }
}
