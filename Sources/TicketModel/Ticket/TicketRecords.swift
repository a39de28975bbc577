/// Tickets that are kept elsewhere than in memory, such as in a cache, and read field by field when asked for.
///
/// Numbers are from 0. A record never changes.
package protocol TicketRecords: AnyObject, Sendable {
    func id(_ record: Int) -> TicketID
    func path(_ record: Int) -> RepositoryPath
    /// The value of a field; nil where the ticket has none.
    func value(_ field: FieldName, _ record: Int) -> FieldValue?
    /// The instant that a field's value is; nil where it is none.
    func instant(_ field: FieldName, _ record: Int) -> Instant?
    /// Appends a value, or the id, that is one text of printable ASCII or nothing; returns false for any other.
    func appendPlain(_ field: FieldName, _ record: Int, to bytes: inout [UInt8]) -> Bool
    /// The fields that have a value, in no order.
    func fieldNames(_ record: Int) -> [FieldName]
    func values(_ record: Int) -> [FieldName: FieldValue]
    /// Appends what the fields of links say; most tickets have none, which must be quick to see.
    func appendLinks(_ record: Int, to links: inout [TicketLink])
    func entries(_ record: Int) -> [Entry]
    /// The latest instant of an entry; nil where none has one.
    func lastEntryInstant(_ record: Int) -> Instant?
    func descriptionRange(_ record: Int) -> SourceRange
    /// A checksum of the file's place and content.
    func contentDigest(_ record: Int) -> UInt64
    /// The file, read now; nil where it cannot be read any more.
    func source(_ record: Int) -> SourceText?
}
