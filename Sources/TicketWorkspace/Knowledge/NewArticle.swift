package import TicketModel
internal import TicketText
internal import Workflow

/// An article to be written.
package struct NewArticle: Sendable {
    package var title: String
    /// Without folder and `.md`; nil for one that is made from the title.
    package var name: String?
    package var tags: [String]
    package var audience: Article.Audience
    package var text: String

    package init(
        title: String, name: String? = nil, tags: [String] = [], audience: Article.Audience = .everybody,
        text: String = ""
    ) {
        self.title = title
        self.name = name
        self.tags = tags
        self.audience = audience
        self.text = text
    }
}

extension Workspace {
    /// Writes a new article and commits it, as the acting person.
    ///
    /// - Throws: `article.title`, `article.name`, `article.exists`, or `refused` for a folder that is others' to write in.
    package func create(_ new: NewArticle, options: WriteOptions) throws(WorkspaceError) -> ChangeResult {
        let title = new.title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !title.isEmpty else {
            throw WorkspaceError(
                .usage, "article.title", "an article needs a title", hint: "tick kb new 'The VPN does not connect'")
        }
        let path = try path(ofArticle: new.name ?? Slug.make(from: title), isGiven: new.name != nil)
        return try change(options) { session throws(WorkspaceError) in
            let judge = ChangeJudge(configuration: session.judgeConfiguration)
            if let refusal = judge.judgeFile(path, by: session.actor) { throw .refused([refusal]) }
            try refuseDouble(title, path, session)
            let file = try file(new, title, at: path, session)
            let read = ArticleFile.read(
                SourceText(path: path, bytes: file), in: configuration.articleFolder, configuration)
            var found = read.diagnostics
            if let article = read.article { found += ArticleParts(article).diagnostics }
            guard !found.contains(where: { $0.severity == .error }) else { throw .refused(found) }
            return ChangePlan(
                message: "\(configuration.articleFolder): \(title)",
                files: [PlannedFile(path: path, before: nil, after: file)], warnings: found)
        }
    }

    private func path(ofArticle name: String, isGiven: Bool) throws(WorkspaceError) -> RepositoryPath {
        let name = name.hasSuffix(".md") ? String(name.dropLast(3)) : name
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".") && part.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }
        }
        guard isName, name.utf8.count <= 200, FoldedText(name).string != "readme" else {
            throw WorkspaceError(
                .usage, "article.name",
                isGiven
                    ? "\(PrintableText.make(name)) is no name of an article"
                    : "no file's name can be made of the title",
                hint: "--name NAME, such as vpn or network/vpn")
        }
        return configuration.articleFolder.appending(name + ".md")
    }

    private func refuseDouble(
        _ title: String, _ path: RepositoryPath, _ session: WriteSession
    ) throws(WorkspaceError) {
        guard try session.bytes(at: path) == nil else {
            throw WorkspaceError(
                .refused, "article.exists", "there is an article \(path) already",
                hint: "edit it, or name this one: --name NAME")
        }
        if let other = articles().all.first(where: { FoldedText($0.title) == FoldedText(title) }) {
            throw WorkspaceError(
                .refused, "article.exists", "\(other.path) has this title already",
                hint: "tick kb show \(PrintableText.make(other.name)) has its text; give this one another title")
        }
    }

    private func file(
        _ new: NewArticle, _ title: String, at path: RepositoryPath, _ session: WriteSession
    ) throws(WorkspaceError) -> [UInt8] {
        var fields: [FieldEdit] = [.set(FieldName("title"), title)]
        if !new.tags.isEmpty { fields.append(.setList(FieldName("tags"), new.tags)) }
        fields.append(.set(FieldName("author"), session.actor.reference))
        let day = configuration.zone.civil(at: session.happenedAt).date
        fields.append(.set(FieldName("updated"), day.description))
        switch new.audience {
        case .everybody: break
        case .agents: fields.append(.set(FieldName("internal"), "true"))
        case .nobody: fields.append(.set(FieldName("draft"), "true"))
        }
        let text = new.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .joined(separator: "\n")
        do {
            var document = try TicketDocument(
                SourceText(path: path, bytes: Array(("---\n---\n" + Self.trimmed(text)).utf8)))
            for edit in fields {
                let isText = !["updated", "internal", "draft"].contains(edit.field.rawValue)
                let style = FieldStyle(
                    key: edit.field.rawValue, meaning: isText ? .text : .typed, keyOrder: ArticleFile.keys)
                document = try document.applying(edit, style: style)
            }
            return document.bytes
        } catch {
            throw .refused([error.diagnostic])
        }
    }

    /// One blank line above the text, one line end below it; empty where there is none.
    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        while text.first?.isNewline == true { text.removeFirst() }
        return text.isEmpty ? "" : "\n" + text + "\n"
    }
}
