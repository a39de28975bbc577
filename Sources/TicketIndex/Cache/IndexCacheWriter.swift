import TicketModel
import TicketText

/// Puts an index cache together: folder by folder, file by file, in the order of their names.
struct IndexCacheWriter {
    private var names = PackedWriter()
    private var details = PackedWriter()
    private var folders: [Folder] = []
    private var files: [File] = []
    private var rows: [Row] = []
    /// Columns and the numbers of values, of all rows.
    private var columnValues: [(column: UInt32, value: UInt32)] = []
    private var values = PackedWriter()
    private var valueEnds = PackedWriter()
    private var valueCount = 0
    private var valueNumbers: [[UInt8]: Int] = [:]
    private var columnNumbers: [[FieldValue: Int]] = []
    private var fieldColumns: [FieldName: Int] = [:]
    private var fieldNames: [FieldName] = []
    private var diagnosed: [(file: Int, offset: Int)] = []

    /// More fields than these are kept with each ticket rather than in columns.
    private static let columnLimit = 48

    fileprivate struct Folder {
        var name: (offset: Int, length: Int)
        var parent: Int
        var firstFile: Int
        /// Whether its names need not be looked at again while its stamp is the same.
        var isSettled: Bool
        var stamp: FileStamp
    }

    fileprivate struct File {
        var name: (offset: Int, length: Int)
        var folder: Int
        var ticket: Int
        var stamp: FileStamp
        var digest: UInt64
    }

    private struct Row {
        var id: TicketID
        var file: Int
        var idNumber: Int
        var description: SourceRange
        var entries: Int
        var others: Int
        var lastEntry: Instant?
        /// Its values' places among all columns' values.
        var columns: Range<Int>
    }

    init() {
        // Offset 0 stands for nothing.
        details.append(0)
    }

    /// Returns the number of the folder.
    ///
    /// - Parameter isSettled: whether its names need not be looked at again while its stamp is the same.
    @discardableResult
    mutating func add(folder path: RepositoryPath, parent: Int?, isSettled: Bool, stamp: FileStamp) -> Int {
        folders.append(
            Folder(
                name: add(name: path.bytes), parent: parent ?? IndexCache.none, firstFile: files.count,
                isSettled: isSettled, stamp: stamp))
        return folders.count - 1
    }

    /// Lets a folder's names be looked at again: one of its files could not be read.
    mutating func unsettle(folder number: Int) { folders[number].isSettled = false }

    /// Adds the next file of the folder that was added last.
    mutating func add(
        file name: [UInt8], stamp: FileStamp, digest: UInt64, ticket: Ticket?, diagnostics: [Diagnostic]
    ) {
        if !diagnostics.isEmpty {
            diagnosed.append((files.count, details.count))
            PackedDiagnostics.write(diagnostics, to: &details)
        }
        if let ticket { addRow(ticket, file: files.count) }
        files.append(
            File(
                name: add(name: name), folder: folders.count - 1,
                ticket: ticket == nil ? IndexCache.none : rows.count - 1,
                stamp: stamp, digest: digest))
    }

    private mutating func addRow(_ ticket: Ticket, file: Int) {
        let columnsStart = columnValues.count
        var others: [(name: Int, value: Int)] = []
        var idNumber = 0
        ticket.forEachField { field, value in
            if let column = column(field) {
                let number = number(of: value, field, column)
                columnValues.append((UInt32(column), UInt32(number)))
                if field == .id, case .text(ticket.id.text) = value { idNumber = number }
            } else {
                let number = number(PackedValue.bytes(of: value))
                others.append((self.number(field.rawValue), number))
            }
        }
        if idNumber == 0 { idNumber = number(ticket.id.text) }
        let othersStart = others.isEmpty ? 0 : details.count
        if !others.isEmpty {
            details.append(number: others.count)
            for other in others {
                details.append(number: other.name)
                details.append(number: other.value)
            }
        }
        let entriesStart = ticket.entries.isEmpty ? 0 : details.count
        if !ticket.entries.isEmpty {
            var writer = PackedWriter()
            PackedEntries.write(ticket.entries, to: &writer) { number($0) }
            details.append(contentsOf: writer.bytes)
        }
        rows.append(
            Row(
                id: ticket.id, file: file, idNumber: idNumber,
                description: ticket.descriptionRange, entries: entriesStart, others: othersStart,
                lastEntry: ticket.lastEntryInstant, columns: columnsStart..<columnValues.count))
    }

    private mutating func column(_ field: FieldName) -> Int? {
        if let known = fieldColumns[field] { return known }
        guard fieldNames.count < Self.columnLimit else { return nil }
        fieldColumns[field] = fieldNames.count
        columnNumbers.append([:])
        fieldNames.append(field)
        return fieldNames.count - 1
    }

    /// Ids, titles and instants are rarely there twice: they are not looked up. The rest mostly are, in the same column.
    private mutating func number(of value: FieldValue, _ field: FieldName, _ column: Int) -> Int {
        if field == .id || field == .title || value.instant != nil {
            PackedValue.write(value, to: &values)
            return addEnd()
        }
        if let known = columnNumbers[column][value] { return known }
        let number = number(PackedValue.bytes(of: value))
        columnNumbers[column][value] = number
        return number
    }

    private mutating func number(_ text: String) -> Int { number(PackedValue.bytes(of: .text(text))) }

    /// The number of a value, from 1; the same for the same bytes.
    private mutating func number(_ bytes: [UInt8]) -> Int {
        if let known = valueNumbers[bytes] { return known }
        let number = add(bytes)
        valueNumbers[bytes] = number
        return number
    }

