import TicketModel
import TicketText

/// A ticket's file, NUL, and edits of its fields: `TicketDocument`, `TicketReader`, `FieldEdit`, `ScalarWriter`.
///
/// An edit is an operation (one byte), a field (one byte) and its value, ended by `1E`; items of a list part at `1F`.
/// Whatever the file, an edit is refused or says what it should, says nothing the second time, and leaves every byte
/// outside the lines of its field as it was.
enum FrontMatterTarget {
    private static let configuration = QueryFixture.configuration
    private static let reader = TicketReader(configuration: configuration)
    private static let fields = configuration.knownFields + [FieldName("x-unknown"), FieldName("two words: #")]

    static func run(_ input: [UInt8]) {
        let (file, script) = FuzzInput.halves(input)
        let source = SourceText(path: "tickets/HD-1 printer.md", bytes: file)
        let result = reader.read(source)
        result.diagnostics.forEach(check)
        guard var document = result.document else { return }
        if let ticket = result.ticket { check(ticket, document) }
        for step in script.split(separator: 0x1E, omittingEmptySubsequences: false).prefix(8) {
            document = apply(edit(step), to: document)
        }
    }

    private static func edit(_ step: ArraySlice<UInt8>) -> FieldEdit {
        let bytes = Array(step)
        let field = fields[Int(bytes.dropFirst().first ?? 0) % fields.count]
        let value = bytes.dropFirst(2)
        let items = value.split(separator: 0x1F, omittingEmptySubsequences: false).map { FuzzInput.text($0) }
        switch (bytes.first ?? 0) % 5 {
        case 0: return .set(field, FuzzInput.text(value))
        case 1: return .clear(field)
        case 2: return .add(field, items)
        case 3: return .remove(field, items)
        default: return .setList(field, items)
        }
    }

    private static func apply(_ edit: FieldEdit, to document: TicketDocument) -> TicketDocument {
        let style = FieldStyle(edit.field, configuration: configuration)
        guard let edited = try? document.applying(edit, style: style) else { return document }
        let source = SourceText(path: document.source.path, bytes: edited.bytes)
        guard let again = try? TicketDocument(source) else { fatalError("\(edit) wrote a file that cannot be read") }
        checkRest(edited, document, style.key, "\(edit)")
        if let twice = try? again.applying(edit, style: style) {
            require(twice.bytes == edited.bytes, "\(edit) changes the file a second time")
        } else {
            fatalError("\(edit) is refused a second time")
        }
        return again
    }

    /// Everything in front of the field's first line and behind its last is as it was.
    private static func checkRest(_ new: TicketDocument, _ old: TicketDocument, _ key: String, _ edit: String) {
        let (start, end) = linesOfField(key, old)
        require(new.bytes.starts(with: old.bytes[..<start]), "\(edit) changes what stands in front of its field")
        let tail = old.bytes[end...]
        require(
            new.bytes.count >= start + tail.count && new.bytes.suffix(tail.count).elementsEqual(tail),
            "\(edit) changes what stands behind its field")
    }

    /// The lines that an edit may change: in braces all of them; of a missing field the place where it came in.
    private static func linesOfField(_ key: String, _ document: TicketDocument) -> (start: Int, end: Int) {
        let matter = document.frontMatterRange
        guard !document.isFlowMapping, let pair = document.pair(key) else { return (matter.start, matter.end) }
        var start = pair.keyRange.start
        while start > matter.start, !isBreak(document.bytes, start - 1) { start -= 1 }
        var end = max(pair.value.range.end, pair.colonEnd)
        while end < matter.end, !isBreak(document.bytes, end) { end += 1 }
        if end < matter.end { end += document.bytes[end...].starts(with: [0x0D, 0x0A]) ? 2 : 1 }
        return (start, end)
    }

    /// Whether a YAML 1.1 line break ends with the byte at `offset`.
    private static func isBreak(_ bytes: [UInt8], _ offset: Int) -> Bool {
        let before = bytes[max(0, offset - 2)...offset]
        return [0x0A, 0x0D].contains(bytes[offset]) || before.suffix(2).elementsEqual([0xC2, 0x85])
            || before.elementsEqual([0xE2, 0x80, 0xA8]) || before.elementsEqual([0xE2, 0x80, 0xA9])
    }

    private static func check(_ diagnostic: Diagnostic) {
        guard let location = diagnostic.location else { fatalError("\(diagnostic.rule) without a place") }
        require(location.lineNumber >= 1 && location.columnNumber >= 1, "\(diagnostic.rule) stands nowhere")
    }

    private static func check(_ ticket: Ticket, _ document: TicketDocument) {
        let matter = document.frontMatterRange
        for (field, range) in ticket.valueRanges {
            let isInside = matter.start <= range.start && range.start <= range.end && range.end <= matter.end
            require(isInside, "\(field) stands outside the front matter")
        }
        for pair in document.pairs { check(pair, document) }
    }

    private static func check(_ pair: YAMLPair, _ document: TicketDocument) {
        require(document.bytes[pair.colonEnd - 1] == UInt8(ascii: ":"), "no colon behind \(pair.key)")
        require(pair.keyRange.end < pair.colonEnd, "the colon of \(pair.key) stands in front of it")
        require(pair.colonEnd <= pair.value.range.start, "the value of \(pair.key) stands in front of its colon")
    }
}
