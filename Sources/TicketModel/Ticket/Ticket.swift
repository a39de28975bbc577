/// One ticket: what its file says, read by the desk's configuration.
///
/// An immutable snapshot. `source` is kept only where a command needs texts; the entries' ranges point into it.
///
/// A list sorts and filters many tickets, so a value is one reference to its contents, copied when it is changed.
package struct Ticket: Sendable {
    private var contents: Contents

    private final class Contents: Sendable {
        let id: TicketID
        let path: RepositoryPath
        let values: [FieldName: FieldValue]
        let entries: [Entry]
        let descriptionRange: SourceRange
        let source: SourceText?
        let valueRanges: [FieldName: SourceRange]

        init(
            id: TicketID, path: RepositoryPath, values: [FieldName: FieldValue], entries: [Entry],
            descriptionRange: SourceRange, source: SourceText?, valueRanges: [FieldName: SourceRange]
        ) {
            self.id = id
            self.path = path
            self.values = values
            self.entries = entries
            self.descriptionRange = descriptionRange
            self.source = source
            self.valueRanges = valueRanges
        }
    }

    package init(
        id: TicketID, path: RepositoryPath, values: [FieldName: FieldValue], entries: [Entry],
        descriptionRange: SourceRange, source: SourceText? = nil, valueRanges: [FieldName: SourceRange] = [:]
    ) {
        contents = Contents(
            id: id, path: path, values: values, entries: entries, descriptionRange: descriptionRange, source: source,
            valueRanges: valueRanges)
    }

    package var id: TicketID { contents.id }
    package var path: RepositoryPath { contents.path }
    /// The conversation, in the file's order.
    package var entries: [Entry] { contents.entries }
    /// The text before the first entry.
    package var descriptionRange: SourceRange { contents.descriptionRange }
    /// The whole file, or nil where the index was built without texts.
    package var source: SourceText? { contents.source }
    /// Where each field's value stands in the file, for diagnostics. Empty where the index was built without texts.
    package var valueRanges: [FieldName: SourceRange] { contents.valueRanges }

    /// Front matter under Tickdown's names of the fields.
    package var values: [FieldName: FieldValue] {
        get { contents.values }
        set {
            contents = Contents(
                id: id, path: path, values: newValue, entries: entries, descriptionRange: descriptionRange,
                source: source, valueRanges: valueRanges)
        }
    }
}

extension Ticket {
    /// The one text of a field; nil where the field is absent or empty. The first of a list.
    package func text(_ field: FieldName) -> String? {
        switch values[field] {
        case .text(let text): text.isEmpty ? nil : text
        case .none: nil
        case .some(let value): value.texts.first
        }
    }

    /// All texts of a field; empty where it is absent.
    package func list(_ field: FieldName) -> [String] { values[field]?.texts ?? [] }

    package func instant(_ field: FieldName) -> Instant? { values[field]?.instant }

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
    package func has(_ field: FieldName) -> Bool { values[field].map { !$0.isEmpty } ?? false }

    /// The text before the first entry; nil where the index was built without texts.
    package var descriptionText: String? { source?.string(descriptionRange) }

    /// The text of `entry`; nil where the index was built without texts.
    package func text(of entry: Entry) -> String? { source?.string(entry.textRange) }

    /// Where a field's value stands, or the file's first line where it is absent.
    package func location(of field: FieldName) -> SourceLocation? {
        source?.location(of: valueRanges[field] ?? SourceRange(0, 3))
    }
}