    private mutating func add(_ bytes: [UInt8]) -> Int {
        values.append(contentsOf: bytes)
        return addEnd()
    }

    private mutating func addEnd() -> Int {
        valueEnds.append(fixed: UInt32(values.count))
        valueCount += 1
        return valueCount
    }

    private mutating func add(name: [UInt8]) -> (offset: Int, length: Int) {
        let offset = names.count
        names.append(contentsOf: name)
        names.append(0)
        return (offset, name.count)
    }

    /// Returns the whole; nil where it is larger than the numbers in it can say.
    mutating func finish(stampNanoseconds: Int64, fingerprint: (UInt64, UInt64)) -> [UInt8]? {
        guard max(names.count, values.count, details.count) < Int(UInt32.max) else { return nil }
        let fields = fieldNames.map { number($0.rawValue) }
        let order = TicketOrder.places(rows.count, id: { rows[$0].id }, path: { path(ofFile: rows[$0].file) })
        var places = [Int](repeating: IndexCache.none, count: rows.count)
        for (place, row) in order.enumerated() { places[row] = place }
        let numbered = IDOrder(order.indices) { rows[order[$0]].id }?.numberedPlaces
        let isDuplicated = zip(order, order.dropFirst()).contains { rows[$0].id == rows[$1].id }
        var whole = PackedWriter()
        whole.reserve(sizeEstimate)
        whole.append(fixed: UInt64(0))
        whole.append(contentsOf: IndexCache.format.magic)
        whole.append(fixed: UInt32(IndexCache.format.version))
        whole.append(fixed: UInt32(isDuplicated ? 1 : 0))
        whole.append(fixed: fingerprint.0)
        whole.append(fixed: fingerprint.1)
        whole.append(fixed: UInt64(bitPattern: stampNanoseconds))
        for count in [folders.count, files.count, rows.count, fields.count, valueCount, diagnosed.count] {
            whole.append(fixed: UInt32(count))
        }
        for count in [names.count, values.count, details.count] { whole.append(fixed: UInt64(count)) }
        whole.append(fixed: UInt32(numbered?.count ?? IndexCache.none))
        whole.append(fixed: UInt32(0))
        for (number, folder) in folders.enumerated() {
            let end = number + 1 < folders.count ? folders[number + 1].firstFile : files.count
            whole.append(folder, fileCount: end - folder.firstFile)
        }
        for file in files {
            whole.append(file, ticket: file.ticket == IndexCache.none ? file.ticket : places[file.ticket])
        }
        for row in order { append(rows[row], to: &whole) }
        for field in fields { whole.append(fixed: UInt32(field)) }
        // What has been written is given back: at a million tickets these are hundreds of megabytes.
        (rows, columnValues, files) = ([], [], [])
        Self.move(&valueEnds, to: &whole)
        Self.move(&values, to: &whole)
        for item in diagnosed {
            whole.append(fixed: UInt32(item.file))
            whole.append(fixed: UInt32(item.offset))
        }
        Self.move(&names, to: &whole)
        Self.move(&details, to: &whole)
        for place in numbered ?? [] { whole.append(fixed: UInt32(place)) }
        whole.replace(fixedAt: 0, with: ByteDigest.digest(whole.bytes[8...]))
        return whole.bytes
    }

    private func path(ofFile number: Int) -> RepositoryPath {
        let (name, folder) = (files[number].name, folders[files[number].folder].name)
        func bytes(_ place: (offset: Int, length: Int)) -> ArraySlice<UInt8> {
            names.bytes[place.offset..<place.offset + place.length]
        }
        return RepositoryPath(Array(bytes(folder))).appending(bytes: Array(bytes(name)))
    }

    private var sizeEstimate: Int {
        let rowSize = IndexCache.ticketHeadSize + 4 * fieldNames.count
        return IndexCache.format.headerSize + IndexCache.folderSize * folders.count + IndexCache.fileSize * files.count
            + rowSize * rows.count
            + valueEnds.count + values.count + names.count + details.count + 8 * diagnosed.count + 4 * rows.count
            + 4_096
    }

    private static func move(_ section: inout PackedWriter, to whole: inout PackedWriter) {
        whole.append(contentsOf: section.bytes)
        section = PackedWriter()
    }

    private func append(_ row: Row, to whole: inout PackedWriter) {
        for number in [
            row.file, row.idNumber, row.description.start, row.description.end, row.entries, row.others,
        ] {
            whole.append(fixed: UInt32(number))
        }
        whole.append(fixed: UInt64(bitPattern: row.lastEntry?.secondsSinceEpoch ?? .min))
        var numbers = [UInt32](repeating: 0, count: fieldNames.count)
        for (column, value) in columnValues[row.columns] { numbers[Int(column)] = value }
        for number in numbers { whole.append(fixed: number) }
    }
}

extension PackedWriter {
    fileprivate mutating func append(_ stamp: FileStamp) {
        for number in [stamp.sizeBytes, stamp.modifiedNanoseconds, stamp.changedNanoseconds] {
            append(fixed: UInt64(bitPattern: number))
        }
        append(fixed: stamp.inode)
    }

    fileprivate mutating func append(_ folder: IndexCacheWriter.Folder, fileCount: Int) {
        for number in [
            folder.name.offset, folder.name.length, folder.parent, folder.firstFile, fileCount,
            folder.isSettled ? 1 : 0,
        ] {
            append(fixed: UInt32(number))
        }
        append(folder.stamp)
    }

    fileprivate mutating func append(_ file: IndexCacheWriter.File, ticket: Int) {
        for number in [file.name.offset, file.name.length, file.folder, ticket] { append(fixed: UInt32(number)) }
        append(file.stamp)
        append(fixed: file.digest)
    }
}
