import Testing
import TicketIndex
import TicketModel

@Suite("Laws of queries")
struct QueryPropertyTests {
    private static let terms = [
        "принтер", "vpn", "\"cannot connect\"", "print*", "status:open,waiting", "status!=closed", "priority>=high",
        "tag:vpn", "tag:none", "assignee:me", "assignee:none", "requester:unknown", "requester:*@acme.example",
        "customer.tier:vip", "created>-2d", "created:today", "updated<-30d", "due<2d", "sla<2h", "sla:breached",
        "replies=0", "last:wrote", "level>1", "reproducible:yes", "id:HD-k", "path:tickets/*/11/**", "has:due",
        "is:uncommitted", "queue:\"in progress\"", "title:\"a \"\"b\"\"\"", "order:AB-*",
    ]

    private static func found(_ text: String) throws -> [String] { try QueryFixture.found(text) }

    /// Returns a random query.
    private static func query(_ random: inout QueryRandom, depth: Int) -> String {
        guard depth > 0, random.below(5) > 0 else { return random.one(of: terms) }
        let left = query(&random, depth: depth - 1)
        let right = query(&random, depth: depth - 1)
        switch random.below(7) {
        case 0: return "-(\(left))"
        case 1: return "not (\(left))"
        case 2: return "(\(left)) (\(right))"
        case 3: return "(\(left) or \(right))"
        case 4: return "\(left) AND \(right)"
        case 5: return "(\(left) \(right)) or \(right)"
        default: return "\(left) or \(right)"
        }
    }

    @Test("A query printed and parsed again finds the same")
    func roundTrip() throws {
        var random = QueryRandom(seed: 1)
        for _ in 0..<2_000 {
            let text = Self.query(&random, depth: 4)
            let canonical = try Query.parse(text, configuration: QueryFixture.configuration).description
            #expect(try Self.found(text) == Self.found(canonical), "\(text) → \(canonical)")
            let again = try Query.parse(canonical, configuration: QueryFixture.configuration).description
            #expect(again == canonical)
        }
    }

    @Test("The first tickets of an order are those with which all of them begin")
    func first() async throws {
        var random = QueryRandom(seed: 3)
        let (context, tickets) = (QueryFixture.context, QueryFixture.many(5_000))
        for text in ["", "-priority", "due,-created", "sla"] {
            let order = try SortOrder.parse(text, QueryFixture.configuration)
            for limit in [0, 1, 10, 2_500, 6_000] {
                let query = try Query.parse(Self.query(&random, depth: 2), configuration: QueryFixture.configuration)
                let all = order.sorted(query.filter(tickets, in: context), in: context)
                let first = await query.first(limit, of: tickets, sortedBy: order, in: context)
                #expect(first.map(\.id) == all.prefix(limit).map(\.id), "\(query) by \(text)")
            }
        }
    }

    @Test("NOT, AND and OR obey the laws of logic")
    func logic() throws {
        var random = QueryRandom(seed: 2)
        let all = try Set(Self.found(""))
        for _ in 0..<500 {
            let (a, b) = (Self.query(&random, depth: 2), Self.query(&random, depth: 2))
            let (foundA, foundB) = (try Set(Self.found(a)), try Set(Self.found(b)))
            #expect(try Set(Self.found("-(\(a))")) == all.subtracting(foundA), "\(a)")
            #expect(try Set(Self.found("(\(a)) (\(b))")) == foundA.intersection(foundB), "\(a) | \(b)")
            #expect(try Set(Self.found("\(a) or \(b)")) == foundA.union(foundB), "\(a) | \(b)")
            #expect(try Self.found("-((\(a)) (\(b)))") == Self.found("-(\(a)) or -(\(b))"), "\(a) | \(b)")
            #expect(try Self.found("-((\(a)) or (\(b)))") == Self.found("-(\(a)) -(\(b))"), "\(a) | \(b)")
        }
    }

    @Test("No text whatever makes the parser crash, and what it takes it prints and takes again")
    func anyText() throws {
        var random = QueryRandom(seed: 3)
        let pieces =
            terms + [
                "(", ")", "-", "\"", ",", ":", "=", "!=", "<", ">=", " ", " ", " or ", " and ", "not ", "*", "?", "\\",
                "[", "]", "none", "title",
                "id", "has:", "is:", "sla", "path:", "\u{301}", "\r\n", "\0", "é", "😀", "2d", "-30d", "9999999999w",
                "0001-01-01", "9999-12-31",
                "created<", "rating.", "customer.", "tag:", "level:", "-.", "+", "me",
            ]
        var taken = 0
        for _ in 0..<10_000 {
            let text = random.text(of: pieces, atMost: 6)
            do throws(QueryError) {
                let query = try Query.parse(text, configuration: QueryFixture.configuration)
                taken += 1
                let again = try Query.parse(query.description, configuration: QueryFixture.configuration)
                #expect(again.description == query.description)
                let context = QueryFixture.context
                let found = query.filter(QueryFixture.tickets, in: context).map(\.id)
                #expect(again.filter(QueryFixture.tickets, in: context).map(\.id) == found, "\(text)")
            } catch {
                #expect(error.characterRange.upperBound <= text.count, "\(text)")
            }
        }
        #expect(taken > 1_000)
    }

    private var terms: [String] { Self.terms }

    @Test("A person field finds whom the configuration takes for the same person")
    func samePerson() throws {
        let configuration = QueryFixture.configuration
        let names = [
            "ivan", "IVAN@helpdesk.example", "petrov@helpdesk.example", "olga", "maria", "maria@acme.example",
            "tel:+74950000000", "boris", "boris@bolt.example", "nobody@mail.example", "acme",
        ]
        for asked in names {
            let query = try Query.parse("requester:\(asked)", configuration: configuration)
            for stated in names {
                let ticket = QueryFixture.ticket("HD-aaaaaa", [.requester: .text(stated)], body: "", entries: [])
                #expect(
                    query.matches(ticket, in: QueryFixture.context) == configuration.isSamePerson(asked, stated),
                    "\(asked) and \(stated)")
            }
        }
    }

    @Test("A pattern full of stars takes a long text in linear time")
    func starsAreHarmless() throws {
        let ticket = QueryFixture.ticket(
            "HD-aaaaaa", [.title: .text(String(repeating: "a", count: 4_000))],
            body: String(repeating: " ", count: 4_000) + "a", entries: [])
        for text in ["title:a*a*a*a*a*a*a*a*a*b", "a*a*a*a*a*a*a*b", "\" b\"", "\"aaaaaaaaaaaaaaaaaaaaaaab\""] {
            let query = try Query.parse(text, configuration: QueryFixture.configuration)
            #expect(!query.matches(ticket, in: QueryFixture.context), "\(text)")
        }
    }
}
