/// A person of `people.yml` or of a customer's card.
package struct Person: Hashable, Sendable {
    package var handle: String
    package var name: String?
    package var emails: [String]
    package var phones: [String]
    package var roles: [String]
    package var teams: [String]
    package var skills: [String]
    /// How many open tickets the person takes at once; nil without a limit.
    package var capacity: Int?
    /// The level of escalation that the person answers.
    package var level: Int?
    package var absences: [ClosedRange<CivilDate>]
    package var isAuthorised: Bool

    package init(
        handle: String, name: String? = nil, emails: [String] = [], phones: [String] = [], roles: [String] = [],
        teams: [String] = [], skills: [String] = [], capacity: Int? = nil, level: Int? = nil,
        absences: [ClosedRange<CivilDate>] = [], isAuthorised: Bool = false
    ) {
        self.handle = handle
        self.name = name
        self.emails = emails
        self.phones = phones
        self.roles = roles
        self.teams = teams
        self.skills = skills
        self.capacity = capacity
        self.level = level
        self.absences = absences
        self.isAuthorised = isAuthorised
    }
}

/// `people.yml`: the agents of a desk. Without the file, roles are off.
package struct PeopleDirectory: Sendable {
    package var people: [Person]
    private var indexByName: [FoldedText: Int]

    package init(people: [Person]) {
        self.people = people
        indexByName = [:]
        for (index, person) in people.enumerated() {
            for name in [person.handle] + person.emails { indexByName[FoldedText(name)] = index }
        }
    }

    /// Returns the person with this handle or e-mail address, in any case.
    package func person(_ name: String) -> Person? { indexByName[FoldedText(name)].map { people[$0] } }
}

/// Who acts: git's author, looked up in `people.yml`.
package struct Actor: Hashable, Sendable {
    package var name: String
    package var email: String
    /// The handle in `people.yml`; nil for somebody that it does not know.
    package var handle: String?
    package var roles: [String]

    package init(name: String, email: String, handle: String? = nil, roles: [String] = []) {
        self.name = name
        self.email = email
        self.handle = handle
        self.roles = roles
    }

    /// How a ticket names this person: the handle, else the address.
    package var reference: String { handle ?? email }
}

extension Configuration {
    /// Returns the acting person for a git identity.
    package func actor(name: String, email: String) -> Actor {
        let person = people?.person(email)
        return Actor(name: name, email: email, handle: person?.handle, roles: person?.roles ?? [])
    }

    /// Whether `text` names a person: a handle of `people.yml` or a customer's card, or an address of some kind.
    package func isPersonReference(_ text: String) -> Bool {
        PersonReference.isAddress(text) || people?.person(text) != nil || customerPerson(text) != nil
    }

    /// The customer and person whose handle or address this is; the customer alone for the customer's own handle.
    package func customerPerson(_ text: String) -> (customer: Customer, person: Person?)? {
        let key = FoldedText(text)
        for customer in customers {
            if FoldedText(customer.handle) == key { return (customer, nil) }
            for person in customer.people
            where FoldedText(person.handle) == key || person.emails.contains(where: { FoldedText($0) == key })
                || person.phones.contains(where: {
                    PersonReference.digits($0) == PersonReference.digits(text) && !PersonReference.digits(text).isEmpty
                })
            {
                return (customer, person)
            }
        }
        return nil
    }

    /// Whether two references mean the same person: the same text, or handle and address of one.
    package func isSamePerson(_ left: String, _ right: String) -> Bool {
        let (a, b) = (FoldedText(left), FoldedText(right))
        if a == b { return true }
        if let one = people?.person(left), let other = people?.person(right) { return one.handle == other.handle }
        if let one = customerPerson(left)?.person, let other = customerPerson(right)?.person { return one == other }
        return false
    }
}

/// The forms in which a ticket names somebody who has no handle.
package enum PersonReference {
    /// Whether `text` is an e-mail address, `tel:+7…`, `tg:name` or another `scheme:name`.
    package static func isAddress(_ text: String) -> Bool {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return false }
        if let at = text.lastIndex(of: "@") {
            return at != text.startIndex && text.index(after: at) != text.endIndex
        }
        for scheme in ["tel:", "tg:", "sip:", "wa:", "vk:", "xmpp:"] where text.hasPrefix(scheme) {
            return text.utf8.count > scheme.utf8.count
        }
        return false
    }

    /// The digits of a telephone reference; empty where `text` is none.
    package static func digits(_ text: String) -> String {
        let number = text.hasPrefix("tel:") ? text.dropFirst(4) : text[...]
        guard number.hasPrefix("+") else { return "" }
        return String(number.filter { $0.isASCII && $0.isNumber })
    }
}
