import Testing
import TicketIndex
import TicketModel

@testable import TicketWorkspace

@Suite struct ArticleSuggestionTests {
    private static let articles = [
        "vpn":
            "---\ntitle: The VPN does not connect\ntags: [vpn, remote]\n---\nHotels close ports. Restart the client.\n",
        "till": "---\ntitle: Касса не в сети\ntags: [till, offline]\n---\nКасса продаёт без сети 72 часа.\n",
        "draft": "---\ntitle: Toner for the printer\ntags: [toner]\ndraft: true\n---\nThe grey cupboard.\n",
        "internal":
            "---\ntitle: When to wake the engineer on call\ntags: [on-call]\ninternal: true\n---\nCall first.\n",
    ]

    private func suggested(_ title: String, tags: String = "", _ text: String = "") async throws -> [ArticleSuggestion]
    {
        let folder = try ArticleFolder(Self.articles)
        let others = (0..<30).map {
            (title: "Invoice \($0) is late", tags: "invoice", text: "Please send it again to us.")
        }
        let snapshot = folder.snapshot([(title: title, tags: tags, text: text)] + others)
        let ticket = try #require(snapshot.tickets.first { $0.title == title })
        return await ArticleSuggestions(base: folder.base, snapshot: snapshot).suggestions(for: ticket)
    }

    @Test func `a ticket about an article's matter gets it, with the words that both have`() async throws {
        let found = try await suggested("VPN fails to connect in a hotel", tags: "vpn")
        #expect(found.map(\.article.name) == ["vpn"])
        #expect(found.first?.words.prefix(2) == ["vpn", "connect"])
        #expect(try await suggested("Кассы пропали из сети", tags: "till").map(\.article.name) == ["till"])
    }

    @Test(arguments: [
        "Nothing works", "Please help, it does not work", "Toner for the printer", "Restart of the client", "Срочно!!!",
        "Invoice 7 is late", "???", "12345 67890", "The hotel was nice",
    ])
    func `nothing is better than nonsense`(title: String) async throws {
        #expect(try await suggested(title).isEmpty)
    }

    @Test func `an internal article is for the agent, a draft for nobody`() async throws {
        #expect(
            try await suggested("Whom to wake, engineer on call", tags: "on-call").map(\.article.name) == ["internal"])
        #expect(try await suggested("Toner for the printer", tags: "toner").isEmpty)
    }

    @Test func `a ticket without a word is about nothing, as is one among no articles`() async throws {
        let empty = try ArticleFolder()
        let snapshot = empty.snapshot([(title: "VPN does not connect", tags: "vpn", text: "")])
        let ticket = try #require(snapshot.tickets.first)
        #expect(await ArticleSuggestions(base: empty.base, snapshot: snapshot).suggestions(for: ticket).isEmpty)
    }
}
