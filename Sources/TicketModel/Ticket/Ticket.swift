/// One ticket: what its file says, read by the desk's configuration.
///
/// An immutable snapshot. `source` is kept only where a command needs texts; the entries' ranges point into it.
///
/// A list sorts and filters many tickets and shows few of them, so a value is one reference to its contents, copied when it
/// is changed, or to the records that it is read from when it is asked.
package struct Ticket: Sendable {
    private enum Backing: Sendable {
        case contents(Contents)
        /// The values are nil where the records' count.
        case record(any TicketRecords, Int, values: [FieldName: FieldValue]?)
    }

    private var backing: Backing

    private final class Contents: Sendable {
        let id: TicketID
        let path: RepositoryPath
        /// No dictionary, which takes twice the memory and is no faster for a dozen of fields. Most tickets of a desk have the same
        /// names, which they share.
        let names: [FieldName]
        /// As many as there are names.
        let fieldValues: [FieldValue]
        let entries: [Entry]
        let descriptionRange: SourceRange
        let source: SourceText?
        let valueRanges: [FieldName: SourceRange]

        init(
            id: TicketID, path: RepositoryPath, names: [FieldName], fieldValues: [FieldValue], entries: [Entry],
            descriptionRange: SourceRange, source: SourceText?, valueRanges: [FieldName: SourceRange]
        ) {
            self.id = id
            self.path = path
            self.names = names
            self.fieldValues = fieldValues
            self.entries = entries
            self.descriptionRange = descriptionRange
            self.source = source
            self.valueRanges = valueRanges
        }

        var values: [FieldName: FieldValue] {
            Dictionary(zip(names, fieldValues), uniquingKeysWith: { first, _ in first })
        }

        func value(_ field: FieldName) -> FieldValue? {
            names.firstIndex(of: field).map { fieldValues[$0] }
        }

        func with(_ values: [FieldName: FieldValue]) -> Contents {
            Contents(
                id: id, path: path, names: Array(values.keys), fieldValues: Array(values.values), entries: entries,
                descriptionRange: descriptionRange, source: source, valueRanges: valueRanges)
        }
    }

    package init(
        id: TicketID, path: RepositoryPath, values: [FieldName: FieldValue], entries: [Entry],
        descriptionRange: SourceRange, source: SourceText? = nil, valueRanges: [FieldName: SourceRange] = [:]
    ) {
        self.init(
            id: id, path: path, names: Array(values.keys), fieldValues: Array(values.values), entries: entries,
            descriptionRange: descriptionRange, source: source, valueRanges: valueRanges)
    }

    /// - Parameters:
    ///   - names: each once, in any order.
    ///   - fieldValues: of each name.
    package init(
        id: TicketID, path: RepositoryPath, names: [FieldName], fieldValues: [FieldValue], entries: [Entry],
        descriptionRange: SourceRange, source: SourceText?, valueRanges: [FieldName: SourceRange]
    ) {
        backing = .contents(
            Contents(
                id: id, path: path, names: names, fieldValues: fieldValues, entries: entries,
                descriptionRange: descriptionRange, source: source, valueRanges: valueRanges))
    }

    /// A ticket that is read from `records` when it is asked.
    package init(_ records: any TicketRecords, _ record: Int) { backing = .record(records, record, values: nil) }

    package var id: TicketID {
        switch backing {
        case .contents(let contents): contents.id
        case .record(let records, let record, _): records.id(record)
        }
    }

    package var path: RepositoryPath {
        switch backing {
        case .contents(let contents): contents.path
        case .record(let records, let record, _): records.path(record)
        }
    }

    /// The conversation, in the file's order.
    package var entries: [Entry] {
        switch backing {
        case .contents(let contents): contents.entries
        case .record(let records, let record, _): records.entries(record)
        }
    }

    /// The latest instant of an entry; nil where none has one.
    package var lastEntryInstant: Instant? {
        switch backing {
        case .contents(let contents): contents.entries.lazy.compactMap(\.instant).max()
        case .record(let records, let record, _): records.lastEntryInstant(record)
        }
    }

    /// The text before the first entry.
    package var descriptionRange: SourceRange {
        switch backing {
        case .contents(let contents): contents.descriptionRange
        case .record(let records, let record, _): records.descriptionRange(record)
        }
    }

    /// The whole file, or nil where the index was built without texts.
    package var source: SourceText? {
        switch backing {
        case .contents(let contents): contents.source
        case .record(let records, let record, _): records.source(record)
        }
    }

    /// Where the ticket is read from when it is asked; nil where it was read from its file, or values were replaced.
    package var record: (records: any TicketRecords, number: Int)? {
        guard case .record(let records, let record, nil) = backing else { return nil }
        return (records, record)
    }

    /// A checksum of the file's place and content, from which everything else follows; nil where it is not known, or values
    /// were replaced.
    package var contentDigest: UInt64? {
        record.map { $0.records.contentDigest($0.number) }
    }

    /// Where each field's value stands in the file, for diagnostics. Empty where the index was built without texts.
    package var valueRanges: [FieldName: SourceRange] {
        switch backing {
        case .contents(let contents): contents.valueRanges
        case .record: [:]
        }
    }

    /// Front matter under Tickdown's names of the fields. To ask for one of them, `value(_:)` is quicker.
    package var values: [FieldName: FieldValue] {
        get {
            switch backing {
            case .contents(let contents): contents.values
            case .record(let records, let record, let values): values ?? records.values(record)
            }
        }
        set {
            switch backing {
            case .contents(let contents): backing = .contents(contents.with(newValue))
            case .record(let records, let record, _): backing = .record(records, record, values: newValue)
            }
        }
    }

    /// The fields that have a value, in no order, without reading the values.
    package var fieldNames: [FieldName] {
        switch backing {
        case .contents(let contents): contents.names
        case .record(let records, let record, let values): values.map { Array($0.keys) } ?? records.fieldNames(record)
        }
    }

    /// Calls `body` for each field and its value, in no order.
    package func forEachField(_ body: (FieldName, FieldValue) -> Void) {
        switch backing {
        case .contents(let contents):
            for (name, value) in zip(contents.names, contents.fieldValues) { body(name, value) }
        case .record: for (field, value) in values { body(field, value) }
        }
    }

    /// The value of a field; nil where the ticket has none.
    package func value(_ field: FieldName) -> FieldValue? {
        switch backing {
        case .contents(let contents): contents.value(field)
        case .record(let records, let record, let values):
            values.map { $0[field] } ?? records.value(field, record)
        }
    }
}

