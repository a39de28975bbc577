package import TicketModel

/// What is wrong with articles beside one another: links that lead nowhere, titles that two have.
package struct ArticleChecks: Sendable {
    private let articles: [Article]
    private let paths: Set<RepositoryPath>
    private let fileExists: @Sendable (RepositoryPath) -> Bool

    /// - Parameters:
    ///   - articles: all of the knowledge base.
    ///   - unread: articles that are there and could not be read.
    ///   - fileExists: whether a file or a folder is in the repository.
    package init(
        _ articles: [Article], unread: [RepositoryPath] = [],
        fileExists: @escaping @Sendable (RepositoryPath) -> Bool
    ) {
        self.articles = articles
        paths = Set(articles.map(\.path) + unread)
        self.fileExists = fileExists
    }

    /// Returns all findings, in the order of the articles.
    package func findings() -> [Diagnostic] {
        var sections = Sections(articles)
        return doubleTitles() + articles.flatMap { brokenLinks(in: $0, &sections) }
    }

    private func doubleTitles() -> [Diagnostic] {
        var first: [FoldedText: Article] = [:]
        return articles.sorted { $0.path < $1.path }.compactMap { article in
            let title = FoldedText(article.title)
            guard let other = first[title] else {
                first[title] = article
                return nil
            }
            return Diagnostic(
                rule: "article-title", severity: .warning, message: "\(other.path) has this title already",
                hint: "make one article of the two, or say in their titles how they differ",
                location: Self.titleLocation(article))
        }
    }

    /// Where the title stands in the front matter; the file's beginning where it has none.
    private static func titleLocation(_ article: Article) -> SourceLocation {
        let bytes = article.source.bytes
        for line in SourceLines(bytes) where line.lowerBound < article.textRange.start {
            guard bytes[line].starts(with: "title:".utf8) else { continue }
            let value = bytes[line].dropFirst(6).drop { $0 == 0x20 }
            return article.source.location(of: SourceRange(value.startIndex, line.upperBound))
        }
        return article.source.location(of: SourceRange(0, 0))
    }

    private func brokenLinks(in article: Article, _ sections: inout Sections) -> [Diagnostic] {
        let bytes = article.source.bytes
        return MarkdownLinks.targets(in: bytes, from: article.textRange.start).compactMap { range in
            guard let problem = problem(bytes[range.indices], in: article, &sections) else { return nil }
            return Diagnostic(
                rule: ArticleLinkRule.id, severity: ArticleLinkRule.defaultSeverity, message: problem.message,
                hint: problem.hint, location: article.source.location(of: range))
        }
    }

    private func problem(
        _ target: ArraySlice<UInt8>, in article: Article, _ sections: inout Sections
    ) -> (message: String, hint: String)? {
        let anchor = target.firstIndex(of: UInt8(ascii: "#")).map {
            String(decoding: target[($0 + 1)...], as: UTF8.self)
        }
        let path = target.first == UInt8(ascii: "#") ? article.path : MarkdownLinks.path(target, from: article.path)
        guard let path else { return nil }
        guard paths.contains(path) else {
            if fileExists(path) { return nil }
            return ("there is no file \(path)", hint(for: target, in: article))
        }
        guard let anchor, !anchor.isEmpty, sections.has(anchor, in: path) == false else { return nil }
        return ("\(path) has no section \(anchor)", "a heading's words in small letters, with dashes between them")
    }

    /// The same target may be right from the repository's top folder, or under another name.
    private func hint(for target: ArraySlice<UInt8>, in article: Article) -> String {
        let wanted = MarkdownLinks.path(target, from: RepositoryPath([]))
        if let wanted, paths.contains(wanted) {
            return "seen from here it is \(Self.relative(wanted, from: article.path))"
        }
        let name = (wanted ?? article.path).name
        if let moved = articles.first(where: { $0.path.name == name && $0.path != article.path }) {
            return "seen from here it is \(Self.relative(moved.path, from: article.path))"
        }
        return "links are relative to the article's own file"
    }

    private static func relative(_ path: RepositoryPath, from origin: RepositoryPath) -> String {
        let slash = UInt8(ascii: "/")
        var (to, from) = (path.bytes.split(separator: slash)[...], origin.bytes.split(separator: slash).dropLast()[...])
        while let step = from.first, to.count > 1, to.first == step { (to, from) = (to.dropFirst(), from.dropFirst()) }
        let words = to.map { String(decoding: $0, as: UTF8.self) }
        return (from.map { _ in ".." } + words).joined(separator: "/")
    }
}

/// The sections of articles by the names that links have for them, read when somebody first asks.
private struct Sections {
    private let articles: [RepositoryPath: Article]
    private var known: [RepositoryPath: Set<String>] = [:]

    init(_ articles: [Article]) {
        self.articles = Dictionary(articles.map { ($0.path, $0) }) { first, _ in first }
    }

    /// Whether a heading has the name that GitHub and GitLab give it; nil for an article that could not be read.
    mutating func has(_ anchor: String, in path: RepositoryPath) -> Bool? {
        guard let article = articles[path] else { return nil }
        let names = known[path] ?? Self.names(in: article)
        known[path] = names
        let wanted = FoldedText(anchor).string
        // The second heading of a name ends with -1.
        return names.contains(wanted) || names.contains { wanted.hasPrefix($0 + "-") }
    }

    private static func names(in article: Article) -> Set<String> {
        var (names, fence): (Set<String>, CodeFence) = ([], CodeFence())
        let bytes = article.source.bytes
        for line in SourceLines(bytes, from: article.textRange.start) {
            fence.read(bytes[line], at: line.lowerBound)
            guard !fence.isOpen, bytes[line].first == UInt8(ascii: "#") else { continue }
            names.insert(name(of: String(decoding: bytes[line].drop { $0 == UInt8(ascii: "#") }, as: UTF8.self)))
        }
        return names
    }

    /// Small letters, digits, dashes for spaces; other signs go.
    private static func name(of heading: String) -> String {
        let words = FoldedText(heading).string.split(separator: " ").joined(separator: " ")
        return String(words.compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : nil })
    }
}
