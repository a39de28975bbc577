import Testing
import TicketModel
import TicketText

@testable import TicketIndex

/// The graph of relations beside what one would find by looking at every pair of tickets.
@Suite struct RelationGraphTests {
    @Test(arguments: UInt64(1)...40)
    func `both directions of every link are what looking at each pair finds`(seed: UInt64) {
        let desk = RelationDesk(seed: seed)
        let graph = desk.snapshot.relations
        for ticket in desk.tickets {
            for relation in Relation.allCases {
                let expected = desk.tickets.filter { desk.says(ticket, relation, $0) }
                #expect(
                    graph.tickets(relation, of: ticket).map(\.id) == expected.map(\.id), "\(relation) of \(ticket.id)")
                for other in desk.tickets {
                    #expect(graph.holds(relation, ticket, other.id) == desk.says(ticket, relation, other))
                }
            }
        }
    }

    @Test(arguments: UInt64(1)...60)
    func `what is blocked and by what is what walking up and down finds`(seed: UInt64) {
        let desk = RelationDesk(seed: seed)
        let graph = desk.snapshot.relations
        for ticket in desk.tickets {
            let expected = desk.isDone(ticket) ? [] : desk.blockers(of: ticket)
            #expect(graph.blockers(of: ticket).map(\.id) == expected, "seed \(seed), \(ticket.id)")
            #expect(graph.isBlocked(ticket) == !expected.isEmpty)
            let hasOpenChild = desk.tickets.contains { desk.says(ticket, .child, $0) && !desk.isDone($0) }
            #expect(graph.hasOpenChild(ticket) == hasOpenChild)
        }
    }

    @Test(arguments: UInt64(1)...60)
    func `a circle is found exactly where tickets lead to themselves, and is one`(seed: UInt64) {
        let desk = RelationDesk(seed: seed)
        let graph = desk.snapshot.relations
        for relation in RelationGraph.hierarchies {
            let circles = graph.circles(of: relation)
            for circle in circles {
                #expect(Set(circle).count == circle.count)
                for (from, to) in zip(circle, circle.dropFirst() + circle.prefix(1)) {
                    #expect(desk.says(graph.tickets[from], relation, graph.tickets[to]))
                }
            }
            let covered = circles.flatMap { desk.knot(of: graph.tickets[$0[0]], relation) }
            let inCircles = desk.tickets.filter { desk.reach(from: $0, relation).contains($0.id) }.map(\.id)
            #expect(Set(covered) == Set(inCircles) && covered.count == inCircles.count, "seed \(seed), \(relation)")
        }
    }

    @Test func `a chain of 100,000 tickets neither overflows nor takes long`() {
        let count = 100_000
        let tickets = (0..<count).map { number in
            let next = RelationDesk.id(number + 1)
            return RelationDesk.ticket(
                number, "open", number + 1 < count ? [.blockedBy: [next], .parent: [next], .duplicates: [next]] : [:])
        }
        let graph = RelationDesk.snapshot(tickets).relations
        #expect(RelationGraph.hierarchies.allSatisfy { graph.circles(of: $0).isEmpty })
        #expect(graph.isBlocked(tickets[0]) && !graph.isBlocked(tickets[count - 1]))
        #expect(graph.original(of: 0) == count - 1)
    }

    @Test(arguments: [14, 20_000])
    func `made on all cores it is the same`(count: Int) async {
        var random = QueryRandom(seed: UInt64(count))
        let tickets = (0..<count).map { number in
            let targets = (0..<3).map { _ in RelationDesk.id(random.below(count)) }
            let field = FieldName.links[random.below(FieldName.links.count)]
            return RelationDesk.ticket(number, "open", random.below(3) == 0 ? [field: targets] : [:])
        }
        let relations = RelationDesk.snapshot(tickets).lazyRelations
        let expected = RelationDesk.snapshot(tickets).relations
        await relations.prepare()
        for relation in Relation.allCases {
            #expect(
                (0..<count).allSatisfy {
                    relations.graph.positions(relation, of: $0) == expected.positions(relation, of: $0)
                })
        }
        #expect(tickets.allSatisfy { relations.graph.isBlocked($0) == expected.isBlocked($0) })
    }

    @Test func `a long circle is found whole, and what stands for itself waits for nothing`() {
        let count = 5_000
        let tickets = (0..<count).map { number in
            let next = RelationDesk.id((number + 1) % count)
            let isLast = number == count - 1
            return RelationDesk.ticket(
                number, isLast ? "open" : "closed",
                isLast ? [.blockedBy: [next]] : [.blockedBy: [next], .duplicates: [next]])
        }
        let graph = RelationDesk.snapshot(tickets).relations
        #expect(graph.circles(of: .blockedBy).map(\.count) == [count])
        #expect(graph.circles(of: .duplicates).isEmpty)
        #expect(graph.blockers(of: tickets[count - 1]).isEmpty)
    }

    @Test func `a blocker that was closed as a duplicate stands for what it duplicates`() {
        let tickets = [
            RelationDesk.ticket(0, "open", [.blockedBy: [RelationDesk.id(1)]]),
            RelationDesk.ticket(1, "closed", [.duplicates: [RelationDesk.id(2)]]),
            RelationDesk.ticket(2, "open", [:]),
        ]
        #expect(
            RelationDesk.snapshot(tickets).relations.blockers(of: tickets[0]).map(\.id.text) == [RelationDesk.id(2)])
    }

    @Test func `a parent that waits for its children holds none of them up`() {
        let children = (1...3).map { RelationDesk.ticket($0, "open", [.parent: [RelationDesk.id(0)]]) }
        let parent = RelationDesk.ticket(0, "open", [.blockedBy: (1...3).map(RelationDesk.id)])
        let graph = RelationDesk.snapshot([parent] + children).relations
        #expect(graph.isBlocked(parent) && children.allSatisfy { !graph.isBlocked($0) })
    }

    @Test(arguments: UInt64(1)...20)
    func `a snapshot with tickets replaced is the snapshot made of them`(seed: UInt64) {
        let (old, new) = (RelationDesk(seed: seed), RelationDesk(seed: seed + 1_000))
        let changed = new.tickets.filter { $0.id.text.hasSuffix("0") || $0.id.text.hasSuffix("3") }
        let ids = Set(changed.map(\.id))
        let expected = RelationDesk.snapshot(old.tickets.filter { !ids.contains($0.id) } + changed)
        let found = old.snapshot.replacing(changed)
        #expect(found.tickets.map(\.id) == expected.tickets.map(\.id))
        #expect(found.tickets.map(\.values) == expected.tickets.map(\.values))
        let gone = Set(old.tickets.map(\.id).filter { $0.text.hasSuffix("1") || $0.text.hasSuffix("3") })
        let left = old.snapshot.replacing(changed, without: gone).tickets.map(\.id)
        #expect(left == expected.tickets.map(\.id).filter { ids.contains($0) || !gone.contains($0) })
    }
}

