package import TicketModel
internal import TicketText
internal import Workflow

extension Workspace {
    /// Returns an article's text as it goes into a reply to a ticket, with a link to the article as its last line.
    ///
    /// Internal parts and comments stay out. Links to other articles become their words, since the requester cannot follow them; those to
    /// other files lead there from the ticket.
    ///
    /// - Throws: `article.draft`, `article.internal`, `article.empty`, or `refused` for a mark that nobody understands.
    package func replyText(of article: Article, for ticket: Ticket) throws(WorkspaceError) -> String {
        let name = PrintableText.make(article.name)
        switch article.audience {
        case .nobody:
            throw WorkspaceError(
                .refused, "article.draft", "\(name) is a draft: requesters do not get it yet",
                hint: "take draft: true out of \(article.path) once it is right")
        case .agents:
            throw WorkspaceError(
                .refused, "article.internal", "\(name) is for the desk's people: requesters do not get it",
                hint:
                    "tick kb show \(name) to answer in your own words, or mark its internal parts alone: <!-- internal -->"
            )
        case .everybody: break
        }
        let parts = ArticleParts(article)
        guard parts.diagnostics.isEmpty else { throw .refused(parts.diagnostics) }
        guard !parts.publicText.isEmpty else {
            throw WorkspaceError(
                .refused, "article.empty", "\(name) has no text for requesters",
                hint: parts.hasInternalParts ? "all of it is internal: <!-- public --> ends such a part" : nil)
        }
        let text = ArticleLinks(article, folder: configuration.articleFolder).moved(parts.publicText, to: ticket.path)
        return text + "\n\n" + Self.link(to: article, from: ticket.path)
    }

    /// `[The VPN does not connect](../../../kb/vpn.md)`: by this an answer is counted.
    static func link(to article: Article, from ticket: RepositoryPath) -> String {
        let label = PrintableText.make(article.title).filter { !"[]\\".contains($0) }
        return "[\(label)](\(ArticleLinks.target(article.path, from: ticket)))"
    }
}

/// The links of an article, seen from another file.
struct ArticleLinks {
    private let path: RepositoryPath
    private let folder: RepositoryPath

    init(_ article: Article, folder: RepositoryPath) {
        path = article.path
        self.folder = folder
    }

    /// The way to a file from another one's folder, written so that it can stand in a link.
    static func target(_ path: RepositoryPath, from origin: RepositoryPath) -> String {
        let depth = origin.bytes.count { $0 == UInt8(ascii: "/") }
        var target = String(repeating: "../", count: depth)
        for byte in path.bytes {
            let isPlain = byte > 0x20 && byte < 0x7F && !"()<>%#?\\".utf8.contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            target += isPlain ? String(Unicode.Scalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
        }
        return target
    }

    /// Returns `text` with its links as they have to be in a file at `origin`.
    func moved(_ text: String, to origin: RepositoryPath) -> String {
        let bytes = Array(text.utf8)
        var (result, position): ([UInt8], Int) = ([], 0)
        for range in MarkdownLinks.targets(in: bytes, from: 0) {
            guard let file = MarkdownLinks.path(bytes[range.indices], from: path) else { continue }
            if Article.isArticle(file, in: folder), let words = Self.words(bytes, before: range, from: position),
                words.start < 2 || bytes[words.start - 2] != UInt8(ascii: "!")
            {
                result += bytes[position..<words.start - 1] + bytes[words.indices]
                position = Self.end(bytes, of: range)
            } else {
                let anchor = bytes[range.indices].drop { $0 != UInt8(ascii: "#") }
                result += bytes[position..<range.start] + Array(Self.target(file, from: origin).utf8) + anchor
                position = range.end
            }
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }

    /// Longer words of a link are none: a hostile text would be read from its beginning for each bracket.
    private static let wordLimit = 1_000

    /// What stands between the brackets of a link or picture; nil where they cannot be told.
    static func words(_ bytes: [UInt8], before target: SourceRange, from start: Int) -> SourceRange? {
        let start = max(start, target.start - wordLimit)
        var end = target.start - 1
        while end > start, bytes[end] != UInt8(ascii: "]") { end -= 1 }
        var (open, depth) = (end - 1, 0)
        while open >= start {
            if bytes[open] == UInt8(ascii: "]") { depth += 1 }
            if bytes[open] == UInt8(ascii: "[") {
                if depth == 0 { break }
                depth -= 1
            }
            if bytes[open] == 0x0A, open > start, bytes[open - 1] == 0x0A { return nil }
            open -= 1
        }
        return open >= start ? SourceRange(open + 1, end) : nil
    }

    /// Behind the parenthesis that ends a link, its title included.
    static func end(_ bytes: [UInt8], of target: SourceRange) -> Int {
        let line = bytes[target.end..<min(bytes.count, target.end + wordLimit)].prefix { $0 != 0x0A }
        let title = line.drop { $0 == 0x20 || $0 == UInt8(ascii: ">") }
        if let mark = title.first, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'"),
            let close = title.dropFirst().firstIndex(of: mark)
        {
            let rest = title[(close + 1)...].drop { $0 == 0x20 }
            if rest.first == UInt8(ascii: ")") { return rest.startIndex + 1 }
        }
        return line.firstIndex(of: UInt8(ascii: ")")).map { $0 + 1 } ?? line.endIndex
    }
}
