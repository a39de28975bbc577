package import TicketModel

package struct ArticleLinkRule: CheckRule {
    package static let id = "article-link"
    package static let summary = "A link to or in an article leads to a file."
    package static let explanation = """
        Answers link to the article that they are taken from, and articles to one another. A link that leads nowhere is
        usually an article that was renamed: whoever looks the answer up does not find it, and it is not counted.

            See [the three steps](../../../kb/vpn.md).

        Links are relative to the file in which they stand. In an article the section behind a # is looked for, too.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard let source = ticket.source else { return [] }
        let folder = context.configuration.articleFolder
        return MarkdownLinks.targets(in: source.bytes, from: ticket.descriptionRange.start).compactMap { range in
            let target = source.bytes[range.indices]
            let paths = [ticket.path, RepositoryPath([])].compactMap { MarkdownLinks.path(target, from: $0) }
            guard let path = paths.first(where: { Article.isArticle($0, in: folder) }),
                !context.attachmentExists(path)
            else { return nil }
            return finding(
                ticket, at: range, "there is no article \(path)",
                hint: "tick kb list shows the names; link it by its new one")
        }
    }
}
