import TicketIndex
import TicketModel

/// A small desk and its tickets, for questions about them.
enum QueryFixture {
    /// 2026-11-21T12:00:00+03:00, a Saturday.
    static let now = Instant(secondsSinceEpoch: 1_795_251_600)
    static let hour: Int64 = 3_600
    static let day: Int64 = 86_400

    static let configuration: Configuration = {
        var configuration = Configuration()
        configuration.key = "HD"
        configuration.zone = .fixed(offsetSeconds: 3 * 3_600)
        configuration.choices = [
            .priority: [Choice("low"), Choice("normal"), Choice("high"), Choice("urgent", title: "Срочно")],
            .queue: [Choice("it"), Choice("billing"), Choice("in progress")],
        ]
        configuration.types = [TypeDefinition(name: "incident", title: "Поломка"), TypeDefinition(name: "request")]
        configuration.workflow = WorkflowDefinition(
            initial: "new",
            statuses: [
                StatusDefinition(name: "new", phase: .open, title: "Новый"),
                StatusDefinition(name: "open", phase: .open),
                StatusDefinition(name: "waiting", phase: .waiting), StatusDefinition(name: "solved", phase: .resolved),
                StatusDefinition(name: "closed", phase: .closed),
            ],
            transitions: [])
        configuration.customFields = [
            CustomField(name: FieldName("level"), type: FieldType(.integer)),
            CustomField(name: FieldName("cost"), type: FieldType(.decimal), title: "Сумма"),
            CustomField(name: FieldName("reproducible"), type: FieldType(.boolean)),
            CustomField(name: FieldName("order"), type: FieldType(.text), like: "??-*"),
            CustomField(name: FieldName("estimate"), type: FieldType(.duration)),
            CustomField(name: FieldName("engineer"), type: FieldType(.person)),
            CustomField(name: FieldName("scale"), type: FieldType(.choice), choices: [Choice("one"), Choice("many")]),
        ]
        configuration.fileNames = [.created: "created_date", .tags: "labels"]
        configuration.verbNames = ["ответ": .replied]
        configuration.people = PeopleDirectory(people: [
            Person(handle: "ivan", emails: ["ivan@helpdesk.example", "petrov@helpdesk.example"]),
            Person(handle: "olga", emails: ["olga@helpdesk.example"]),
        ])
        configuration.customers = [
            Customer(
                handle: "acme", name: "ACME Ltd", tier: "vip",
                people: [Person(handle: "maria", emails: ["maria@acme.example"], phones: ["+7 495 000-00-00"])],
                facts: ["region": "eu"]),
            Customer(handle: "bolt", name: "Bolt", people: [Person(handle: "boris", emails: ["boris@bolt.example"])]),
        ]
        return configuration
    }()

    static let facts: [String: TicketFacts] = [
        "HD-k7qf3m": TicketFacts(
            hasUncommittedChanges: true, updated: now - day, slaState: "at-risk", slaRemainingSeconds: hour,
            hasAttachments: true),
        "HD-9x2m4c": TicketFacts(updated: now - 40 * day, slaState: "breached", slaRemainingSeconds: -hour),
        "HD-b00000": TicketFacts(updated: now, slaState: "running", slaRemainingSeconds: 10 * hour),
    ]

    static let context = QueryContext(
        now: now, configuration: configuration,
        actor: Actor(name: "Ivan Petrov", email: "petrov@helpdesk.example", handle: "ivan"),
        facts: { facts[$0.id.text] ?? TicketFacts() })

    static let tickets = [printer, vpn, invoice, bare]

    /// So many tickets of the same four kinds, in no order.
    static func many(_ count: Int) -> [Ticket] {
        (0..<count).map { number in
            let (kind, place) = (tickets[number % tickets.count], (number &* 7_919) % count)
            return ticket("HD-n\(place)", kind.values, body: "", entries: [])
        }
    }

    static let printer = ticket(
        "HD-k7qf3m",
        [
            .title: .text("Принтер на третьем этаже жуёт бумагу"), .type: .text("incident"), .status: .text("open"),
            .priority: .text("high"), .queue: .text("it"), .requester: .text("maria@acme.example"),
            .assignee: .text("ivan"), .tags: .list(["printer", "hardware"]), .created: at(-2 * hour),
            .due: at(day), .blockedBy: .list(["HD-9x2m4c"]), FieldName("level"): .text("2"),
            FieldName("cost"): .text("0.10"), FieldName("reproducible"): .text("Yes"),
            FieldName("order"): .text("AB-17[x]"), FieldName("estimate"): .text("90m"),
            .rating: .mapping([.init(key: "speed", value: .text("2")), .init(key: "comment", value: .text("Долго"))]),
        ],
        body: "The VPN-gate says \"cannot\nconnect\" (café, Straße). Serial CNB7K1234.\n",
        entries: [(.wrote, -90 * 60), (.replied, -60 * 60), (.wrote, -30 * 60)])

    static let vpn = ticket(
        "HD-9x2m4c",
        [
            .title: .text("VPN: cannot connect"), .status: .text("waiting"), .priority: .text("urgent"),
            .queue: .text("in progress"), .requester: .text("boris"), .assignee: .text("olga@helpdesk.example"),
            .tags: .text("vpn"), .created: at(-50 * day), FieldName("level"): .text("9007199254740993"),
            FieldName("cost"): .text("-3"),
        ],
        body: "Error 720\n", entries: [(.replied, -3 * day), (.noted, nil)])

    static let invoice = ticket(
        "HD-b00000",
        [
            .title: .text("Invoice for the printer"), .type: .text("request"), .status: .text("closed"),
            .priority: .text("low"), .queue: .text("billing"), .requester: .text("stranger@mail.example"),
            .created: at(-day), FieldName("reproducible"): .text("no"),
        ],
        body: "", entries: [])

    /// Nothing but an id.
    static let bare = ticket("HD-zzzzzz", [:], body: "", entries: [])

    static func at(_ seconds: Int64) -> FieldValue { .instant(now + seconds, text: (now + seconds).formatted()) }

    static func ticket(
        _ id: String, _ values: [FieldName: FieldValue], body: String, entries: [(EntryVerb, Int64?)]
    ) -> Ticket {
        let head = "---\nid: \(id)\nsecret: frontmatter\n---\n"
        let path = RepositoryPath("tickets/2026/11/\(id).md")
        let start = head.utf8.count
        let made = entries.enumerated().map { index, entry in
            Entry(
                index: index, verb: entry.0, verbText: entry.0.rawValue, person: "ivan",
                instant: entry.1.map { now + $0 },
                headingRange: SourceRange(start, start), textRange: SourceRange(start, start))
        }
        return Ticket(
            id: TicketID(known: id), path: path, values: values, entries: made,
            descriptionRange: SourceRange(start, start + body.utf8.count),
            source: SourceText(path: path, bytes: Array((head + body).utf8)))
    }

    /// Returns the last six characters of the ids of the tickets that match.
    static func found(_ text: String) throws(QueryError) -> [String] {
        let query = try Query.parse(text, configuration: configuration)
        return query.filter(tickets, in: context).map { String($0.id.text.suffix(6)) }
    }
}
