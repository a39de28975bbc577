package import TicketModel

/// A ticket file, taken apart without losing a byte.
///
///     ---
///     id: HD-k7qf3m        <- front matter: the YAML between the first line and the next line that is exactly `---`
///     status: open
///     ---
///     The printer jams.    <- description
///
///     ## 2026-11-21T10:15:00+03:00 ivan replied
///     Which tray?          <- conversation
///
/// The document keeps the bytes and knows where the parts lie. It is never printed: `TextEdit`s change it.
package struct TicketDocument: Sendable {
    package let source: SourceText
    /// The YAML between the two `---` lines, neither included.
    package let frontMatterRange: SourceRange
    /// The mapping of the front matter; empty where nothing is written between the lines.
    package let pairs: [YAMLPair]
    /// Whether the front matter is one mapping in braces.
    package let isFlowMapping: Bool
    /// The bytes of the mapping itself, comments around it left out.
    package let mappingRange: SourceRange
    /// Where the text begins: behind the line that closes the front matter.
    package let bodyStart: Int

    package var bytes: [UInt8] { source.bytes }

    /// The line ending of the first line, which edits write too: files with CRLF stay CRLF.
    package var lineEnding: String {
        guard let newline = bytes.firstIndex(of: 0x0A), newline > 0, bytes[newline - 1] == 0x0D else { return "\n" }
        return "\r\n"
    }

    /// Takes a file apart.
    ///
    /// - Throws: a diagnostic with the rule `front-matter` where the front matter is missing, not closed or no YAML
    ///   mapping, `conflict-markers` where a merge left both
    ///   sides in it, and `file-text` where the file is no text (NUL, invalid UTF-8).
    package init(_ source: SourceText) throws(DocumentError) {
        try TicketDocument.checkText(source)
        let fences = try TicketDocument.fences(in: source)
        try TicketDocument.checkConflicts(source, in: fences.content)
        self.source = source
        frontMatterRange = fences.content
        bodyStart = fences.bodyStart
        let root: YAMLNode?
        do {
            root = try YAMLReader.read(source, in: fences.content)
        } catch {
            throw DocumentError(error.diagnostic(in: source, rule: "front-matter"))
        }
        guard let root else {
            (pairs, isFlowMapping) = ([], false)
            mappingRange = SourceRange(fences.content.start, fences.content.start)
            return
        }
        guard let pairs = root.pairs else {
            throw DocumentError(
                rule: "front-matter", "the front matter is no mapping", hint: "write one `key: value` on each line",
                at: root.range, in: source)
        }
        self.pairs = pairs
        isFlowMapping = root.isFlow
        mappingRange = root.range
    }

    package func pair(_ key: String) -> YAMLPair? { pairs.first { $0.key == key } }

    /// Returns the document with `edits` made and read again.
    package func applying(_ edits: [TextEdit]) throws(DocumentError) -> TicketDocument {
        guard !edits.isEmpty else { return self }
        return try TicketDocument(SourceText(path: source.path, bytes: TextEdit.apply(edits, to: bytes)))
    }
}

/// A file that is no ticket, with the one diagnostic that says why.
package struct DocumentError: Error, Sendable {
    package var diagnostic: Diagnostic

    package init(_ diagnostic: Diagnostic) {
        self.diagnostic = diagnostic
    }

    init(rule: String, _ message: String, hint: String, at range: SourceRange, in source: SourceText) {
        diagnostic = Diagnostic(rule: rule, message: message, hint: hint, location: source.location(of: range))
    }
}

extension TicketDocument {
    /// Refuses bytes that no editor would show: one diagnostic with a position, the file stays as it is.
    static func checkText(_ source: SourceText) throws(DocumentError) {
        if let nul = ByteSearch.first(0, in: source.bytes) {
            throw DocumentError(
                rule: "file-text", "a NUL byte: this is no text file",
                hint: "attach binary files instead: tick attach ID FILE",
                at: SourceRange(nul, nul + 1), in: source)
        }
        if let bad = UTF8Check.firstInvalidOffset(in: source.bytes[...]) {
            throw DocumentError(
                rule: "file-text", "this byte is not UTF-8",
                hint: "save the file as UTF-8; a file that is not text is attached: tick attach ID FILE",
                at: SourceRange(bad, bad + 1),
                in: source)
        }
    }

    /// Refuses fields that a merge left in two versions. YAML might even read them, in braces.
    private static func checkConflicts(_ source: SourceText, in range: SourceRange) throws(DocumentError) {
        var position = range.start
        while position < range.end, let sign = ByteSearch.first(UInt8(ascii: "<"), in: source.bytes, from: position),
            sign < range.end
        {
            position = sign + 1
            guard sign == range.start || source.bytes[sign - 1] == 0x0A,
                let line = line(at: sign, in: source.bytes), ConflictBlock.isStart(source.bytes[line.text]),
                let diagnostic = ConflictDiagnostics.all(in: source).first
            else { continue }
            throw DocumentError(diagnostic)
        }
    }

    /// Finds the two `---` lines.
    private static func fences(in source: SourceText) throws(DocumentError) -> (content: SourceRange, bodyStart: Int) {
        let bytes = source.bytes
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let first = line(at: start, in: bytes), isFence(first.text, in: bytes) else {
            throw DocumentError(
                rule: "front-matter", "no front matter", hint: "a ticket begins with a line ---, its fields, and ---",
                at: SourceRange(start, start), in: source)
        }
        var position = first.next
        while let line = line(at: position, in: bytes) {
            if isFence(line.text, in: bytes) { return (SourceRange(first.next, position), line.next) }
            position = line.next
        }
        throw DocumentError(
            rule: "front-matter", "the front matter is not closed", hint: "add a line --- below the last field",
            at: SourceRange(start, start + 3), in: source)
    }

    private static func isFence(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        range.count == 3 && bytes[range].allSatisfy { $0 == UInt8(ascii: "-") }
    }

    /// The line at `start` without its ending, and where the next begins; nil at the end of the file.
    static func line(at start: Int, in bytes: [UInt8]) -> (text: Range<Int>, next: Int)? {
        guard start < bytes.count else { return nil }
        let newline = ByteSearch.first(0x0A, in: bytes, from: start)
        var end = newline ?? bytes.count
        let next = newline.map { $0 + 1 } ?? bytes.count
        if newline != nil, end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return (start..<end, next)
    }
}
