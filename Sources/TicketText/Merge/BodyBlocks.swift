import TicketModel

/// A part of a ticket's text: the description, or an entry with its heading.
///
///     ## 2026-11-21T10:15:00+03:00 ivan replied     <- heading
///                                                   <- lead, from the heading's line ending on
///     Which tray?                                   <- text
///                                                   <- trail, up to the next heading or the end of the file
struct BodyBlock {
    /// Nil for the description.
    var entry: Entry?
    var heading: [UInt8]
    var lead: [UInt8]
    var text: [UInt8]
    var trail: [UInt8]
    /// Whether nothing follows in its file, so that `trail` is the file's end.
    var isLast: Bool

    /// The heading without `## `, for people.
    var title: String { String(decoding: heading.dropFirst(3), as: UTF8.self) }

    /// Whether nothing else is missing in the heading.
    var isComplete: Bool { entry?.isComplete ?? false }

    func hasSameContent(as other: BodyBlock) -> Bool { heading == other.heading && text == other.text }
}

/// The text of a ticket in blocks. All of them together are its bytes.
struct BodyBlocks {
    let description: BodyBlock
    let entries: [BodyBlock]

    /// The blocks of a version that says nothing.
    static let none = BodyBlocks()

    private init() {
        description = BodyBlock(entry: nil, heading: [], lead: [], text: [], trail: [], isLast: true)
        entries = []
    }

    init(_ document: TicketDocument, reader: ConversationReader) {
        let conversation = reader.read(document)
        let starts = conversation.entries.map(\.headingRange.start) + [document.bytes.count]
        func bytes(_ start: Int, _ end: Int) -> [UInt8] { Array(document.bytes[start..<end]) }
        func block(_ entry: Entry?, _ heading: SourceRange, _ text: SourceRange, end: Int) -> BodyBlock {
            BodyBlock(
                entry: entry, heading: bytes(heading.start, heading.end), lead: bytes(heading.end, text.start),
                text: bytes(text.start, text.end), trail: bytes(text.end, end), isLast: end == document.bytes.count)
        }
        let start = SourceRange(document.bodyStart, document.bodyStart)
        description = block(nil, start, conversation.descriptionRange, end: starts[0])
        entries = conversation.entries.enumerated().map { index, entry in
            block(entry, entry.headingRange, entry.textRange, end: starts[index + 1])
        }
    }
}