/// A random desk of linked tickets, and slow answers to questions about it.
struct RelationDesk {
    let tickets: [Ticket]
    let snapshot: IndexSnapshot

    init(seed: UInt64) {
        var random = QueryRandom(seed: seed)
        let count = Int.random(in: 2...14, using: &random)
        // Few links make trees and chains, many make knots.
        let density = Double.random(in: 0.02...0.3, using: &random)
        tickets = (0..<count).map { number in
            var values: [FieldName: [String]] = [:]
            for field in FieldName.links {
                var targets = (0..<count + 1).filter { _ in Double.random(in: 0..<1, using: &random) < density }
                if field == .parent || field == .problem { targets = Array(targets.prefix(1)) }
                let texts = targets.map { Bool.random(using: &random) ? Self.id($0) : Self.id($0).lowercased() }
                if !texts.isEmpty { values[field] = texts }
            }
            let status = ["open", "waiting", "solved", "closed"].randomElement(using: &random) ?? "open"
            return Self.ticket(number, status, values)
        }
        snapshot = Self.snapshot(tickets)
    }

    static func snapshot(_ tickets: [Ticket]) -> IndexSnapshot {
        IndexSnapshot(configuration: QueryFixture.configuration, tickets: tickets, diagnostics: [])
    }

    static func id(_ number: Int) -> String { "HD-T" + String(1_000_000 + number) }

