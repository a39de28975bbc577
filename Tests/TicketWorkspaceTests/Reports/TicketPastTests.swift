import ServiceLevels
import Testing
import TicketModel

@testable import TicketWorkspace

@Suite struct TicketPastTests {
    /// A ticket that has one phase after the other, a hundred seconds each from 100 on; nil is a removal.
    private func past(_ phases: [Phase?], queues: [String?] = []) throws -> TicketPast {
        let states = phases.enumerated().map { number, phase in
            TicketPast.State(
                at: Instant(secondsSinceEpoch: Int64(number + 1) * 100), phase: phase, assignee: nil,
                queue: queues.indices.contains(number) ? queues[number] : nil, priority: nil, isByDesk: false)
        }
        let id = try #require(TicketID("HD-1"))
        let ticket = Ticket(id: id, path: "tickets/1.md", values: [:], entries: [], descriptionRange: SourceRange(0, 0))
        return TicketPast(
            ticket: ticket, timeline: Timeline(states: [], entries: []), judged: [], events: [], states: states,
            words: [])
    }

    private func moment(_ seconds: Int64) -> Instant { Instant(secondsSinceEpoch: seconds) }

    @Test func `what happens at a moment is not before it`() throws {
        let past = try past([.open, .closed])
        #expect(past.state(before: moment(100)) == nil)
        #expect(!past.isLoad(before: moment(100)))
        #expect(past.isLoad(before: moment(101)))
        #expect(past.isLoad(before: moment(200)))
        #expect(!past.isLoad(before: moment(201)))
    }

    @Test func `solved is counted once until it is reopened`() throws {
        let past = try past([.open, .resolved, .closed, .waiting, .closed, .closed])
        #expect(past.solutions.map(\.at.secondsSinceEpoch) == [200, 500])
        #expect(past.reopenings == [moment(400)])
    }

    @Test func `a ticket filed as closed is solved when it is created`() throws {
        #expect(try past([.closed]).solutions.count == 1)
    }

    @Test func `removing a ticket neither solves nor reopens it`() throws {
        let past = try past([.open, nil])
        #expect(past.solutions.isEmpty)
        #expect(past.reopenings.isEmpty)
        #expect(!past.isLoad(before: moment(300)))
        let vantage = past.vantage(Vantage(end: moment(1_000), now: moment(1_000)))
        #expect(vantage.now == moment(200))
    }

    @Test func `hops are changes from one queue to another`() throws {
        let past = try past([.open, .open, .open, .open, .open], queues: [nil, "it", nil, "it", "billing"])
        #expect(past.queueChanges(before: moment(500)).isEmpty)
        #expect(past.queueChanges(before: moment(501)).map(\.to) == ["billing"])
    }
}
