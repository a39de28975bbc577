package import TicketIndex
package import TicketModel
internal import TicketText
internal import Workflow

/// How often articles answered tickets.
///
/// Nothing is counted in files: an article answered a ticket in which a reply links to it, written by whichever command or hand.
package struct ArticleUses: Sendable {
    /// What one article did.
    package struct Use: Hashable, Sendable {
        /// The tickets that it answered, the latest answer first.
        package var tickets: [TicketID] = []
        /// When it last did; nil where no such reply has a time yet.
        package var last: Instant?
    }

    private var uses: [RepositoryPath: Use] = [:]

    /// What an article did, which may be nothing.
    package func use(of article: Article) -> Use { uses[article.path] ?? Use() }

    package init(_ snapshot: IndexSnapshot) async {
        let folder = snapshot.configuration.articleFolder
        let parts = await ParallelBatches.map(snapshot.tickets) { tickets in
            tickets.flatMap { ticket in Self.answers(in: ticket, folder).map { ($0.key, ticket.id, $0.value) } }
        }
        var answers: [RepositoryPath: [(ticket: TicketID, at: Instant?)]] = [:]
        for (path, ticket, instant) in parts.joined() { answers[path, default: []].append((ticket, instant)) }
        uses = answers.mapValues { answers in
            let latest = answers.sorted { ($1.at ?? .earliest, $0.ticket) < ($0.at ?? .earliest, $1.ticket) }
            return Use(tickets: latest.map(\.ticket), last: latest.first?.at)
        }
    }

    /// The articles to which replies of a ticket link, each with the time of the last one.
    static func answers(in ticket: Ticket, _ folder: RepositoryPath) -> [RepositoryPath: Instant?] {
        guard let source = ticket.source else { return [:] }
        let mentions = ArticleMentions.ranges(in: source.bytes, SourceRange(0, source.bytes.count), folder: folder)
        guard !mentions.isEmpty else { return [:] }
        var answers: [RepositoryPath: Instant?] = [:]
        for entry in ticket.entries where entry.verb == .replied {
            for range in mentions where range.start >= entry.textRange.start && range.end <= entry.textRange.end {
                guard let path = article(source.bytes[range.indices], from: ticket.path, folder) else { continue }
                answers[path] = [answers[path] ?? nil, entry.instant].compactMap(\.self).max()
            }
        }
        return answers
    }

    /// The article that a text names, seen from the ticket's file or from the repository's top folder.
    static func article(
        _ text: ArraySlice<UInt8>, from ticket: RepositoryPath, _ folder: RepositoryPath
    ) -> RepositoryPath? {
        [ticket, RepositoryPath([])].lazy.compactMap { MarkdownLinks.path(text, from: $0) }
            .first { Article.isArticle($0, in: folder) }
    }
}
