import Testing
import TicketIndex
import TicketModel

@Suite("Queries")
struct QueryTests {
    private static let printer = "k7qf3m"
    private static let vpn = "9x2m4c"
    private static let invoice = "b00000"
    private static let bare = "zzzzzz"
    private static let all = [printer, vpn, invoice, bare]

    private static let words: [(String, [String])] = [
        ("", all), ("   ", all),
        ("принтер", [printer]), ("ПРИНТЕР", [printer]), ("интер", []), ("жует", [printer]), ("жуёт", [printer]),
        ("print", [invoice]), ("print*r", [invoice]), ("\"rint\"", [invoice]), ("rinter", []),
        ("vpn", [printer, vpn]), ("gate", [printer]), ("VPN-ga", [printer]), ("\"cannot connect\"", [printer, vpn]),
        ("cannot connect", [printer, vpn]), ("cannot and connect", [printer, vpn]), ("caf\u{65}\u{301}", [printer]),
        ("strasse", [printer]), ("7K1234", []), ("*7K1234", [printer]), ("frontmatter", []), ("text:error", [vpn]),
        ("title:error", []), ("title:vpn", [vpn]), ("title:*connect", [vpn]), ("title:none", [bare]),
        ("title=\"VPN: cannot connect\"", [vpn]), ("title=vpn", []), ("title=vpn*", [vpn]), ("\"(café,\"", [printer]),
        ("\"CANNOT  CONNECT\"", [printer, vpn]), ("\" cannot connect\"", [vpn]), ("\"café, strasse\"", [printer]),
        ("title:error,invoice", [invoice]),
    ]

    private static let fields: [(String, [String])] = [
        ("status:open,waiting", [printer, vpn]), ("STATUS:Open", [printer]), ("status:новый", []),
        ("status!=open", [vpn, invoice, bare]), ("status:none", [bare]), ("status:*", [printer, vpn, invoice]),
        ("priority>=high", [printer, vpn]), ("priority<high", [invoice]), ("priority>high", [vpn]),
        ("priority<=high", [printer, invoice]), ("priority:срочно", [vpn]), ("priority:>low", [printer, vpn]),
        ("type:Поломка", [printer]), ("queue:\"in progress\",it", [printer, vpn]), ("queue:in\" \"progress", [vpn]),
        ("scale>=many", []), ("tag:vpn", [vpn]), ("tags:PRINTER", [printer]), ("labels:hard*", [printer]),
        ("-tag:vpn", [printer, invoice, bare]), ("tag:none", [invoice, bare]), ("order:AB-*", [printer]),
        ("order:ab-17[x]", [printer]), ("order:*[x]", [printer]), ("order:\"AB-*\"", []),
        ("level:2", [printer]), ("level>1", [printer, vpn]), ("level=9007199254740993", [vpn]),
        ("level=9007199254740992", []), ("level>9007199254740992", [vpn]), ("level:none", [invoice, bare]),
        ("cost=.1", [printer]), ("cost<0", [vpn]), ("Сумма>-3.01", [printer, vpn]), ("cost:0.10,-3.0", [printer, vpn]),
        ("reproducible:yes", [printer]), ("reproducible:false", [invoice]), ("reproducible:none", [vpn, bare]),
        ("estimate<2h", [printer]), ("estimate=1h30m", [printer]), ("rating.speed<3", [printer]),
        ("rating.comment:долг", [printer]), ("rating:none", [vpn, invoice, bare]), ("has:rating", [printer]),
        ("id:HD-k7q", [printer]), ("id:K7Q", [printer]), ("id=k7q", []), ("id=K7QF3M", [printer]),
        ("id:*x2m*", [vpn]), ("blocked-by:9x2", [printer]), ("blocked-by:none", [vpn, invoice, bare]),
        ("path:tickets/2026", all), ("path:tickets/*/11/HD-9*", [vpn]), ("path:tick", []),
    ]

