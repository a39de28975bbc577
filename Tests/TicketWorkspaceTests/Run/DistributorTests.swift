import Testing
import TicketIndex
import TicketModel
import TicketText

@testable import TicketWorkspace

@Suite("Who gets a ticket")
struct DistributorTests {
    private func configuration(_ people: [Person], _ routes: [DistributionRoute] = []) -> Configuration {
        var configuration = Configuration()
        configuration.people = PeopleDirectory(people: people)
        configuration.distribution.routes = routes
        return configuration
    }

    private func agent(_ handle: String, capacity: Int?, teams: [String] = []) -> Person {
        Person(handle: handle, roles: ["agent"], teams: teams, capacity: capacity)
    }

    private func ticket(_ number: Int, assignee: String? = nil) -> Ticket {
        var values: [FieldName: FieldValue] = [.title: .text("T"), .status: .text("open")]
        values[.assignee] = assignee.map { .text($0) }
        return Ticket(
            id: TicketID(known: "HD-\(number)"), path: "t.md", values: values, entries: [],
            descriptionRange: SourceRange(0, 0))
    }

    private func distributor(_ configuration: Configuration, _ tickets: [Ticket] = []) -> Distributor {
        Distributor(
            configuration: configuration, tickets: tickets, history: TicketHistory(events: [], missingBefore: nil),
            now: Instant(secondsSinceEpoch: 1_795_000_000))
    }

    @Test("Nobody is above capacity while others are below, and all that fits is given away", arguments: 0..<50)
    func capacities(_ seed: Int) {
        var random = UInt64(seed + 1)
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        let people = (0..<(1 + next(6))).map { agent("p\($0)", capacity: next(7)) }
        let held = (0..<next(12)).map { ticket($0, assignee: "p\(next(people.count))") }
        let distributor = distributor(configuration(people), held)
        let before = distributor.load
        let new = (100..<(100 + next(30))).map { ticket($0) }
        var given = 0
        for ticket in new {
            guard case .person = distributor.choose(for: ticket) else { continue }
            given += 1
        }
        let room = people.map { max(0, ($0.capacity ?? 0) - before[$0.handle, default: 0]) }.reduce(0, +)
        #expect(given == min(new.count, room))
        for person in people {
            let count = distributor.load[person.handle, default: 0]
            #expect(count <= max(person.capacity ?? 0, before[person.handle, default: 0]))
        }
    }

    @Test("Loads stay even: no share is more than one ticket above another's where all began with nothing")
    func even() {
        let distributor = distributor(configuration((0..<4).map { agent("p\($0)", capacity: 10) }))
        for number in 0..<22 { _ = distributor.choose(for: ticket(number)) }
        let counts = distributor.load.values
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }

    @Test("Somebody who must not get it does not, however idle they are")
    func excluded() {
        let distributor = distributor(
            configuration([agent("a", capacity: 9), agent("b", capacity: 1)]),
            (0..<1).map { ticket($0, assignee: "b") })
        guard case .waits(let reason) = distributor.choose(for: ticket(5), excluding: ["a"]) else {
            Issue.record("somebody got it")
            return
        }
        #expect(reason == "a has it already, b is full (1 of 1)")
    }

    @Test("A ticket that no route matches waits, and says so")
    func noRoute() {
        var route = DistributionRoute(
            location: SourceLocation(path: "d", lineNumber: 1, columnNumber: 1, length: 0, lineText: ""))
        route.match = "tag:dns"
        let distributor = distributor(configuration([agent("a", capacity: nil)], [route]))
        guard case .waits("no route matches it") = distributor.choose(for: ticket(1)) else {
            Issue.record("somebody got it")
            return
        }
    }
}
