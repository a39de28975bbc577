import Testing
import TicketModel

@testable import TicketText

@Suite struct CustomerCardTests {
    private static func read(_ cards: [String: String], config: String = "") -> ConfigurationReader.Result {
        var files = cards.map { Reading.source("---\n\($1)\n---\nNotes.\n", path: "customers/\($0).md") }
        files.append(Reading.source(config, path: ".tick/config.yml"))
        files.append(Reading.source("ivan: {roles: [agent]}\n", path: ".tick/people.yml"))
        return ConfigurationReader(zones: Reading.zones).read(files)
    }

    private static let acme = """
        name: ACME Ltd
        email: info@acme.example
        domains: [acme.example]
        people:
          maria: {email: [maria@acme.example], phone: ['+7 495 000-00-00'], address: ['tg:Maria_I'], authorised: true}
        """

    @Test(arguments: [
        ("acme", "acme"), ("ACME", "acme"), ("info@acme.example", "acme"), ("maria", "acme/maria"),
        ("Maria@ACME.example", "acme/maria"), ("tel:+74950000000", "acme/maria"), ("+7 (495) 000-00-00", "acme/maria"),
        ("TEL:+7-495-000-00-00;ext=12", "acme/maria"), ("tg:maria_i", "acme/maria"), ("bob@acme.example", "acme?"),
        ("bob@sub.acme.example", "-"), ("acme.example", "-"), ("tel:+74950000001", "-"), ("84950000000", "-"),
    ])
    func `a customer is known by any address, in any spelling`(_ reference: String, _ expected: String) throws {
        let configuration = Self.read(["acme": Self.acme]).configuration
        let match = configuration.customerPerson(reference)
        let person = match?.person.map { "/" + $0.handle } ?? ""
        let text = match.map { $0.customer.handle + person + ($0.isByDomain ? "?" : "") } ?? "-"
        #expect(text == expected)
    }

    @Test func `whoever is only of the domain is nobody that is known`() {
        let configuration = Self.read(["acme": Self.acme]).configuration
        #expect(!configuration.isSamePerson("bob@acme.example", "sue@acme.example"))
        #expect(configuration.isSamePerson("tg:maria_i", "tel:+74950000000"))
        #expect(configuration.isSamePerson("acme", "INFO@acme.example"))
    }

    @Test(arguments: [
        ("people: {a: {email: [x@e.org]}, b: {email: [X@E.org]}}", "X@E.org belongs to a already"),
        ("people: {a: {phone: ['+7 495 1']}, b: {address: ['tel:+74951']}}", "tel:+74951 belongs to a already"),
        ("email: maria@acme.example", "maria@acme.example belongs to customers/acme.md already"),
        ("domains: [ACME.example]", "@ACME.example belongs to customers/acme.md already"),
        ("people: {maria: {}}", "maria belongs to customers/acme.md already"),
        ("people: {acme: {}}", "acme belongs to customers/acme.md already"),
        ("people: {ivan: {}}", "ivan is an agent's handle in people.yml: requester: ivan means the agent"),
        ("people: {a: {phone: 495 000}}", "495 000 is no international number: tel:+… will not be known by it"),
        ("people: {a: {address: tg}}", "tg is no address"),
        ("people: {a: {email: x}}", "x is no e-mail address"), ("email: x", "x is no e-mail address"),
        ("domains: [acme]", "acme is no domain"), ("tier: vp", "vp is no tier of this desk"),
        ("teir: vip", "the key teir is only a fact of the desk's own"),
        ("people: {a: {mail: x@e.org}}", "the key mail is unknown and has no effect"),
        ("people: {a b: {}}", "a b is no handle"),
    ])
    func `what is wrong with a card is said once, at its place`(_ yaml: String, _ message: String) throws {
        let result = Self.read(["acme": Self.acme, "beta": yaml], config: "tiers: [vip, standard]\n")
        let found = result.diagnostics.filter { $0.location?.path == "customers/beta.md" }
        #expect(found.first?.message == message)
        #expect(found.count <= 2 && found.allSatisfy { $0.hint?.isEmpty == false && $0.location?.lineNumber == 2 })
        #expect(result.diagnostics.count == found.count)
    }

    @Test func `two files with one handle are one finding, and the first counts`() {
        let result = Self.read(["acme": Self.acme, "ACME": "name: Other"])
        #expect(result.diagnostics.map(\.message) == ["the customer acme is customers/ACME.md already"])
        #expect(result.configuration.customerPerson("acme")?.customer.name == "Other")
    }

