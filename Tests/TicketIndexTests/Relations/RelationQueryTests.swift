import Testing
import TicketModel

@testable import TicketIndex

/// Terms about other tickets, asked with the graph and without.
@Suite struct RelationQueryTests {
    private static func found(_ text: String, _ desk: RelationDesk) throws -> [TicketID] {
        let query = try Query.parse(text, configuration: QueryFixture.configuration)
        let context = QueryContext(
            now: QueryFixture.now, configuration: QueryFixture.configuration, actor: nil,
            relations: desk.snapshot.lazyRelations)
        return query.filter(desk.tickets, in: context).map(\.id)
    }

    @Test(arguments: UInt64(1)...30)
    func `a relation finds what either file says, and what leads nowhere where it is written`(seed: UInt64) throws {
        let desk = RelationDesk(seed: seed)
        for relation in Relation.allCases {
            for number in 0...desk.tickets.count {
                let id = RelationDesk.id(number)
                let expected = desk.tickets.filter { ticket in
                    let isWritten = relation.field.map { field in ticket.list(field).contains { $0.uppercased() == id }
                    }
                    let other = desk.tickets.first { $0.id.text == id }
                    return isWritten ?? false || other.map { desk.says(ticket, relation, $0) } ?? false
                }
                #expect(try Self.found("\(relation.rawValue)=\(id)", desk) == expected.map(\.id), "\(relation) \(id)")
            }
        }
    }

    @Test(arguments: UInt64(1)...30)
    func `none is where nothing is, and has is the opposite`(seed: UInt64) throws {
        let desk = RelationDesk(seed: seed)
        for relation in Relation.allCases {
            let expected = desk.tickets.filter { ticket in
                !(relation.field.map { ticket.has($0) } ?? false)
                    && !desk.tickets.contains { desk.says(ticket, relation, $0) }
            }
            let none = try Self.found("\(relation.rawValue):none", desk)
            #expect(none == expected.map(\.id), "\(relation)")
            let any = try Self.found("has:\(relation.rawValue)", desk)
            #expect(any == desk.tickets.map(\.id).filter { !none.contains($0) })
        }
    }

    @Test(arguments: UInt64(1)...30)
    func `ready and blocked are never the same, and nothing that is done is either`(seed: UInt64) throws {
        let desk = RelationDesk(seed: seed)
        let graph = desk.snapshot.relations
        let (ready, blocked) = (try Self.found("is:ready", desk), try Self.found("is:blocked", desk))
        #expect(Set(ready).isDisjoint(with: blocked))
        #expect(
            ready
                == desk.tickets.filter {
                    $0.status == "open" && desk.blockers(of: $0).isEmpty && !graph.hasOpenChild($0)
                }.map(\.id))
        #expect(blocked == desk.tickets.filter { !desk.isDone($0) && !desk.blockers(of: $0).isEmpty }.map(\.id))
    }

    @Test func `without the graph a ticket's own file counts`() throws {
        let query = try Query.parse("blocked-by:HD-9x2 is:ready", configuration: QueryFixture.configuration)
        #expect(query.needs.contains(.relations))
        #expect(query.filter(QueryFixture.tickets, in: QueryFixture.context).map(\.id.text) == ["HD-k7qf3m"])
        let own = try Query.parse("parent:none problem:none duplicates:none", configuration: QueryFixture.configuration)
        #expect(!own.needs.contains(.relations), "what only the ticket itself says needs no other tickets")
    }

    @Test func `a field of the desk's own named like a relation stays that field`() throws {
        var configuration = QueryFixture.configuration
        configuration.customFields.append(CustomField(name: FieldName("child"), type: FieldType(.text)))
        let query = try Query.parse("child:toys", configuration: configuration)
        #expect(!query.needs.contains(.relations))
        #expect(try Query.parse("has:incident", configuration: configuration).needs.contains(.relations))
    }
}
