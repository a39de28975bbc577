package import TicketModel

/// An entry to be written: who, when, what.
package struct NewEntry: Hashable, Sendable {
    package var verb: EntryVerb
    package var person: String
    package var instant: Instant
    package var text: String

    package init(verb: EntryVerb, person: String, instant: Instant, text: String) {
        self.verb = verb
        self.person = person
        self.instant = instant
        self.text = text
    }

    package func heading(in zone: Zone) -> String {
        "## \(instant.formatted(in: zone)) \(person) \(verb.rawValue)"
    }
}

extension TicketDocument {
    /// Returns the document with `entry` behind everything else.
    ///
    /// A file without a final newline gets one first; CRLF files get CRLF. In the entry's own text, lines that would
    /// start an entry are indented and an open code fence is closed.
    ///
    /// - Throws: where the person's name would make the heading read otherwise (line breaks, nothing), or the text is
    ///   none (NUL).
    package func appending(_ entry: NewEntry, configuration: Configuration) throws(DocumentError) -> TicketDocument {
        let block = lines(of: entry, configuration)
        let document = try applying([.insertion(separation + block, at: bytes.count)])
        guard document.ends(with: entry, behind: bytes.count, configuration) else {
            throw DocumentError(
                rule: "entry-heading", "\(entry.person) cannot stand in the heading of an entry",
                hint: "write a handle or an address", at: SourceRange(bytes.count, bytes.count), in: source)
        }
        return document
    }

    /// Returns the document with `entry` in front of `later`, or behind everything where `later` is nil or the text
    /// there leaves no place for it (an open code fence).
    package func appending(
        _ entry: NewEntry, before later: Entry?, configuration: Configuration
    ) throws(DocumentError) -> TicketDocument {
        guard let later else { return try appending(entry, configuration: configuration) }
        let start = later.headingRange.start
        let block = lines(of: entry, configuration) + lastLineEnding
        let reader = ConversationReader(configuration: configuration)
        if let document = try? applying([.insertion(block, at: start)]) {
            let (old, new) = (reader.read(self).entries, reader.read(document).entries)
            let isPlaced =
                new.count == old.count + 1 && new.indices.contains(later.index)
                && new[later.index].verb == entry.verb && new[later.index].instant == entry.instant
                && new[later.index].person == entry.person
            if isPlaced { return document }
        }
        return try appending(entry, configuration: configuration)
    }

    /// Heading, blank line and text of an entry, each line with the file's ending.
    private func lines(of entry: NewEntry, _ configuration: Configuration) -> String {
        var lines = [entry.heading(in: configuration.zone)]
        let text = EntryText.escaped(entry.text, configuration: configuration)
        if !text.isEmpty { lines += ["", text.joined(separator: "\n")] }
        return lines.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: lastLineEnding) + lastLineEnding
    }

    /// Whether one entry begins behind `offset` and reads as `entry`.
    private func ends(with entry: NewEntry, behind offset: Int, _ configuration: Configuration) -> Bool {
        let added = ConversationReader(configuration: configuration).read(self).entries.filter {
            $0.headingRange.start >= offset
        }
        guard !entry.person.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        else {
            return false
        }
        let person = entry.person.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
        return added.count == 1 && added[0].verb == entry.verb && added[0].person == person
            && added[0].instant == entry.instant
    }

    /// The line ending of the last line, which new entries take.
    private var lastLineEnding: String {
        guard let newline = bytes.lastIndex(of: 0x0A), newline > 0, bytes[newline - 1] == 0x0D else { return "\n" }
        return "\r\n"
    }

    /// What must stand between the end of the file and a new heading: a blank line.
    private var separation: String {
        guard bytes.last == 0x0A else { return lastLineEnding + lastLineEnding }
        let lastLine = bytes.dropLast(bytes.dropLast().last == 0x0D ? 2 : 1)
        return lastLine.last == 0x0A && bytes.count > bodyStart ? "" : lastLineEnding
    }

    /// Returns the document with what is missing in the headings of `entries` written in.
    ///
    /// - Parameter complete: the person and instant for an entry that lacks one or both.
    package func completingHeadings(
        of entries: [Entry], zone: Zone, with complete: (Entry) -> (person: String, instant: Instant)
    ) throws(DocumentError) -> TicketDocument {
        let edits = entries.filter { !$0.isComplete }.map { entry in
            let (person, instant) = complete(entry)
            return TextEdit(entry.headingRange, "## \(instant.formatted(in: zone)) \(person) \(entry.verbText)")
        }
        return try applying(edits)
    }
}

/// Texts that commands write into tickets.
package enum EntryText {
    /// Returns the lines of `text` so that they stay one entry's text: trimmed of blank lines at both ends, headings of
    /// entries indented by a space, an open fence closed. Line endings become `\n`.
    package static func escaped(_ text: String, configuration: Configuration) -> [String] {
        var lines: [String] = []
        var fence = CodeFence()
        let heading = EntryHeading(configuration: configuration)
        var headingCount = 0
        for (index, raw) in splitLines(text).enumerated() {
            var line = raw
            // On bytes, as the reader does: in a String, a space and an accent behind it are one Character.
            if line.utf8.starts(with: "## ".utf8) {
                headingCount += 1
                let text = String(decoding: line.utf8.dropFirst(3), as: UTF8.self)
                // Beyond what a person writes every heading is indented, which changes nothing in how it looks.
                if headingCount > EntryHeading.searchLimit || heading.read(text[...]) != .none { line = " " + line }
            }
            fence.read(Array(line.utf8)[...], at: index)
            lines.append(line)
        }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        if fence.isOpen, !lines.isEmpty { lines.append(fence.closingLine) }
        return lines
    }

    /// Splits at LF, CRLF and CR. On bytes: in a `String`, CRLF is one Character.
    private static func splitLines(_ text: String) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0A, previous == 0x0D {
                previous = byte
                continue
            }
            if byte == 0x0A || byte == 0x0D {
                lines.append(String(decoding: line, as: UTF8.self))
                line = []
            } else {
                line.append(byte)
            }
            previous = byte
        }
        return lines + [String(decoding: line, as: UTF8.self)]
    }
}