    @Test func `the one person of a card may have its name`() {
        let result = Self.read(["maria": "people: {maria: {email: [m@e.org]}}"])
        #expect(result.diagnostics.isEmpty)
        #expect(result.configuration.customerPerson("maria")?.person?.emails == ["m@e.org"])
        #expect(result.configuration.isSamePerson("maria", "m@e.org"))
    }

    @Test func `ten thousand references to five thousand customers are looked up without a scan`() {
        var configuration = Configuration()
        configuration.customers = (0..<5_000).map { number in
            Customer(
                handle: "c\(number)", name: "C", domains: ["d\(number).example"],
                people: [Person(handle: "p\(number)", emails: ["p\(number)@e.org"], phones: ["+7 900 \(number)"])])
        }
        let clock = ContinuousClock()
        let small = configuration.customers[0]
        let taken = clock.measure {
            for number in 0..<10_000 { _ = configuration.customerPerson("p\(number)@e.org") }
        }
        #expect(configuration.customerPerson("p4999@e.org")?.customer.handle == "c4999")
        #expect(configuration.customerPerson("x@d4999.example")?.isByDomain == true)
        #expect(configuration.customerPerson("c0")?.customer == small)
        // A scan compares fifty million texts; this is a bound for the slowest machine under load.
        #expect(taken < .seconds(20))
    }

    // MARK: Edits

    private static let layouts = [
        "name: A", "name: A  # the name\n# end", "people:", "people:  # nobody yet", "people: {}", "people: ~",
        "people: {a: {email: [a@e.org]}}", "people: {a: }\nname: x",
        "people:\n  a: {email: a@e.org, name: 'A #1'}\nx: y",
        "people:\n    a:\n        name: A\n        email:\n        - a@e.org  # first\n    b: {}\n# end\nz: 1",
        "people:\n  a:\n  b: {phone: ['+7 1']}", "{name: A}", "{name: A, people: {a: {}}}", "{people: }",
        "{people: {a: {email: [a@e.org]}, b: }}",
        "people:\n  a:\n    email: [\n      a@e.org,\n    ]\n", "notes: |\n  text\n  people: {}",
    ]

    private static func people(_ document: TicketDocument) -> [YAMLPair] { document.pair("people")?.value.pairs ?? [] }

    @Test(arguments: layouts, ["\n", "\r\n"])
    func `a new person is one insertion, whatever the layout`(_ yaml: String, _ ending: String) throws {
        let text = "---\n\(yaml)\n---\nNotes.\n"
        let document = try Reading.document(
            text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: ending))
        let person = Person(
            handle: "zoe", name: "Zoe, #1", emails: ["z@e.org"], phones: ["+7 9"], addresses: ["tg:z"],
            isAuthorised: true)
        let changed = try document.applying(.addPerson(person))
        #expect(Self.people(changed).map(\.key) == Self.people(document).map(\.key) + ["zoe"])
        // All old bytes are still there, in their order; only a null gives way.
        if !yaml.contains("~") { #expect(Self.isInsertion(document.bytes, changed.bytes)) }
        let configuration = Self.read([:]).configuration
        let card = CustomerCard.read(SourceText(path: "customers/c.md", bytes: changed.bytes), configuration).card
        var expected = person
        expected.name = "Zoe, #1"
        #expect(card?.customer.people.last == expected)
    }

    @Test(arguments: layouts)
    func `an address goes to its person and to nobody else`(_ yaml: String) throws {
        let document = try Reading.frontMatter(yaml)
        guard Self.people(document).contains(where: { $0.key == "a" }) else { return }
        var changed = document
        for (text, key) in [("x@e.org", CardAddress.email), ("+7 2", .phone), ("tg:a b,", .address)] {
            changed = try changed.applying(.addAddress(text, key, person: "a"))
        }
        #expect(try changed.applying(.addAddress("x@e.org", .email, person: "a")).bytes == changed.bytes)
        let configuration = Self.read([:]).configuration
        func card(_ document: TicketDocument) -> Customer? {
            CustomerCard.read(SourceText(path: "customers/c.md", bytes: document.bytes), configuration).card?.customer
        }
        let (old, new) = (card(document)?.people ?? [], card(changed)?.people ?? [])
        #expect(new.dropFirst() == old.dropFirst())
        #expect(new.first?.emails == (old.first?.emails ?? []) + ["x@e.org"])
        #expect(new.first?.phones == ["+7 2"] && new.first?.addresses == ["tg:a b,"])
    }

    /// Whether `after` is `before` with one run of bytes put in.
    private static func isInsertion(_ before: [UInt8], _ after: [UInt8]) -> Bool {
        let head = zip(before, after).prefix { $0 == $1 }.count
        let tail = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
        return head + tail >= before.count && after.count > before.count
    }
}