    private static let people: [(String, [String])] = [
        ("assignee:me", [printer]), ("assignee:ivan", [printer]), ("assignee:petrov@helpdesk.example", [printer]),
        ("assignee:OLGA", [vpn]), ("assignee:none", [invoice, bare]), ("assignee:none,olga", [vpn, invoice, bare]),
        ("assignee:ol*", [vpn]), ("requester:maria", [printer]), ("requester:*@bolt.example", [vpn]),
        ("requester:tel:+74950000000", [printer]), ("requester:unknown", [invoice]), ("requester:\"unknown\"*", []),
        ("engineer:me", []), ("customer:acme", [printer]), ("customer:\"ACME Ltd\"", [printer]),
        ("customer.tier:vip", [printer]), ("customer.tier:none", [vpn, invoice, bare]),
        ("customer.region:eu", [printer]),
        ("customer:none", [invoice, bare]), ("has:customer", [printer, vpn]),
        ("customer.tier!=vip", [vpn, invoice, bare]),
    ]

    private static let times: [(String, [String])] = [
        ("created>2026-11-01", [printer, invoice]), ("created:2026-11-21", [printer]), ("created:today", [printer]),
        ("created:yesterday", [invoice]), ("created>yesterday", [printer]), ("created>=yesterday", [printer, invoice]),
        ("created<=2026-11-20", [vpn, invoice]), ("created<2026-11-20", [vpn]), ("created<-30d", [vpn]),
        ("created=2026-11-21T10:00:00+03:00", [printer]), ("created:\"2026-11-21 10:00\"", [printer]),
        ("created_date:none", [bare]), ("due<2d", [printer]), ("due:tomorrow", [printer]), ("due>now", [printer]),
        ("wake<1w", []), ("updated<-30d", [vpn]), ("updated>=-1d", [printer, invoice]), ("updated:none", [bare]),
        ("sla:breached", [vpn]), ("sla:at-risk,breached", [printer, vpn]), ("sla<2h", [printer, vpn]),
        ("sla<0h", [vpn]),
        ("sla:none", [bare]), ("has:sla", [printer, vpn, invoice]), ("replied<-1d", [vpn]), ("replied>-2h", [printer]),
        ("wrote:today", [printer]), ("noted>-1h", [vpn]), ("called:none", all),
    ]

    private static let states: [(String, [String])] = [
        ("phase:open", [printer, bare]), ("phase:open,waiting", [printer, vpn, bare]), ("phase>=resolved", [invoice]),
        ("is:closed", [invoice]), ("is:uncommitted", [printer]), ("has:attachments", [printer]), ("has:due", [printer]),
        ("last:wrote", [printer]), ("last:noted", [vpn]), ("last:none", [invoice, bare]), ("last:ответ", []),
        ("replies=0", [invoice, bare]), ("replies>=1", [printer, vpn]), ("entries:3", [printer]),
        ("has:replies", [printer, vpn]),
    ]

    private static let logic: [(String, [String])] = [
        ("not tag:vpn", [printer, invoice, bare]), ("NOT tag:vpn AND is:open", [printer, bare]),
        ("-(tag:vpn or tag:printer)", [invoice, bare]), ("--tag:vpn", [vpn]), ("not -tag:vpn", [vpn]),
        ("tag:vpn or tag:printer priority:high", [printer, vpn]), ("(tag:vpn or tag:printer) priority:high", [printer]),
        ("tag:vpn OR is:closed or assignee:me", [printer, vpn, invoice]), ("queue:it(tag:printer)", [printer]),
        ("is:open -принтер", [bare]), ("\"or\"", [vpn, invoice]), ("text:or", []),
    ]

    @Test(
        "A query finds what the manual says",
        arguments: [words, fields, people, times, states, logic].flatMap(\.self))
    func finds(text: String, expected: [String]) throws {
        #expect(try QueryFixture.found(text) == expected)
    }

    @Test(
        "The canonical text finds the same and is its own canonical text",
        arguments: [words, fields, people, times, states, logic].flatMap(\.self))
    func canonical(text: String, expected: [String]) throws {
        let canonical = try Query.parse(text, configuration: QueryFixture.configuration).description
        #expect(try QueryFixture.found(canonical) == expected)
        #expect(try Query.parse(canonical, configuration: QueryFixture.configuration).description == canonical)
    }

