import TicketModel

/// A word, quoted text or pattern to be found in a ticket's title or text.
enum TextPattern: Sendable {
    /// The beginning of a word.
    case wordBeginning(FoldedNeedle)
    case anywhere(FoldedNeedle)
    /// The whole text.
    case whole(FoldedNeedle)
    /// A word, or what stands between two spaces.
    case word(Glob)
    case wholeGlob(Glob)
    /// No text at all.
    case absent

    func matches(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        switch self {
        case .wordBeginning(let needle): needle.occurs(in: bytes, from: start, to: end, startsWord: true)
        case .anywhere(let needle): needle.occurs(in: bytes, from: start, to: end, startsWord: false)
        case .word(let glob): Self.words(bytes, start, end).contains { glob.matches(folded: $0) }
        case .whole, .wholeGlob, .absent: false
        }
    }

    /// Whether a title matches.
    func matches(title: String) -> Bool {
        switch self {
        case .whole(let needle): return needle.equals(title)
        case .wholeGlob(let glob): return glob.matches(title)
        case .absent: return title.isEmpty
        case .word(let glob) where glob.matches(title): return true
        case .wordBeginning, .anywhere, .word:
            let bytes = title.utf8.span
            return matches(bytes, from: 0, to: bytes.count)
        }
    }

    /// The folded words, and the runs between spaces without the punctuation around them: `AB-17` is one of these.
    private static func words(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> [FoldedText] {
        var copy: [UInt8] = []
        for offset in start..<end { copy.append(bytes[offset]) }
        let folded = FoldedText(utf8: copy)
        let runs = folded.utf8.split { $0 <= 0x20 }
        return folded.words + runs.map { FoldedText(utf8: trimmed($0)) }
    }

    private static func trimmed(_ run: ArraySlice<UInt8>) -> [UInt8] {
        var rest = run
        while let first = rest.first, punctuation.contains(first) { rest.removeFirst() }
        while let last = rest.last, punctuation.contains(last) { rest.removeLast() }
        return Array(rest)
    }

    private static let punctuation = Set("\"'()[]{}<>.,;:!?".utf8)
}

/// Where a text is looked for.
enum TextScope: Sendable {
    case title, text, everywhere
}

/// Any of some texts in a ticket's title or text: `принтер`, `"cannot connect"`, `title:vpn`, `text:vpn*`.
struct TextTest: QueryTest {
    let patterns: [TextPattern]
    let scope: TextScope

    var needs: QueryNeeds { scope == .title ? [] : .text }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        if scope != .text {
            let title = ticket.title
            for pattern in patterns where pattern.matches(title: title) { return true }
        }
        guard scope != .title, let source = ticket.source else { return false }
        let bytes = source.bytes.span
        let start = min(max(0, ticket.descriptionRange.start), bytes.count)
        for pattern in patterns where pattern.matches(bytes, from: start, to: bytes.count) { return true }
        return false
    }
}

extension QueryTermBuilder {
    /// Longer texts are not looked for: the search takes their length times the text's at worst.
    private static let maximumByteCount = 512

    func wordPattern(_ value: QueryValue) throws(QueryError) -> TextPattern {
        guard value.text.utf8.count <= Self.maximumByteCount else {
            throw error("the text to search for is longer than \(Self.maximumByteCount) bytes", in: value.range)
        }
        if let glob = try glob(value) { return .word(glob) }
        return value.isQuoted ? .anywhere(FoldedNeedle(value.text)) : .wordBeginning(FoldedNeedle(value.text))
    }

    func textTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        return TextTest(
            patterns: try clause.values.map { value throws(QueryError) in try wordPattern(value) }, scope: .text)
    }

    /// `title:word` searches, `title="The whole title"` compares.
    func titleTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        let patterns = try clause.values.map { value throws(QueryError) -> TextPattern in
            if try isNone(value, clause) { return .absent }
            guard clause.comparison != .matches else { return try wordPattern(value) }
            if let glob = try glob(value) { return .wholeGlob(glob) }
            return .whole(FoldedNeedle(value.text))
        }
        return TextTest(patterns: patterns, scope: .title)
    }
}
