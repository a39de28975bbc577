import TicketModel

/// The names under which one or several people are known: handles, addresses, telephone numbers.
struct PersonKeys: Sendable {
    private var names: Set<FoldedText> = []
    /// Digits alone, because numbers are written with and without spaces.
    private var telephones: Set<String> = []

    func contains(_ reference: String) -> Bool {
        if names.contains(FoldedText(reference)) { return true }
        guard !telephones.isEmpty else { return false }
        let digits = PersonReference.digits(reference)
        return !digits.isEmpty && telephones.contains(digits)
    }

    mutating func add(name: String) { names.insert(FoldedText(name)) }

    mutating func add(_ person: Person) {
        for name in person.names { add(name: name) }
        add(telephones: person.phones + person.addresses)
    }

    private mutating func add(telephones numbers: [String]) {
        telephones.formUnion(numbers.map(PersonReference.digits).filter { !$0.isEmpty })
    }

    /// Adds `name` and all other names of whoever has it, as ``Configuration/isSamePerson(_:_:)`` sees it.
    mutating func add(samePersonAs name: String, _ configuration: Configuration) {
        add(name: name)
        if let person = configuration.people?.person(name) { add(agent: person) }
        guard let match = configuration.customerPerson(name), !match.isByDomain else { return }
        if let person = match.person { add(person) } else { add(customer: match.customer) }
    }

    /// Adds a customer's own names, without those of its people.
    private mutating func add(customer: Customer) {
        for name in [customer.handle] + customer.emails + customer.phones { add(name: name) }
        add(telephones: customer.phones)
    }

    /// Agents are known by handle and address alone.
    mutating func add(agent person: Person) {
        for name in [person.handle] + person.emails { add(name: name) }
    }

    /// Everybody whom `people.yml` or a customer's card knows, the customers' own handles included.
    static func everybody(_ configuration: Configuration) -> PersonKeys {
        var keys = PersonKeys()
        for person in configuration.people?.people ?? [] { keys.add(agent: person) }
        for customer in configuration.customers {
            keys.add(customer: customer)
            for person in customer.people { keys.add(person) }
        }
        return keys
    }
}

/// Any of some people in a field: `assignee:me`, `requester:*@acme.example`, `requester:unknown`.
struct PersonTest: QueryTest {
    let field: FieldName
    var keys = PersonKeys()
    var globs: [Glob] = []
    var includesActor = false
    var includesAbsent = false
    /// Everybody known, where the unknown are meant.
    var known: PersonKeys?

    var usesActor: Bool { includesActor }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        switch ticket.value(field) {
        case .none: return includesAbsent
        case .text(let text): return text.isEmpty ? includesAbsent : matches(text, context)
        case .some(let value):
            return value.isEmpty ? includesAbsent : value.texts.contains { matches($0, context) }
        }
    }

    func matches(_ reference: String, _ context: QueryContext) -> Bool {
        if keys.contains(reference) { return true }
        if includesActor, context.actorKeys.contains(reference) { return true }
        if let known, !known.contains(reference) { return true }
        return globs.contains { $0.matches(reference) }
    }
}

extension QueryTermBuilder {
    func personTest(_ field: FieldName, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try people(clause, in: field)
    }

    /// - Parameter field: The field that is asked, for a test of tickets.
    func people(_ clause: QueryClause, in field: FieldName = .assignee) throws(QueryError) -> PersonTest {
        try requireEquality(clause)
        var test = PersonTest(field: field)
        for value in clause.values {
            if try isNone(value, clause) {
                test.includesAbsent = true
            } else if let glob = try glob(value) {
                test.globs.append(glob)
                addPeople(matching: glob, to: &test.keys)
            } else {
                try add(value, clause, to: &test)
            }
        }
        return test
    }

    private func add(_ value: QueryValue, _ clause: QueryClause, to test: inout PersonTest) throws(QueryError) {
        switch value.isQuoted ? "" : FoldedText(value.text).string {
        case "me": test.includesActor = true
        case "unknown": test.known = .everybody(configuration)
        default:
            // Without people.yml nobody is declared, so that nobody is unknown.
            guard configuration.people == nil || configuration.isPersonReference(value.text) else {
                throw unknown(
                    "person", value, clause, among: personNames,
                    otherwise: "\(value.text)* finds what the files say, known or not")
            }
            test.keys.add(samePersonAs: value.text, configuration)
        }
    }

    private var personNames: [String] {
        ["me", "none", "unknown"] + (configuration.people?.people.map(\.handle) ?? [])
            + configuration.customers.flatMap { [$0.handle] + $0.people.map(\.handle) }
    }

    /// A pattern for addresses finds people by their handles, too.
    private func addPeople(matching glob: Glob, to keys: inout PersonKeys) {
        for person in configuration.people?.people ?? []
        where ([person.handle] + person.emails).contains(where: glob.matches) {
            keys.add(agent: person)
        }
        for person in configuration.customers.flatMap(\.people)
        where person.names.contains(where: glob.matches) {
            keys.add(person)
        }
    }
}
