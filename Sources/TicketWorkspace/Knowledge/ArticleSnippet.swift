package import TicketModel
internal import TicketText

/// The place of an article that shows best why it was found: some words of its text around those that were looked for.
package struct ArticleSnippet: Hashable, Sendable {
    package struct Piece: Hashable, Sendable {
        package var text: String
        /// Whether it was looked for.
        package var isFound: Bool
    }

    /// In order; the text's beginning where the words stand in the title or the tags alone, empty where there is no text.
    package private(set) var pieces: [Piece] = []

    /// The snippet as text, without saying what was looked for.
    package var text: String { pieces.map(\.text).joined() }

    private static let (byteCount, bytesBefore) = (240, 48)

    /// Finds the place where the words that say most stand together; the first of several.
    package init(of article: Article, _ words: FoundWords) {
        let stemmer = Stemmer()
        var best: (score: Double, block: [UInt8], first: Int, found: [(place: Int, range: SourceRange)])?
        let blocks = Self.blocks(article.text)
        for block in blocks {
            let bytes = Array(block.utf8)
            let found = words.ranges(in: bytes, SourceRange(0, bytes.count), stemmer)
            guard let window = Self.bestWindow(found, words.weights) else { continue }
            if window.score > best?.score ?? 0 { best = (window.score, bytes, window.first, found) }
        }
        if let best {
            pieces = Self.cut(best.block, from: best.found[best.first].range.start, best.found[best.first...])
        } else if let block = blocks.first(where: { !$0.isEmpty }) {
            pieces = Self.cut(Array(block.utf8), from: 0, [])
        }
    }

    /// The first word of the place where words of most weight stand together, each counted once.
    private static func bestWindow(
        _ found: [(place: Int, range: SourceRange)], _ weights: [Double]
    ) -> (score: Double, first: Int)? {
        var (best, last, counts): ((Double, Int)?, Int, [Int]) = (nil, 0, Array(repeating: 0, count: weights.count))
        var score = 0.0
        for first in found.indices {
            while last < found.count, found[last].range.end - found[first].range.start <= byteCount - bytesBefore {
                if counts[found[last].place] == 0 { score += weights[found[last].place] }
                counts[found[last].place] += 1
                last += 1
            }
            if score > best?.0 ?? 0 { best = (score, first) }
            if last == first {
                last += 1
                continue
            }
            counts[found[first].place] -= 1
            if counts[found[first].place] == 0 { score -= weights[found[first].place] }
        }
        return best
    }

    private static func cut(
        _ bytes: [UInt8], from first: Int, _ found: ArraySlice<(place: Int, range: SourceRange)>
    ) -> [Piece] {
        let wanted = max(0, first - bytesBefore)
        let start = wanted == 0 ? 0 : wordStart(bytes, from: wanted, to: first)
        let end = start + byteCount >= bytes.count ? bytes.count : wordEnd(bytes, from: start + byteCount, to: start)
        var (pieces, position): ([Piece], Int) = ([], start)
        func add(_ end: Int, _ isFound: Bool) {
            guard end > position else { return }
            pieces.append(Piece(text: String(decoding: bytes[position..<end], as: UTF8.self), isFound: isFound))
            position = end
        }
        for word in found where word.range.end <= end {
            add(word.range.start, false)
            add(word.range.end, true)
        }
        add(end, false)
        if start > 0 { pieces.insert(Piece(text: "… ", isFound: false), at: 0) }
        if end < bytes.count { pieces.append(Piece(text: " …", isFound: false)) }
        return pieces
    }

    /// The first word that begins behind `offset`; the word looked for where none does before it.
    private static func wordStart(_ bytes: [UInt8], from offset: Int, to limit: Int) -> Int {
        (offset..<limit).first { bytes[$0] == 0x20 }.map { $0 + 1 } ?? limit
    }

    /// The end of the last word before `offset`; in a word without end, of a whole character.
    private static func wordEnd(_ bytes: [UInt8], from offset: Int, to limit: Int) -> Int {
        if let space = bytes[limit..<offset].lastIndex(of: 0x20), space > limit + byteCount / 2 { return space }
        var end = offset
        while end > limit, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }

    // MARK: What can be read

    /// The text's paragraphs, items, cells and lines of code without the marks of Markdown.
    private static func blocks(_ text: String) -> [String] {
        let blocks =
            MarkdownDocument(text)?.blocks.flatMap(lines)
            ?? text.split(whereSeparator: \.isNewline).map(String.init)
        return blocks.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    private static func lines(_ block: MarkdownBlock) -> [String] {
        func plain(_ inlines: [MarkdownInline]) -> String { inlines.map(\.plainText).joined() }
        switch block {
        case .paragraph(let inlines), .heading(_, let inlines): return [plain(inlines)]
        case .quote(let blocks): return blocks.flatMap(lines)
        case .list(let list): return list.items.flatMap { $0.blocks.flatMap(lines) }
        case .code(_, let code): return [code.joined(separator: " ")]
        case .table(let table): return table.rows.map { $0.map(plain).joined(separator: " · ") }
        case .html, .rule: return []
        }
    }
}
