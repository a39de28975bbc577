import TicketModel
import TicketWorkspace

/// Articles as JSON.
struct ArticleJSON {
    let desk: Workspace

    /// - Parameters:
    ///   - use: nil where nobody counted.
    ///   - score: nil where nothing was looked for.
    func members(_ article: Article, _ use: ArticleUses.Use?, score: Double? = nil, snippet: String? = nil)
        -> [JSONValue.Member]
    {
        [
            ("name", .string(article.name)), ("title", .string(article.title)), ("tags", .strings(article.tags)),
            ("author", .optional(article.author)), ("updated", .optional(article.updated?.description)),
            ("for", .string(article.audience.rawValue)), ("path", .string(article.path.description)),
            ("answered", .optional(use.map { Int64($0.tickets.count) })),
            ("lastAnswered", .optional(use?.last?.formatted())),
            ("score", .optional(score.map { Int64(($0 * 1_000).rounded()) })), ("snippet", .optional(snippet)),
        ]
    }

    /// `kb show --json`.
    func document(_ article: Article, _ use: ArticleUses.Use) -> JSONValue {
        let head: [JSONValue.Member] = [("schemaVersion", 1), ("kind", "article")]
        let text: [JSONValue.Member] = [
            ("text", .string(article.text)), ("tickets", .strings(use.tickets.map(\.text))),
        ]
        return .object(head + members(article, use) + text)
    }
}
