import TicketModel

/// The customer to whom the requester belongs: `customer:acme`, `customer.tier:vip`, `customer:none`.
struct CustomerTest: QueryTest {
    let index: CustomerIndex
    /// The places of the customers that are meant.
    let meant: Set<Int>
    /// Whether requesters of no customer are meant as well.
    let includesStrangers: Bool

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        guard let requester = ticket.requester, let customer = index.customerPosition(of: requester) else {
            return includesStrangers
        }
        return meant.contains(customer)
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
        let positions = configuration.customers.indices.filter { meant.contains(configuration.customers[$0].handle) }
        return CustomerTest(
            index: configuration.customerIndex, meant: Set(positions), includesStrangers: includesAbsent)
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
