import Testing
import TicketModel

@testable import TicketIndex

@Suite struct TicketOrderTests {
    @Test func `tickets are in the order of their ids, and of their paths where these are equal`() {
        var random = QueryRandom(seed: 19)
        let prefixes = ["HD-", "HD-", "hd-", "HD-1-", "OPS-", ""]
        for round in 0..<400 {
            let own = round % 2 == 0 ? "HD-" : nil
            let tickets = (0..<Int.random(in: 0...60, using: &random)).map { number in
                let length = Int.random(in: 1...12, using: &random)
                let tail = (0..<length).map { _ in
                    ["a", "B", "0", "1", "aaaaaaaa"].randomElement(using: &random) ?? "a"
                }
                let id = (own ?? prefixes.randomElement(using: &random) ?? "") + tail.joined()
                return Ticket(
                    id: TicketID(known: id),
                    path: RepositoryPath("tickets/\(Int.random(in: 0...9, using: &random))/\(number).md"),
                    values: [:], entries: [], descriptionRange: SourceRange(0, 0))
            }
            let expected = tickets.sorted { ($0.id, $0.path) < ($1.id, $1.path) }
            #expect(tickets.sortedByID().map(\.path) == expected.map(\.path))
        }
    }
}
