import TicketModel
import TicketWorkspace

/// An article as a page for the terminal.
struct ArticlePage {
    let desk: Workspace
    let article: Article
    let use: ArticleUses.Use
    let palette: Palette
    let width: Int

    private static let shownTickets = 6

    /// The article with its text set for reading.
    func lines() -> [String] {
        let text = MarkdownPage(palette: palette).lines(article.text, width: min(width, 100))
        return head() + [""] + text.map { $0.isEmpty ? "" : $0.rendered(palette) }
    }

    /// The article with its text as it is written.
    func rawLines() -> [String] {
        head() + [""]
            + article.text.split(separator: "\n", omittingEmptySubsequences: false).map {
                PrintableText.make(String($0), .lineWithTabs)
            }
    }

    private func head() -> [String] {
        func field(_ name: String, _ value: String?) -> String? {
            value.flatMap { value in
                value.isEmpty
                    ? nil : "  " + palette.apply(.dim, to: name.padded(14)) + PrintableText.make(value)
            }
        }
        let zone = desk.configuration.zone
        let title =
            palette.apply(.bold, to: PrintableText.make(article.name)) + "  "
            + palette.apply(.bold, to: PrintableText.make(article.title))
        return [
            title, field("tags", article.tags.joined(separator: ", ")), field("author", article.author),
            field("updated", article.updated?.description),
            field("for", Self.audience(article)),
            field("answered", answered(zone)), field("file", article.path.description),
        ].compactMap(\.self)
    }

    /// For whom an article is, in words; nil where it is for everybody.
    static func audience(_ article: Article) -> String? {
        switch article.audience {
        case .everybody: nil
        case .agents: "the desk's people (internal)"
        case .nobody: "nobody yet (draft)"
        }
    }

    private func answered(_ zone: Zone) -> String? {
        guard !use.tickets.isEmpty else { return nil }
        let shown = use.tickets.prefix(Self.shownTickets).map(\.text).joined(separator: ", ")
        let more = use.tickets.count > Self.shownTickets ? ", …" : ""
        let last = use.last.map { ", last \(TimeText.local($0, in: zone))" } ?? ""
        let count = use.tickets.count == 1 ? "1 ticket" : "\(use.tickets.count) tickets"
        return "\(count)\(last): \(shown)\(more)"
    }
}
