internal import Synchronization

/// A customer card of `customers/*.md`: a company or person, and the addresses that belong to them.
package struct Customer: Hashable, Sendable {
    package var handle: String
    package var name: String
    package var tier: String?
    /// Addresses of the company itself, which nobody in particular answers.
    package var emails: [String]
    package var phones: [String]
    /// Whoever writes from one of these is of this customer, whether the card names them or not.
    package var domains: [String]
    package var people: [Person]
    /// Other keys of the card, for `customer.KEY:` in queries.
    package var facts: [String: String]
    /// The card's file; nil for one that was made up.
    package var path: RepositoryPath?

    package init(
        handle: String, name: String, tier: String? = nil, emails: [String] = [], phones: [String] = [],
        domains: [String] = [], people: [Person] = [], facts: [String: String] = [:], path: RepositoryPath? = nil
    ) {
        self.handle = handle
        self.name = name
        self.tier = tier
        self.emails = emails
        self.phones = phones
        self.domains = domains
        self.people = people
        self.facts = facts
        self.path = path
    }
}

/// Whom a reference of a ticket leads to among the customers.
package struct CustomerMatch: Hashable, Sendable {
    package var customer: Customer
    /// Nil where the customer is meant as a whole.
    package var person: Person?
    /// Whether nothing but the address's domain is known.
    package var isByDomain: Bool
}

/// Finds customers and their people by any of their names, in the same time whatever their number.
package struct CustomerIndex: Sendable {
    private let customers: [Customer]
    private var names: [FoldedText: Position] = [:]
    /// By digits alone, because numbers are written with and without spaces.
    private var phones: [String: Position] = [:]
    private var domains: [FoldedText: Int] = [:]

    private struct Position {
        var customer: Int
        var person: Int?
    }

    /// Whom two cards claim belongs to the first.
    package init(_ customers: [Customer]) {
        self.customers = customers
        for (index, customer) in customers.enumerated() {
            // In the card of one person, the card's name is the person's.
            let namesake = customer.people.firstIndex { FoldedText($0.handle) == FoldedText(customer.handle) }
            claim([customer.handle], Position(customer: index, person: namesake))
            for (number, person) in customer.people.enumerated() {
                claim(person.names, Position(customer: index, person: number))
            }
            claim(customer.emails + customer.phones, Position(customer: index))
            for domain in customer.domains where domains[FoldedText(domain)] == nil {
                domains[FoldedText(domain)] = index
            }
        }
    }

    private mutating func claim(_ claimed: [String], _ position: Position) {
        for name in claimed {
            let digits = PersonReference.digits(name)
            if !digits.isEmpty, phones[digits] == nil { phones[digits] = position }
            let key = FoldedText(name)
            if names[key] == nil { names[key] = position }
        }
    }

    /// Returns who has this handle, e-mail address, telephone number in any spelling, or other address.
    package func match(_ reference: String) -> CustomerMatch? {
        guard let position = position(of: reference) else { return nil }
        let customer = customers[position.customer]
        return CustomerMatch(
            customer: customer, person: position.person.map { customer.people[$0] }, isByDomain: position.isByDomain)
    }

    /// The place of the customer among all; nil for strangers.
    package func customerPosition(of reference: String) -> Int? { position(of: reference)?.customer }

    private func position(of reference: String) -> (customer: Int, person: Int?, isByDomain: Bool)? {
        let key = FoldedText(reference)
        if let found = names[key] { return (found.customer, found.person, false) }
        let digits = PersonReference.digits(reference)
        if !digits.isEmpty, let found = phones[digits] { return (found.customer, found.person, false) }
        guard !domains.isEmpty, let at = key.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        return domains[FoldedText(utf8: Array(key.utf8[(at + 1)...]))].map { ($0, nil, true) }
    }
}

/// The customers of a desk, and the index over them once somebody asks.
struct CustomerDirectory: Sendable {
    let customers: [Customer]
    private let made: Made

    init(_ customers: [Customer]) {
        self.customers = customers
        made = Made()
    }

    var index: CustomerIndex {
        made.index.withLock { known in
            if let known { return known }
            let index = CustomerIndex(customers)
            known = index
            return index
        }
    }

    private final class Made: Sendable {
        let index = Mutex<CustomerIndex?>(nil)
    }
}
