import Testing
import TicketModel

@testable import TicketWorkspace

/// New ids for tickets whose ids were taken.
@Suite struct RenumberingTests {
    private func renumbering(_ ids: [String], taken: [String], style: String) throws -> Renumbering {
        var configuration = Configuration()
        configuration.key = "HD"
        if style == "sequence" { configuration.idStyle = .sequence }
        func ticket(_ id: String) throws -> Ticket {
            Ticket(
                id: try #require(TicketID(id)), path: RepositoryPath("tickets/\(id).md"), values: [:], entries: [],
                descriptionRange: SourceRange(0, 0))
        }
        var result = Renumbering(configuration: configuration, taken: try taken.map(ticket), random: { 7 })
        for id in ids { try result.add(try ticket(id)) }
        return result
    }

    private func applied(_ renumbering: Renumbering, _ text: String) -> String {
        String(decoding: renumbering.applied(to: Array(text.utf8)), as: UTF8.self)
    }

    @Test("the next number is behind those of both sides, and each ticket gets its own")
    func sequence() throws {
        let found = try renumbering(["HD-2", "HD-3"], taken: ["HD-1", "HD-2", "HD-3", "HD-7"], style: "sequence")
        #expect(found.changes.map { "\($0.from) \($0.to)" } == ["HD-2 HD-8", "HD-3 HD-9"])
    }

    @Test("an id is replaced where it stands alone, in any case, in texts, links and names of files")
    func places() throws {
        let found = try renumbering(["HD-2"], taken: ["HD-2"], style: "sequence")
        #expect(applied(found, "HD-2, hd-2. (HD-2)") == "HD-3, HD-3. (HD-3)")
        #expect(
            applied(found, "tickets/HD-2-printer.md attachments/HD-2/a.png")
                == "tickets/HD-3-printer.md attachments/HD-3/a.png")
        #expect(applied(found, "related: [HD-2, HD-20]\nid: HD-2") == "related: [HD-3, HD-20]\nid: HD-3")
    }

    @Test("what only looks like it stays", arguments: ["HD-20", "HD-2a", "XHD-2", "X-HD-2", "HD-2_b", "HD-", "ЯHD-2"])
    func others(text: String) throws {
        #expect(applied(try renumbering(["HD-2"], taken: ["HD-2"], style: "sequence"), text) == text)
    }
}