    @Test("Names become canonical, values stay as they were written")
    func canonicalNames() throws {
        func canonical(_ text: String) throws -> String {
            try Query.parse(text, configuration: QueryFixture.configuration).description
        }
        #expect(try canonical("Labels:vpn  and not (СУММА:>2 OR \"x\")") == "tags:vpn -(cost>2 or \"x\")")
        #expect(try canonical("(a b) (c)") == "a b c")
        #expect(try canonical("") == "")
    }

    @Test("Arguments are joined by spaces")
    func arguments() throws {
        let query = try Query.parse(
            arguments: ["queue:it", "(tag:vpn", "or", "tag:printer)"], configuration: QueryFixture.configuration)
        #expect(query.description == "queue:it (tags:vpn or tags:printer)")
    }

    @Test("A query says what has to be loaded for it")
    func needs() throws {
        let cases: [(String, QueryNeeds)] = [
            ("", []), ("status:open title:x", []), ("x", .text), ("text:x", .text), ("updated<-1d", .history),
            ("sla:met", .serviceLevels),
            ("status:open or -(is:uncommitted has:attachments)", [.workingTreeState, .attachments]),
            ("has:updated", .history), ("is:open", []),
        ]
        for (text, needs) in cases {
            #expect(try Query.parse(text, configuration: QueryFixture.configuration).needs == needs, "\(text)")
        }
    }

    @Test("A query says whether its answer depends on the time and on who asks")
    func dependencies() throws {
        func query(_ text: String) throws -> Query { try Query.parse(text, configuration: QueryFixture.configuration) }
        #expect(try query("-(due<2d)").usesRelativeTime)
        #expect(try query("created:today").usesRelativeTime)
        #expect(try !query("created>2026-01-01 type:incident").usesRelativeTime)
        #expect(try query("x or sla<2h").usesServiceLevels)
        #expect(try query("assignee!=me").usesActor)
        #expect(try !query("assignee:ivan").usesActor)
    }

    @Test("Facts are asked for only by queries that need them, and once a ticket")
    func factsAreLazy() throws {
        let calls = CallCounter()
        let context = QueryContext(now: QueryFixture.now, configuration: QueryFixture.configuration, actor: nil) { _ in
            calls.count()
            return TicketFacts()
        }
        let plain = try Query.parse("status:open or принтер", configuration: QueryFixture.configuration)
        _ = plain.filter(QueryFixture.tickets, in: context)
        #expect(calls.value == 0)
        let asking = try Query.parse(
            "sla:met or updated<-1d or is:uncommitted", configuration: QueryFixture.configuration)
        _ = asking.filter(QueryFixture.tickets, in: context)
        #expect(calls.value == QueryFixture.tickets.count)
    }

    @Test("Nobody is me where nobody acts")
    func nobody() throws {
        let context = QueryContext(now: QueryFixture.now, configuration: QueryFixture.configuration, actor: nil)
        let query = try Query.parse("assignee:me", configuration: QueryFixture.configuration)
        #expect(query.filter(QueryFixture.tickets, in: context).isEmpty)
    }

    @Test("Numbered ids are meant whole")
    func numberedIDs() throws {
        var configuration = QueryFixture.configuration
        configuration.idStyle = .sequence
        let tickets = ["HD-1", "HD-10", "HD-2"].compactMap { TicketID($0) }.map { id in
            Ticket(id: id, path: "t.md", values: [:], entries: [], descriptionRange: SourceRange(0, 0))
        }
        let found = try Query.parse("id:hd-1,2", configuration: configuration).filter(tickets, in: QueryFixture.context)
        #expect(found.map(\.id.text) == ["HD-1", "HD-2"])
    }

    @Test("A desk without declared statuses takes any")
    func openEnded() throws {
        let query = try Query.parse("status:\"To Do\" assignee:anyone", configuration: Configuration())
        #expect(query.description == "status:\"To Do\" assignee:anyone")
    }

    @Test("Two queries can be asked together")
    func conjunction() throws {
        let configuration = QueryFixture.configuration
        let both = try Query.parse("tag:vpn or tag:printer", configuration: configuration)
            .and(Query.parse("priority:high", configuration: configuration))
        #expect(both.description == "(tags:vpn or tags:printer) priority:high")
        #expect(Query.everything.and(both).description == both.description)
    }
}
