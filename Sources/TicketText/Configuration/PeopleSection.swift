import TicketModel

/// `people.yml`.
struct PeopleSection {
    func read(_ node: YAMLNode, into configuration: inout Configuration, _ context: DiagnosticContext) {
        guard let pairs = node.pairs else {
            context.error(
                "people.yml must be a mapping", hint: "ivan: {name: Ivan Petrov, email: [ivan@example.org]}",
                at: node.range)
            return
        }
        var people: [Person] = []
        var owners: [FoldedText: String] = [:]
        for pair in pairs {
            let person = Self.person(pair, isAgent: true, context)
            for name in [person.handle] + person.emails {
                if let owner = owners.updateValue(person.handle, forKey: FoldedText(name)), owner != person.handle {
                    context.error(
                        "\(name) belongs to \(owner) already", hint: "keep it with one of the two",
                        at: pair.keyRange)
                }
            }
            people.append(person)
        }
        configuration.people = PeopleDirectory(people: people)
    }

    /// Reads one person; customers' cards have the same form with fewer keys.
    static func person(_ pair: YAMLPair, isAgent: Bool, _ context: DiagnosticContext) -> Person {
        if pair.key.isEmpty || pair.key.contains(where: \.isWhitespace) || pair.key.contains("@") {
            context.error("\(pair.key) is no handle", hint: "write one word without spaces or @", at: pair.keyRange)
        }
        var person = Person(handle: pair.key)
        guard !pair.value.isNull else { return person }
        var reader = MappingReader(pair.value, what: pair.key, context: context)
        person.name = reader.text("name")
        let emails = reader.items("email")
        for (text, range) in emails where !text.contains("@") || !PersonReference.isAddress(text) {
            context.error(
                "\(text) is no e-mail address", hint: "write one such as ivan@example.org", at: range)
        }
        person.emails = emails.map(\.text)
        let phones = reader.items("phone")
        person.phones = phones.map(\.text)
        person.isAuthorised = reader.boolean("authorised") ?? false
        if isAgent {
            readAgent(&person, &reader)
        } else {
            CustomerCard.checkPhones(phones, context)
            person.addresses = CustomerCard.addresses(&reader)
        }
        reader.finish()
        return person
    }

    private static func readAgent(_ person: inout Person, _ reader: inout MappingReader) {
        person.roles = reader.texts("roles")
        person.teams = reader.texts("teams")
        person.skills = reader.texts("skills")
        person.capacity = reader.integer("capacity", in: 0...10_000)
        person.level = reader.integer("level", in: 0...100)
        for (text, range) in reader.items("absent") {
            guard let dates = DateRange.parse(text) else {
                reader.context.error(
                    "\(text) is no date or span of dates", hint: "write 2026-12-01/2026-12-14", at: range)
                continue
            }
            person.absences.append(dates)
        }
    }
}

/// `2026-12-01` or `2026-12-01/2026-12-14`, both ends included.
enum DateRange {
    static func parse(_ text: String) -> ClosedRange<CivilDate>? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first.flatMap({ CivilDate.parse($0) }), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return first...first }
        guard let last = CivilDate.parse(parts[1]), first <= last else { return nil }
        return first...last
    }
}
