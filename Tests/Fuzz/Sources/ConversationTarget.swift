import TicketModel
import TicketText

/// A ticket's text, NUL, and a text to append: `ConversationReader`, `EntryHeading`, `EntryText`, `PrintableText`.
///
/// Entries lie in order, apart and inside the file. A new one leaves all others and every byte before it as they were
/// and is read as what was written.
enum ConversationTarget {
    private static let configuration = QueryFixture.configuration
    private static let reader = ConversationReader(configuration: configuration)
    private static let frontMatter = Array("---\nid: HD-1\n---\n".utf8)

    static func run(_ input: [UInt8]) {
        let (text, addition) = FuzzInput.halves(input)
        let source = SourceText(path: "tickets/HD-1.md", bytes: frontMatter + text)
        guard let document = try? TicketDocument(source) else { return }
        let conversation = reader.read(document)
        check(conversation, document)
        append(FuzzInput.text(addition), to: document, conversation)
        complete(document, conversation)
    }

    private static func check(_ conversation: Conversation, _ document: TicketDocument) {
        var position = document.bodyStart
        func advance(over range: SourceRange, _ what: String) {
            require(position <= range.start && range.start <= range.end, "\(what) begins in front of the last end")
            require(range.end <= document.bytes.count, "\(what) ends behind the file")
            position = range.end
        }
        advance(over: conversation.descriptionRange, "the description")
        for entry in conversation.entries {
            advance(over: entry.headingRange, "heading \(entry.index)")
            require(document.bytes[entry.headingRange.start...].starts(with: "## ".utf8), "no heading")
            advance(over: entry.textRange, "entry \(entry.index)")
        }
        for diagnostic in conversation.diagnostics {
            checkPrintable(diagnostic.message)
            checkPrintable(diagnostic.location?.lineText ?? "")
        }
    }

    private static func checkPrintable(_ text: String) {
        let printable = PrintableText.make(text, .line)
        require(printable.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a control would reach the terminal")
        require(PrintableText.make(printable, .line) == printable, "printable text is escaped once more")
    }

    private static func append(_ text: String, to document: TicketDocument, _ before: Conversation) {
        let entry = NewEntry(verb: .replied, person: "ivan", instant: QueryFixture.now, text: text)
        guard let longer = try? document.appending(entry, configuration: configuration) else {
            require(text.utf8.contains(0), "an ordinary entry is refused")
            return
        }
        require(longer.bytes.starts(with: document.bytes), "appending changes what stands before")
        let after = reader.read(longer)
        require(after.entries.count == before.entries.count + 1, "appending makes more or less than one entry")
        require(after.descriptionRange == before.descriptionRange, "appending changes the description")
        for (old, new) in zip(before.entries, after.entries) {
            // An empty text behind a heading without a line ending comes to stand behind that ending.
            let isSame =
                old.headingRange == new.headingRange && (old.textRange.isEmpty || old.textRange == new.textRange)
            require(isSame && old.textRange.count == new.textRange.count, "entry \(old.index) is another")
        }
        guard let last = after.entries.last else { return }
        let lines = EntryText.escaped(text, configuration: configuration).joined(separator: "\n")
        require(sameText(longer.source.string(last.textRange), lines), "the text of the new entry is not as written")
    }

    /// Whether two texts have the same lines, CRLF and white space at the end apart.
    private static func sameText(_ left: String, _ right: String) -> Bool {
        func bytes(_ text: String) -> [UInt8] {
            var bytes = text.utf8.filter { $0 != 0x0D }
            while let last = bytes.last, [0x20, 0x09, 0x0A].contains(last) { bytes.removeLast() }
            return bytes
        }
        return bytes(left) == bytes(right)
    }

    private static func complete(_ document: TicketDocument, _ conversation: Conversation) {
        let completed = try? document.completingHeadings(of: conversation.entries, zone: configuration.zone) {
            ($0.person ?? "ivan", $0.instant ?? QueryFixture.now)
        }
        guard let completed else { fatalError("headings cannot be completed") }
        let entries = reader.read(completed).entries
        require(entries.count == conversation.entries.count, "completing changes the number of entries")
        require(entries.allSatisfy(\.isComplete), "a completed heading is not complete")
        require(zip(entries, conversation.entries).allSatisfy { $0.verb == $1.verb }, "completing changes a verb")
    }
}