extension Ticket {
    /// The one text of a field; nil where the field is absent or empty. The first of a list.
    package func text(_ field: FieldName) -> String? {
        switch value(field) {
        case .text(let text): text.isEmpty ? nil : text
        case .none: nil
        case .some(let value): value.texts.first
        }
    }

    /// All texts of a field; empty where it is absent.
    package func list(_ field: FieldName) -> [String] { value(field)?.texts ?? [] }

    /// Appends a field's value, or the id, where that is one text of printable ASCII or nothing, and can be had without making a
    /// string of it.
    ///
    /// - Returns: False where nothing was appended, because it is something else.
    package func appendPlain(_ field: FieldName, to bytes: inout [UInt8]) -> Bool {
        guard case .record(let records, let record, nil) = backing else { return false }
        return records.appendPlain(field, record, to: &bytes)
    }

    /// Appends the links that the ticket's own file says, without reading the other fields.
    package func appendLinks(to links: inout [TicketLink]) {
        if case .record(let records, let record, nil) = backing { return records.appendLinks(record, to: &links) }
        for relation in Relation.allCases {
            guard let field = relation.field, let value = value(field) else { continue }
            links += value.texts.map { TicketLink(relation: relation, id: $0) }
        }
    }

    package func instant(_ field: FieldName) -> Instant? {
        if case .record(let records, let record, nil) = backing { return records.instant(field, record) }
        return value(field)?.instant
    }

    package var title: String { text(.title) ?? "" }
    package var status: String { text(.status) ?? "" }
    package var priority: String? { text(.priority) }
    package var type: String? { text(.type) }
    package var queue: String? { text(.queue) }
    package var assignee: String? { text(.assignee) }
    package var requester: String? { text(.requester) }
    package var tags: [String] { list(.tags) }
    package var created: Instant? { instant(.created) }

    /// Whether the field has a value that says something.
    package func has(_ field: FieldName) -> Bool { value(field).map { !$0.isEmpty } ?? false }

    /// The text before the first entry; nil where the index was built without texts.
    package var descriptionText: String? { source?.string(descriptionRange) }

    /// The text of `entry`; nil where the index was built without texts.
    package func text(of entry: Entry) -> String? { source?.string(entry.textRange) }

    /// Where a field's value stands, or the file's first line where it is absent; nil where places are not known.
    package func location(of field: FieldName) -> SourceLocation? {
        if case .record = backing { return nil }
        return source?.location(of: valueRanges[field] ?? SourceRange(0, 3))
    }
}
