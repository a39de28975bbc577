import TicketModel

/// The customer to whom the requester belongs: `customer:acme`, `customer.tier:vip`, `customer:none`.
struct CustomerTest: QueryTest {
    /// Everybody of the customers that are meant.
    let meant: PersonKeys
    /// Everybody of any customer, where a requester of none is meant as well.
    let everybody: PersonKeys?

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        guard let requester = ticket.requester else { return everybody != nil }
        if meant.contains(requester) { return true }
        return everybody.map { !$0.contains(requester) } ?? false
    }
}

extension Customer {
    /// What the card says under `key`; nil where it says nothing.
    func fact(_ key: String) -> String? {
        switch key {
        case "tier": tier ?? facts[key]
        case "name": name
        default: facts[key]
        }
    }
}

extension PersonKeys {
    /// Everybody of these customers. Whom two cards claim belongs to the first, as ``Configuration/customerPerson(_:)`` has it.
    static func ofCustomers(_ configuration: Configuration, where isMeant: (Customer) -> Bool) -> PersonKeys {
        var keys = PersonKeys()
        var claimed: Set<FoldedText> = []
        for customer in configuration.customers {
            let isMeant = isMeant(customer)
            for name in [customer.handle] + customer.people.flatMap({ [$0.handle] + $0.emails + $0.phones })
            where claimed.insert(FoldedText(name)).inserted && isMeant {
                keys.add(reference: name)
            }
        }
        return keys
    }

    /// Adds one name; a telephone number with any spacing.
    private mutating func add(reference: String) {
        add(Person(handle: reference, phones: [reference]))
    }
}

extension QueryTermBuilder {
    func customerTest(_ key: String?, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        var meant: Set<String> = []
        var includesAbsent = false
        for value in clause.values {
            if try isNone(value, clause) {
                includesAbsent = true
                if let key { meant.formUnion(configuration.customers.filter { $0.fact(key) == nil }.map(\.handle)) }
            } else {
                meant.formUnion(try customers(value, key, clause).map(\.handle))
            }
        }
        return CustomerTest(
            meant: .ofCustomers(configuration) { meant.contains($0.handle) },
            everybody: includesAbsent ? .ofCustomers(configuration) { _ in true } : nil)
    }

    /// Customers may come and go, so that only a desk that has some knows which names are mistyped.
    private func customers(
        _ value: QueryValue, _ key: String?, _ clause: QueryClause
    ) throws(QueryError) -> [Customer] {
        let pattern = try valuePattern(value, clause)
        let customers = configuration.customers
        if let key { return customers.filter { $0.fact(key).map(pattern.matches) ?? false } }
        let found = customers.filter { pattern.matches($0.handle) || pattern.matches($0.name) }
        guard !found.isEmpty || customers.isEmpty || value.pattern != nil else {
            throw unknown("customer", value, clause, among: customers.flatMap { [$0.handle, $0.name] })
        }
        return found
    }
}
