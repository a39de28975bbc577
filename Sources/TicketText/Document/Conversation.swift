package import TicketModel

/// The text of a ticket: the description and the entries that follow it.
package struct Conversation: Sendable {
    package var descriptionRange: SourceRange
    package var entries: [Entry]
    /// Near misses (errors) and unclosed fences (warnings).
    package var diagnostics: [Diagnostic]
}

/// Splits a ticket's text into entries, one pass over its lines.
///
/// Headings start entries at the beginning of a line only; an indented `## ivan replied` is text. Inside a code fence
/// only a heading with instant, person and verb counts, so that an unclosed fence in a pasted log hides nothing.
package struct ConversationReader: Sendable {
    private let heading: EntryHeading

    package init(configuration: Configuration) {
        heading = EntryHeading(configuration: configuration)
    }

    package func read(_ document: TicketDocument) -> Conversation {
        var scan = Scan(source: document.source, bodyStart: document.bodyStart)
        var position = document.bodyStart
        while let line = TicketDocument.line(at: position, in: document.bytes) {
            read(line.text, next: line.next, &scan)
            position = line.next
        }
        return scan.finish()
    }

    private func read(_ line: Range<Int>, next: Int, _ scan: inout Scan) {
        let bytes = scan.source.bytes
        guard let first = bytes[line].first else { return }
        if first == UInt8(ascii: "#"), bytes[line].starts(with: [0x23, 0x23, 0x20]) {
            let text = String(decoding: bytes[(line.lowerBound + 3)..<line.upperBound], as: UTF8.self)
            readHeading(text[...], line, next: next, &scan)
        } else if first == UInt8(ascii: "`") || first == UInt8(ascii: "~") || first == 0x20 {
            scan.fence.read(bytes[line], at: line.lowerBound)
        }
    }

    private func readHeading(_ text: Substring, _ line: Range<Int>, next: Int, _ scan: inout Scan) {
        let range = SourceRange(line.lowerBound, line.upperBound)
        switch heading.read(text, seeksNearMisses: scan.seeksNearMisses) {
        case .entry(let parts) where parts.isFull || !scan.fence.isOpen:
            scan.startEntry(parts, heading: range, textStart: next)
        case .nearMiss(let message, let hint, let word) where !scan.fence.isOpen:
            let textStart = line.lowerBound + 3
            let place = word.map { SourceRange(textStart + $0.lowerBound, textStart + $0.upperBound) } ?? range
            scan.report("entry-heading", .error, message, hint: hint, at: place)
        case .entry, .nearMiss, .none:
            scan.ordinaryHeadingCount += 1
        }
    }

    private struct Scan {
        let source: SourceText
        let bodyStart: Int
        var fence = CodeFence()
        var entries: [Entry] = []
        var diagnostics: [Diagnostic] = []
        var ordinaryHeadingCount = 0

        /// Whether a near miss would be reported, and is still worth the time that finding one takes.
        var seeksNearMisses: Bool {
            !fence.isOpen && diagnostics.count < Self.diagnosticLimit && ordinaryHeadingCount < EntryHeading.searchLimit
        }

        /// Finding a line takes a pass over the file, and nobody reads more.
        private static let diagnosticLimit = 100

        init(source: SourceText, bodyStart: Int) {
            self.source = source
            self.bodyStart = bodyStart
        }

        mutating func report(
            _ rule: String, _ severity: Severity, _ message: String, hint: String, at range: SourceRange
        ) {
            guard diagnostics.count < Self.diagnosticLimit else { return }
            diagnostics.append(
                Diagnostic(
                    rule: rule, severity: severity, message: message, hint: hint,
                    location: source.location(of: range)))
        }

        mutating func startEntry(_ parts: EntryHeading.Parts, heading: SourceRange, textStart: Int) {
            closeSection(at: heading.start)
            entries.append(
                Entry(
                    index: entries.count, verb: parts.verb, verbText: parts.verbText, person: parts.person,
                    instant: parts.instant, secondsOfDay: parts.secondsOfDay, headingRange: heading,
                    textRange: SourceRange(textStart, textStart)))
        }

        /// Ends the description or the last entry in front of `end`.
        private mutating func closeSection(at end: Int) {
            if let open = fence.openOffset {
                report(
                    "code-fence", .warning, "a code fence is opened and never closed",
                    hint: "end the block with a line \(fence.closingLine), or remove this one",
                    at: SourceRange(open, open + 3))
                fence = CodeFence()
            }
            guard let last = entries.indices.last else { return }
            let range = source.trimmed(SourceRange(entries[last].textRange.start, end))
            entries[last].textRange = range
            entries[last].textDigest = ByteDigest.digest(source.bytes[range.indices])
        }

        mutating func finish() -> Conversation {
            closeSection(at: source.bytes.count)
            let end = entries.first?.headingRange.start ?? source.bytes.count
            return Conversation(
                descriptionRange: source.trimmed(SourceRange(bodyStart, end)), entries: entries,
                diagnostics: diagnostics)
        }
    }
}

extension SourceText {
    /// `range` without blank lines at its beginning and white space at its end.
    func trimmed(_ range: SourceRange) -> SourceRange {
        var (start, end) = (range.start, range.end)
        while end > start, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
        var position = start
        while position < end, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            position += 1
            if bytes[position - 1] == 0x0A { start = position }
        }
        return SourceRange(min(start, end), end)
    }
}