    static func ticket(_ number: Int, _ status: String, _ links: [FieldName: [String]]) -> Ticket {
        var values: [FieldName: FieldValue] = [.status: .text(status)]
        for (field, ids) in links {
            values[field] = field == .parent || field == .problem ? .text(ids[0]) : .list(ids)
        }
        let id = TicketID(known: Self.id(number))
        return Ticket(
            id: id, path: RepositoryPath("tickets/\(id).md"), values: values, entries: [],
            descriptionRange: SourceRange(0, 0))
    }

    func isDone(_ ticket: Ticket) -> Bool { ["solved", "closed"].contains(ticket.status) }

    /// Whether one of two files says the relation.
    func says(_ ticket: Ticket, _ relation: Relation, _ other: Ticket) -> Bool {
        guard ticket.id != other.id else { return false }
        func isWritten(_ field: FieldName?, _ from: Ticket, _ to: Ticket) -> Bool {
            field.map { from.list($0).contains { TicketID($0) == to.id } } ?? false
        }
        return isWritten(relation.field, ticket, other) || isWritten(relation.inverse.field, other, ticket)
    }

    /// Everything that a relation leads to in one step or more.
    func reach(from ticket: Ticket, _ relation: Relation) -> Set<TicketID> {
        var (found, front): (Set<TicketID>, [Ticket]) = ([], [ticket])
        while let next = front.popLast() {
            for other in tickets where says(next, relation, other) && found.insert(other.id).inserted {
                front.append(other)
            }
        }
        return found
    }

    /// The tickets that lead to a ticket and that it leads to.
    func knot(of ticket: Ticket, _ relation: Relation) -> [TicketID] {
        let forward = reach(from: ticket, relation)
        return tickets.filter { forward.contains($0.id) && reach(from: $0, relation).contains(ticket.id) }.map(\.id)
    }

    private func parent(of ticket: Ticket) -> Ticket? { tickets.first { says(ticket, .parent, $0) } }

    /// The parent, its parent and so on; none where that leads into a circle.
    private func ancestors(of ticket: Ticket) -> [Ticket] {
        var (found, current): ([Ticket], Ticket) = ([], ticket)
        while let parent = parent(of: current) {
            guard !found.contains(where: { $0.id == parent.id }), parent.id != ticket.id else { return [] }
            found.append(parent)
            current = parent
        }
        return found
    }

    private func standing(_ ticket: Ticket) -> Ticket? {
        var (current, seen): (Ticket, Set<TicketID>) = (ticket, [])
        while isDone(current) {
            guard seen.insert(current.id).inserted, let next = tickets.first(where: { says(current, .duplicates, $0) })
            else { return nil }
            current = next
        }
        return current
    }

    private func ownBlockers(of ticket: Ticket) -> [TicketID] {
        guard !isDone(ticket) else { return [] }
        return tickets.filter { says(ticket, .blockedBy, $0) }.compactMap { standing($0)?.id }
            .filter { $0 != ticket.id }
    }

    func blockers(of ticket: Ticket) -> [TicketID] {
        var found = Set(ownBlockers(of: ticket))
        for ancestor in ancestors(of: ticket) {
            found.formUnion(
                ownBlockers(of: ancestor).filter { id in
                    guard let blocker = tickets.first(where: { $0.id == id }) else { return false }
                    return !ancestors(of: blocker).contains { $0.id == ancestor.id }
                })
        }
        return found.sorted()
    }
}
