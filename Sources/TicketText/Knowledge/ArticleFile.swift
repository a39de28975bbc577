package import TicketModel

/// Reads an article: what it is about in front matter, its text in Markdown below.
///
///     ---
///     title: The VPN does not connect
///     tags: [vpn, network]
///     author: dmitry
///     updated: 2026-11-02
///     ---
///     Restart the client first.
package enum ArticleFile {
    package static let rule = "article"
    package static let keys = ["title", "tags", "author", "updated", "internal", "draft"]

    /// Returns what the file says, as far as it can be read, and what is wrong with it. A file without front matter is an article whose
    /// title is its first heading, else its name.
    package static func read(
        _ file: SourceText, in folder: RepositoryPath, _ configuration: Configuration
    ) -> (article: Article?, diagnostics: [Diagnostic]) {
        let path = String(decoding: file.path.bytes.dropFirst(folder.bytes.count + 1).dropLast(3), as: UTF8.self)
        do {
            try TicketDocument.checkText(file)
            guard hasFrontMatter(file.bytes) else { return (plain(path, file), []) }
            return read(try TicketDocument(file), name: path, configuration)
        } catch {
            return (nil, [error.diagnostic])
        }
    }

    private static func hasFrontMatter(_ bytes: [UInt8]) -> Bool {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let line = TicketDocument.line(at: start, in: bytes) else { return false }
        return bytes[line.text].elementsEqual("---".utf8)
    }

    /// Where the text of an article begins, behind its front matter; nil where that is not closed.
    package static func textStart(of bytes: [UInt8]) -> Int? {
        guard hasFrontMatter(bytes) else { return 0 }
        var position = 0
        while let newline = ByteSearch.first(0x0A, in: bytes, from: position) {
            position = newline + 1
            guard let line = TicketDocument.line(at: position, in: bytes) else { return nil }
            if bytes[line.text].elementsEqual("---".utf8) { return line.next }
        }
        return nil
    }

    private static func plain(_ name: String, _ file: SourceText) -> Article {
        let range = file.trimmed(SourceRange(0, file.bytes.count))
        return Article(name: name, title: heading(file, range) ?? name, source: file, textRange: range)
    }

    /// The first line of the text, where it is a heading.
    private static func heading(_ file: SourceText, _ range: SourceRange) -> String? {
        guard let line = TicketDocument.line(at: range.start, in: file.bytes), file.bytes[line.text].first == 0x23
        else {
            return nil
        }
        let text = file.string(SourceRange(line.text.lowerBound, line.text.upperBound)).drop { $0 == "#" || $0 == " " }
        return text.isEmpty ? nil : String(text)
    }

    private static func read(
        _ document: TicketDocument, name: String, _ configuration: Configuration
    ) -> (article: Article?, diagnostics: [Diagnostic]) {
        let file = document.source
        let context = DiagnosticContext(source: file)
        var reader = MappingReader(
            YAMLNode(.mapping(document.pairs, isFlow: false), range: document.mappingRange), what: "the article",
            context: context)
        let range = file.trimmed(SourceRange(min(document.bodyStart, file.bytes.count), file.bytes.count))
        var article = Article(name: name, title: heading(file, range) ?? name, source: file, textRange: range)
        if let title = title(&reader) { article.title = title }
        article.tags = reader.texts("tags").filter { !$0.isEmpty }
        article.author = author(&reader, configuration)
        article.updated = updated(&reader, configuration.zone)
        article.audience = audience(&reader)
        reader.finish()
        return (article, context.diagnostics.map(renamed))
    }

    /// An article is no configuration: one rule holds for all of its front matter.
    private static func renamed(_ diagnostic: Diagnostic) -> Diagnostic {
        var diagnostic = diagnostic
        if diagnostic.rule.hasPrefix("config-") { diagnostic.rule = rule }
        return diagnostic
    }

    private static func title(_ reader: inout MappingReader) -> String? {
        guard let node = reader.node("title"), let text = reader.text("title") else { return nil }
        let title = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard title.isEmpty else { return title }
        reader.context.error("the title is empty", hint: "say what the article answers", at: node.range)
        return nil
    }

    /// A value that is neither yes nor no, or a key that is nearly one of the two, hides the article: a slip must not show it.
    private static func audience(_ reader: inout MappingReader) -> Article.Audience {
        func holds(_ key: String) -> Bool { reader.node(key) != nil && reader.boolean(key) ?? true }
        if holds("draft") { return .nobody }
        let others = reader.pairs.map(\.key).filter { !keys.contains($0) && $0.utf8.count <= 40 }
        let isNearlyHidden = others.contains { key in
            ["internal", "draft"].contains(NearMatch.closest(to: key, among: keys, limit: 1).first ?? "")
        }
        return holds("internal") || isNearlyHidden ? .agents : .everybody
    }

    private static func author(_ reader: inout MappingReader, _ configuration: Configuration) -> String? {
        guard let node = reader.node("author"), let text = reader.text("author"), !text.isEmpty else { return nil }
        if let people = configuration.people, people.person(text) == nil, !PersonReference.isAddress(text) {
            let names = people.people.map(\.handle)
            reader.context.report(
                rule: rule, .warning, "nobody of people.yml is called \(text)",
                hint: reader.context.nearest(to: text, among: names) ?? "write a handle or an address", at: node.range)
        }
        return text
    }

    private static func updated(_ reader: inout MappingReader, _ zone: Zone) -> CivilDate? {
        reader.value("updated", expected: "a date such as 2026-11-21") { text in
            guard let parsed = Instant.parse(text), parsed.kind != .timeOnly else { return nil }
            return zone.civil(at: parsed.resolved(in: zone, endOfDay: false)).date
        }
    }
}
