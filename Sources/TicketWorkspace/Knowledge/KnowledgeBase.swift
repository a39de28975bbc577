internal import GitStore
package import TicketModel
internal import TicketText

/// The articles of a desk, as they lie on disk. They are read by the commands that ask for them, by no others.
struct KnowledgeBase: Sendable {
    let files: FolderFiles
    let configuration: Configuration

    var folder: RepositoryPath { configuration.articleFolder }

    /// The files of one folder of the base, so that each folder is opened once for many of them.
    struct Piece: Sendable {
        var folder: RepositoryPath
        var names: [[UInt8]]
    }

    /// A larger file is no article.
    static let byteLimit = 1 << 20
    private static let pieceSize = 64

    /// Returns where the articles lie, in the order of their paths, and what lies there without being one.
    func pieces() -> (pieces: [Piece], diagnostics: [Diagnostic]) {
        let found = TicketFiles.find(in: files, globs: [folder.description + "/**/*.md"])
        let pieces = found.folders.sorted { $0.path < $1.path }.flatMap { folder -> [Piece] in
            let names = folder.names.filter { Article.isArticle(folder.path.appending(bytes: $0), in: self.folder) }
            return stride(from: 0, to: names.count, by: Self.pieceSize).map { start in
                Piece(folder: folder.path, names: Array(names[start..<min(start + Self.pieceSize, names.count)]))
            }
        }
        return (pieces, found.diagnostics)
    }

    /// Calls `body` with every file on all cores; one that cannot be read is a failure.
    ///
    /// - Returns: what `body` made of each, in the order of the paths, without those of which it made nothing.
    func map<Value: Sendable>(
        _ pieces: [Piece], _ body: @escaping @Sendable (SourceText, borrowing Stemmer) -> Value?
    ) -> (values: [Value], diagnostics: [Diagnostic]) {
        let files = files
        let parts = ParallelWork.map(pieces, size: 1) { pieces in
            let stemmer = Stemmer()
            var (values, diagnostics): ([Value], [Diagnostic]) = ([], [])
            for piece in pieces {
                guard let folder = files.folder(piece.folder) else { continue }
                for name in piece.names {
                    let path = piece.folder.appending(bytes: name)
                    guard let bytes = try? folder.read(name, limit: Self.byteLimit).bytes, bytes.count <= Self.byteLimit
                    else {
                        diagnostics.append(Self.unreadable(path))
                        continue
                    }
                    if let value = body(SourceText(path: path, bytes: bytes), stemmer) { values.append(value) }
                }
            }
            return (values, diagnostics)
        }
        return (parts.flatMap(\.0), parts.flatMap(\.1))
    }

    /// Reads one file; nil for one that cannot be read.
    func article(_ file: SourceText) -> Article? { ArticleFile.read(file, in: folder, configuration).article }

    private static func unreadable(_ path: RepositoryPath) -> Diagnostic {
        Diagnostic(
            rule: ArticleFile.rule, message: "the file cannot be read, or is larger than 1 MiB", hint: "ls -l \(path)",
            location: SourceText(path: path, bytes: []).location(of: SourceRange(0, 0)))
    }

    /// Reads all articles, in the order of their names, and says what is wrong with their files.
    func read() -> (articles: [Article], diagnostics: [Diagnostic]) {
        let (pieces, links) = pieces()
        let (folder, configuration) = (folder, configuration)
        let read = map(pieces) { file, _ in ArticleFile.read(file, in: folder, configuration) }
        return (read.values.compactMap(\.article), links + read.diagnostics + read.values.flatMap(\.diagnostics))
    }
}

extension Workspace {
    var knowledgeBase: KnowledgeBase { KnowledgeBase(files: files, configuration: configuration) }

    /// Returns the articles of the knowledge base, in the order of their paths, and what is wrong with their files.
    package func articles() -> (all: [Article], diagnostics: [Diagnostic]) {
        let read = knowledgeBase.read()
        return (read.articles, read.diagnostics)
    }

    /// Finds an article by its name, its path, the last part of its name, or its title, in any case.
    ///
    /// - Throws: `article.unknown` with the nearest names, `article.ambiguous`, or `article.unreadable`.
    package func article(named word: String) throws(WorkspaceError) -> Article {
        let (articles, diagnostics) = articles()
        let wanted = FoldedText(word.hasSuffix(".md") ? String(word.dropLast(3)) : word)
        let folder = configuration.articleFolder.description + "/"
        let ways: [(Article) -> String] = [
            { $0.name }, { folder + $0.name }, { String($0.name.split(separator: "/").last ?? "") }, { $0.title },
        ]
        for way in ways {
            let found = articles.filter { FoldedText(way($0)) == wanted }
            if found.count > 1 { throw Self.ambiguous(word, found) }
            if let article = found.first { return article }
        }
        // One whose file cannot be read is there all the same.
        let paths = [folder + wanted.string + ".md", wanted.string + ".md"].map { FoldedText($0) }
        let broken = diagnostics.first { finding in
            finding.location.map { paths.contains(FoldedText($0.path.description)) } ?? false
        }
        if let broken, let path = broken.location?.path {
            throw WorkspaceError(
                .refused, "article.unreadable", "\(path): \(broken.message)", hint: "tick check \(path) shows where")
        }
        throw unknown(word, articles)
    }

    private static func ambiguous(_ word: String, _ found: [Article]) -> WorkspaceError {
        let names = found.prefix(6).map(\.name).joined(separator: ", ")
        return WorkspaceError(
            .refused, "article.ambiguous", "\(PrintableText.make(word)) names \(found.count) articles: \(names)",
            hint: "write the whole name")
    }

    private func unknown(_ word: String, _ articles: [Article]) -> WorkspaceError {
        let nearest = Self.nearest(to: word, articles)
        let hint =
            articles.isEmpty
            ? "tick kb new TITLE writes the first one"
            : nearest.isEmpty
                ? "tick kb search \(PrintableText.make(word)) looks into the texts"
                : "did you mean \(nearest.joined(separator: ", "))?"
        return WorkspaceError(
            .absent, "article.unknown", "there is no article \(PrintableText.make(word))", hint: hint)
    }

    /// The names that are spelt nearly like a word, else those with such a word in them or in their titles.
    private static func nearest(to word: String, _ articles: [Article]) -> [String] {
        let whole = NearMatch.closest(to: word, among: articles.map(\.name), limit: 3)
        guard whole.isEmpty else { return whole }
        let parts = articles.flatMap { article in
            FoldedText.words(in: article.name + " " + article.title).map { (word: $0.string, name: article.name) }
        }
        let near = NearMatch.closest(to: word, among: parts.map(\.word), limit: 3)
        var seen: Set<String> = []
        return parts.filter { near.contains($0.word) && seen.insert($0.name).inserted }.prefix(3).map(\.name)
    }
}
