import Testing
import TicketModel

@testable import TicketIndex

@Suite("Orders of lists")
struct QuerySortTests {
    private static func order(_ text: String) throws -> [String] {
        try SortOrder.parse(text, QueryFixture.configuration).sorted(QueryFixture.tickets, in: QueryFixture.context)
            .map { String($0.id.text.suffix(6)) }
    }

    @Test(
        "Choices come in their order, absent values last in both directions, ties by id",
        arguments: [
            ("", ["9x2m4c", "b00000", "k7qf3m", "zzzzzz"]), ("priority", ["b00000", "k7qf3m", "9x2m4c", "zzzzzz"]),
            ("-priority", ["9x2m4c", "k7qf3m", "b00000", "zzzzzz"]), ("-id", ["zzzzzz", "k7qf3m", "b00000", "9x2m4c"]),
            ("sla", ["9x2m4c", "k7qf3m", "b00000", "zzzzzz"]), ("-sla", ["b00000", "k7qf3m", "9x2m4c", "zzzzzz"]),
            ("created", ["9x2m4c", "b00000", "k7qf3m", "zzzzzz"]),
            ("-created", ["k7qf3m", "b00000", "9x2m4c", "zzzzzz"]),
            ("phase,-created", ["k7qf3m", "zzzzzz", "9x2m4c", "b00000"]),
            ("status", ["k7qf3m", "9x2m4c", "b00000", "zzzzzz"]),
            ("-updated", ["b00000", "k7qf3m", "9x2m4c", "zzzzzz"]),
            ("level", ["k7qf3m", "9x2m4c", "b00000", "zzzzzz"]),
            ("cost", ["9x2m4c", "k7qf3m", "b00000", "zzzzzz"]),
            ("-replies,-id", ["k7qf3m", "9x2m4c", "zzzzzz", "b00000"]),
            ("reproducible", ["b00000", "k7qf3m", "9x2m4c", "zzzzzz"]),
            ("title", ["b00000", "9x2m4c", "k7qf3m", "zzzzzz"]),
            ("type , -priority", ["k7qf3m", "b00000", "9x2m4c", "zzzzzz"]),
            ("labels", ["k7qf3m", "9x2m4c", "b00000", "zzzzzz"]),
            ("-path", ["zzzzzz", "k7qf3m", "b00000", "9x2m4c"]), ("last", ["k7qf3m", "9x2m4c", "b00000", "zzzzzz"]),
            ("replied", ["9x2m4c", "k7qf3m", "b00000", "zzzzzz"]),
            ("rating.speed", ["k7qf3m", "9x2m4c", "b00000", "zzzzzz"]),
        ])
    func orders(text: String, expected: [String]) throws {
        #expect(try Self.order(text) == expected)
    }

    @Test("The order in which tickets come in does not matter")
    func isStableUnderShuffling() throws {
        var random = QueryRandom(seed: 5)
        for text in ["", "sla,-priority", "-status,title", "level", "phase"] {
            let order = try SortOrder.parse(text, QueryFixture.configuration)
            let expected = order.sorted(QueryFixture.tickets, in: QueryFixture.context).map(\.id)
            for _ in 0..<24 {
                let shuffled = QueryFixture.tickets.shuffled(using: &random)
                #expect(order.sorted(shuffled, in: QueryFixture.context).map(\.id) == expected)
            }
        }
    }

    @Test("Numbered ids are ordered by their numbers")
    func numberedIDs() {
        let tickets = ["HD-10", "HD-9", "AB-11", "HD-1042"].compactMap { TicketID($0) }.map { id in
            Ticket(id: id, path: "t.md", values: [:], entries: [], descriptionRange: SourceRange(0, 0))
        }
        let sorted = SortOrder.byID.sorted(tickets, in: QueryFixture.context)
        #expect(sorted.map(\.id.text) == ["AB-11", "HD-9", "HD-10", "HD-1042"])
    }

    @Test("An order says what has to be loaded, and prints what parses to it")
    func needsAndText() throws {
        let order = try SortOrder.parse(" SLA, -Priority,+labels", QueryFixture.configuration)
        #expect(order.description == "sla,-priority,tags")
        #expect(order.needs == .serviceLevels)
        #expect(try SortOrder.parse("updated", QueryFixture.configuration).needs == .history)
        #expect(try SortOrder.parse("title", QueryFixture.configuration).needs == [])
    }

    @Test func byIDTicketsThatAreInTheOrderOfAnIndexComeOutAsAnyOthersDo() async throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let keys = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                let prefix = ["HD-", "HD-", "HD-", "AB-"].randomElement(using: &random) ?? ""
                return prefix
                    + (0..<Int.random(in: 1...3, using: &random))
                    .map { _ in String(Array("012ab").randomElement(using: &random) ?? "a") }.joined()
            }
            let tickets = Set(keys).compactMap(TicketID.init).sorted().map {
                Ticket(
                    id: $0, path: RepositoryPath("tickets/\($0).md"), values: [:], entries: [],
                    descriptionRange: SourceRange(0, 0))
            }
            let expected = SortOrder.byID.sorted(tickets.shuffled(using: &random), in: QueryFixture.context)
            let sorted = SortOrder.byID.sorted(tickets, in: QueryFixture.context)
            #expect(sorted.map(\.id) == expected.map(\.id))
            let inBatches = await IDOrder.sorted(tickets, batchSize: Int.random(in: 1...5, using: &random))
            #expect(inBatches == nil || inBatches?.map(\.id) == expected.map(\.id))
            let rows = tickets.map { SortValue.id($0.id) }.sorted { $0.precedes($1, isDescending: false) }
            #expect(sorted.map { SortValue.id($0.id) } == rows)
        }
    }
}
