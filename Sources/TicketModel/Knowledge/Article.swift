/// An article of the knowledge base: an answer that was found once, to be found again.
package struct Article: Sendable {
    /// Where it lies, without the base's folder and `.md`: `vpn`, `network/wifi`.
    package var name: String
    package var title: String
    package var tags: [String]
    /// Who answers for it: a person, as written.
    package var author: String?
    /// When its text was last held against what is so.
    package var updated: CivilDate?
    package var audience: Audience
    package var source: SourceText
    /// The text below the front matter, blank lines at both ends left out.
    package var textRange: SourceRange

    /// Who an article is for.
    package enum Audience: String, Sendable, CaseIterable {
        /// Anybody: its text may go into a reply.
        case everybody
        /// The desk's people alone.
        case agents
        /// Nobody yet: it is a draft.
        case nobody
    }

    package init(name: String, title: String, source: SourceText, textRange: SourceRange) {
        self.name = name
        self.title = title
        self.source = source
        self.textRange = textRange
        tags = []
        audience = .everybody
    }

    package var path: RepositoryPath { source.path }

    /// Whether a file is an article, by its name.
    package static func isArticle(_ path: RepositoryPath, in folder: RepositoryPath) -> Bool {
        path.isInside(folder) && path.bytes.suffix(3).elementsEqual(".md".utf8) && path.name != Array("README.md".utf8)
            && path.name.first != UInt8(ascii: ".")
    }

    /// The text below the front matter, internal parts included.
    package var text: String { source.string(textRange) }
}
