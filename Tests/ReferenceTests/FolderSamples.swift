import Foundation
import TicketIndex
import TicketModel
import TicketText
import Workflow

/// The kinds of finding that no single file can show.
extension ErrorSample {
    /// Two tickets with one id, two that wait for each other, a ticket that is a symbolic link, a file of a folder that is for others,
    /// and articles.
    static func ofFolders() throws -> [ErrorSample] {
        [
            try duplicateID(), try linkCircle(), try symbolicLink(), try folderRole(), try article(),
            try articleTitle(),
        ]
    }

    /// Three tickets, the last of which is about what the first is about.
    static func ofSeveralTickets() async throws -> [ErrorSample] {
        let titles = [
            "VPN in the Kazan office drops every ten minutes", "Toner for floor 2",
            "VPN drops every ten minutes, Kazan",
        ]
        let sources = titles.enumerated().map { number, title in
            let text =
                "---\nid: HD-\(number + 1)\ntitle: \(title)\nstatus: new\ncreated: 2026-11-21T1\(number):00:00Z\n---\n"
            return SourceText(path: RepositoryPath("tickets/HD-\(number + 1).md"), bytes: Array(text.utf8))
        }
        let snapshot = IndexBuilder.snapshot(of: sources, configuration: try desk())
        let duplicates = await LintDuplicates(snapshot, now: now)
        let shown = titles.enumerated().map { "HD-\($0.offset + 1): title: \($0.element)" }
        return [
            ErrorSample(
                rule: LintDuplicates.id, section: .folders, shown: shown, language: "text",
                findings: snapshot.tickets.flatMap(duplicates.findings))
        ]
    }

    private static func duplicateID() throws -> ErrorSample {
        let copy = path.replacing(".md", with: "-copy.md")
        let text = "---\nid: HD-k7qf3m\ntitle: Printer on floor 3 jams\nstatus: new\n---\n"
        let sources = [path, copy].map { SourceText(path: RepositoryPath($0), bytes: Array(text.utf8)) }
        let snapshot = IndexBuilder.snapshot(of: sources, configuration: try desk())
        let shown = [path, copy].map { "\($0): id: HD-k7qf3m" }
        return ErrorSample(
            rule: "duplicate-id", section: .folders, shown: shown, language: "text", findings: snapshot.diagnostics)
    }

    private static func linkCircle() throws -> ErrorSample {
        let links = [("HD-k7qf3m", "HD-9x2m4c"), ("HD-9x2m4c", "HD-k7qf3m")]
        let sources = links.map { id, other in
            let text = "---\nid: \(id)\ntitle: Order the tray\nstatus: new\nblocked-by: [\(other)]\n---\n"
            return SourceText(path: RepositoryPath("tickets/\(id).md"), bytes: Array(text.utf8))
        }
        let snapshot = IndexBuilder.snapshot(of: sources, configuration: try desk())
        return ErrorSample(
            rule: LinkCircles.description.id, section: .folders,
            shown: links.map { "\($0): blocked-by: [\($1)]" }, language: "text",
            findings: LinkCircles.find(in: snapshot))
    }

    private static func article() throws -> ErrorSample {
        let lines = ["---", "title: The VPN does not connect", "---", "Restart the client.", "<!-- interal -->"]
        let read = ArticleFile.read(source("kb/vpn.md", lines), in: "kb", try desk())
        let parts = read.article.map { ArticleParts($0).diagnostics } ?? []
        return ErrorSample(
            rule: "article", section: .folders, shown: lines, language: "markdown", findings: read.diagnostics + parts)
    }

    private static func articleTitle() throws -> ErrorSample {
        let title = "title: The VPN does not connect"
        let configuration = try desk()
        let articles = ["kb/network/vpn.md", "kb/vpn.md"].compactMap { path in
            ArticleFile.read(source(path, ["---", title, "---"]), in: "kb", configuration).article
        }
        return ErrorSample(
            rule: "article-title", section: .folders, shown: articles.map { "\($0.path): \(title)" }, language: "text",
            findings: ArticleChecks(articles) { _ in true }.findings())
    }

    private static func source(_ path: String, _ lines: [String]) -> SourceText {
        SourceText(path: RepositoryPath(path), bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    private static func folderRole() throws -> ErrorSample {
        var configuration = try desk()
        configuration.folderRights = [FolderRight(folder: "kb", roles: ["lead"])]
        let ivan = configuration.actor(name: "Ivan Petrov", email: "ivan@helpdesk.example")
        let found = ChangeJudge(configuration: configuration).judgeFile("kb/reset-password.md", by: ivan)
        return ErrorSample(
            rule: "folder-role", section: .folders, shown: ["kb/reset-password.md, committed by ivan"],
            language: "text", findings: [found].compactMap(\.self))
    }

    private static func symbolicLink() throws -> ErrorSample {
        let root = FileManager.default.temporaryDirectory.appending(path: "reference-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let link = root.appending(path: path)
        try FileManager.default.createDirectory(at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "/etc/hostname")
        let found = TicketFiles.find(in: FolderFiles(root: root.path), globs: try desk().ticketGlobs)
        return ErrorSample(
            rule: "symlink", section: .folders, shown: ["\(path) -> /etc/hostname"], language: "text",
            findings: found.diagnostics)
    }
}
