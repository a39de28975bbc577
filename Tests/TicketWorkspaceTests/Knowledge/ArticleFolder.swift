import Foundation
import TicketIndex
import TicketModel
import TicketText

@testable import TicketWorkspace

/// A knowledge base in a temporary folder.
final class ArticleFolder {
    let root: String
    var configuration = Configuration()

    init(_ articles: [String: String] = [:]) throws {
        root = NSTemporaryDirectory() + "articles-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root + "/kb", withIntermediateDirectories: true)
        for (name, text) in articles { try write(name, Array(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: "\(root)/kb/\(name).md")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    var base: KnowledgeBase { KnowledgeBase(files: FolderFiles(root: root), configuration: configuration) }

    func search(_ words: String) -> ArticleMatches {
        ArticleSearch(base: base).search(Workspace.words(of: words), limit: .max)
    }

    func found(_ words: String) -> [String] { search(words).matches.map(\.article.name) }

    func snippet(_ words: String) throws -> ArticleSnippet? {
        let found = search(words)
        return found.matches.first.map { ArticleSnippet(of: $0.article, found.words) }
    }

    /// Tickets of `title`, `tags` and a text, in files that are nowhere.
    func snapshot(_ tickets: [(title: String, tags: String, text: String)]) -> IndexSnapshot {
        let sources = tickets.enumerated().map { number, ticket in
            let text = "---\nid: HD-\(number)\ntitle: \(ticket.title)\ntags: [\(ticket.tags)]\n---\n\n\(ticket.text)\n"
            return SourceText(path: RepositoryPath("tickets/HD-\(number).md"), bytes: Array(text.utf8))
        }
        return IndexBuilder.snapshot(of: sources, configuration: configuration)
    }
}
