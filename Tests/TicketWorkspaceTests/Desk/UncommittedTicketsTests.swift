import Foundation
import Testing
import TicketIndex
import TicketModel

@testable import TicketWorkspace

@Suite("Tickets that are not committed")
struct UncommittedTicketsTests {
    @Test("Lists mark those that git finds, with a cache and without one", arguments: 1..<4)
    func marksLikeGit(seed: Int) async throws {
        var dice = Dice(state: UInt64(seed))
        let desk = try HistoryDesk()
        func path(_ number: Int) -> String { "tickets/\(number % 3)/HD-\(100 + number).md" }
        func write(_ number: Int) throws {
            let status = ["new", "open", "closed"].randomElement(using: &dice) ?? ""
            try desk.write(path(number), HistoryDesk.ticket("HD-\(100 + number)", ["status": status]))
        }
        for number in 0..<60 { try write(number) }
        try desk.commit()
        for round in 0..<10 {
            let number = Int.random(in: 0..<70, using: &dice)
            switch Int.random(in: 0..<6, using: &dice) {
            case 0: try desk.commit()
            case 1: try desk.git("add", "-A")
            case 2: try? desk.remove(path(number))
            case 3: try desk.git("checkout", "-q", "--", ".")
            default: try write(number)
            }
            let workspace = try desk.open()
            let view = try await workspace.view(needs: .workingTreeState)
            await workspace.keepCaches()
            let marked = Set(view.snapshot.tickets.filter { view.isUncommitted($0) }.map(\.path))
            let found = try workspace.uncommittedTickets().intersection(view.snapshot.tickets.map(\.path))
            #expect(marked == found, "seed \(seed), round \(round)")
        }
    }
}
