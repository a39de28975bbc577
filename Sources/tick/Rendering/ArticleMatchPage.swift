import TicketModel
import TicketWorkspace

/// What a search of the knowledge base found.
struct ArticleMatchPage {
    let desk: Workspace
    let found: ArticleMatches

    func print(_ format: OutputFormat, in context: CommandContext) throws {
        let shown = found.matches.map { ($0, ArticleSnippet(of: $0.article, found.words)) }
        if format == .table { return try printPage(shown, context) }
        let json = ArticleJSON(desk: desk)
        try RowListing(
            member: "articles", kind: "article-list", names: ["article", "title", "for", "snippet"],
            rows: shown.map { [$0.article.name, $0.article.title, $0.article.audience.rawValue, $1.text] },
            values: shown.map { match, snippet in
                .object(json.members(match.article, nil, score: match.score, snippet: snippet.text))
            }
        ).print(format, in: context)
    }

    /// Each article in a paragraph: its name and title, below it the place that shows why.
    private func printPage(_ shown: [(ArticleMatch, ArticleSnippet)], _ context: CommandContext) throws {
        for (index, (match, snippet)) in shown.enumerated() {
            if index > 0 { try context.print("") }
            try context.print(head(match.article, context.palette))
            var flow = TextFlow()
            for piece in snippet.pieces { flow.append(piece.text, piece.isFound ? .bold : .plain) }
            for line in flow.lines(width: min(context.width ?? 100, 100) - 4) {
                try context.print("    " + line.rendered(context.palette))
            }
        }
    }

    private func head(_ article: Article, _ palette: Palette) -> String {
        let audience = ArticlePage.audience(article).map { "  for \($0)" } ?? ""
        let tags = article.tags.isEmpty ? "" : "  [\(article.tags.joined(separator: ", "))]"
        return palette.apply(.cyan, to: PrintableText.make(article.name)) + "  "
            + palette.apply(.bold, to: PrintableText.make(article.title))
            + palette.apply(.dim, to: PrintableText.make(tags)) + palette.apply(.yellow, to: audience)
    }
}
