package import TicketModel

/// The parts of an article: what anybody may read, and what is for the desk's people.
///
///     Restart the client.
///     <!-- internal -->
///     Still nothing? Revoke the certificate: `ca revoke`.
///     <!-- public -->
///     We answer within an hour.
///
/// An internal part goes to the end where nothing ends it, and marks count inside code, too: a slip must hide too much, not too little.
package struct ArticleParts: Sendable {
    /// The text without internal parts and comments, blank lines at both ends left out.
    package private(set) var publicText = ""
    package private(set) var hasInternalParts = false
    /// A comment that is nearly a mark: nobody can say which part was meant.
    package private(set) var diagnostics: [Diagnostic] = []

    private static let (start, end) = ("internal", "public")

    package init(_ article: Article) {
        var (lines, isInternal, fence): ([String], Bool, CodeFence) = ([], false, CodeFence())
        var comments = CommentRemover()
        var position = article.textRange.start
        let bytes = article.source.bytes
        while position < article.textRange.end, let line = TicketDocument.line(at: position, in: bytes) {
            defer { position = line.next }
            switch Self.comment(bytes[line.text]) {
            case Self.start: (isInternal, hasInternalParts) = (true, true)
            case Self.end: isInternal = false
            case .some(let word) where Self.isNear(word):
                diagnostics.append(Self.diagnostic(word, article.source, line.text))
            default:
                if isInternal { continue }
                let wasOpen = fence.isOpen
                if !comments.isInside { fence.read(bytes[line.text], at: position) }
                let text = String(decoding: bytes[line.text], as: UTF8.self)
                if !wasOpen, let word = Self.markInside(text) {
                    diagnostics.append(Self.diagnostic(word, article.source, line.text))
                }
                if wasOpen || fence.isOpen {
                    lines.append(text)
                } else if let kept = comments.read(text) {
                    lines.append(kept)
                }
            }
        }
        publicText = Self.trimmed(lines).joined(separator: "\n")
    }

    /// The folded words of a line that is a comment and nothing else; nil for other lines.
    private static func comment(_ line: ArraySlice<UInt8>) -> String? {
        guard line.count < 200, line.contains(UInt8(ascii: "<")) else { return nil }
        let text = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.utf8.count >= 7 else { return nil }
        let words = text.dropFirst(4).dropLast(3).split(separator: " ").joined(separator: " ")
        return FoldedText(words).string
    }

    /// The words of a mark that does not stand on a line of its own: what is behind it would be shown.
    private static func markInside(_ line: String) -> String? {
        guard let start = line.firstRange(of: "<!--") else { return nil }
        let words = line[start.upperBound...].drop { $0 == " " }.prefix { $0.isLetter || $0 == " " }
        let comment = FoldedText(words.split(separator: " ").joined(separator: " ")).string
        return isNear(comment) ? comment : nil
    }

    /// Whether a comment begins with a mark, or with what is nearly one.
    private static func isNear(_ comment: String) -> Bool {
        let word = comment.prefix { $0.isLetter }
        return word.count >= 4 && !NearMatch.closest(to: String(word), among: [start, end]).isEmpty
    }

    private static func diagnostic(_ word: String, _ source: SourceText, _ line: Range<Int>) -> Diagnostic {
        let nearest = NearMatch.closest(to: String(word.prefix { $0.isLetter }), among: [start, end]).first ?? start
        return Diagnostic(
            rule: ArticleFile.rule, message: "<!-- \(word) --> begins no part of an article",
            hint: "write <!-- \(nearest) -->, on a line of its own",
            location: source.location(of: SourceRange(line.lowerBound, line.upperBound)))
    }

    private static func trimmed(_ lines: [String]) -> ArraySlice<String> {
        func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }
        let start = lines.firstIndex { !isBlank($0) } ?? lines.endIndex
        let end = lines.lastIndex { !isBlank($0) } ?? start - 1
        return lines[start..<(end + 1)]
    }
}

/// Takes comments of HTML out of lines; those between backticks are text.
private struct CommentRemover {
    private(set) var isInside = false

    /// Returns what is left of a line; nil where it was a comment alone.
    mutating func read(_ line: String) -> String? {
        guard isInside || line.contains("<!--") else { return line }
        var (kept, rest, isCode) = ("", line[...], false)
        while !rest.isEmpty {
            if isInside {
                guard let end = rest.firstRange(of: "-->") else { break }
                (rest, isInside) = (rest[end.upperBound...], false)
            } else if !isCode, rest.hasPrefix("<!--") {
                (rest, isInside) = (rest.dropFirst(4), true)
            } else {
                if rest.first == "`" { isCode.toggle() }
                kept.append(rest.removeFirst())
            }
        }
        return kept.allSatisfy(\.isWhitespace) ? nil : kept
    }
}
