/// A person of `people.yml` or of a customer's card.
package struct Person: Hashable, Sendable {
    package var handle: String
    package var name: String?
    package var emails: [String]
    package var phones: [String]
    /// Of customers' people: other addresses, such as `tg:maria`.
    package var addresses: [String]
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
        handle: String, name: String? = nil, emails: [String] = [], phones: [String] = [],
        addresses: [String] = [], roles: [String] = [],
        teams: [String] = [], skills: [String] = [], capacity: Int? = nil, level: Int? = nil,
        absences: [ClosedRange<CivilDate>] = [], isAuthorised: Bool = false
    ) {
        self.handle = handle
        self.name = name
        self.emails = emails
        self.phones = phones
        self.addresses = addresses
        self.roles = roles
        self.teams = teams
        self.skills = skills
        self.capacity = capacity
        self.level = level
        self.absences = absences
        self.isAuthorised = isAuthorised
    }

    /// The handle and every address, as written.
    package var names: [String] { [handle] + emails + phones + addresses }
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

    /// The customer and person whose handle or address this is; the customer alone for the customer's own handle, and for
    /// addresses of which only the domain is known.
    package func customerPerson(_ text: String) -> CustomerMatch? { customerIndex.match(text) }

    /// Whether two references mean the same person: the same text, or handle and address of one.
    package func isSamePerson(_ left: String, _ right: String) -> Bool {
        let (a, b) = (FoldedText(left), FoldedText(right))
        if a == b { return true }
        if let one = people?.person(left), let other = people?.person(right) { return one.handle == other.handle }
        guard let one = customerPerson(left), let other = customerPerson(right) else { return false }
        return one == other && !one.isByDomain
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
        return hasScheme(text)
    }

    /// Whether `text` is a name behind one of the schemes that tickets know, in any case (RFC 3986 §3.1).
    package static func hasScheme(_ text: String) -> Bool {
        let folded = text.lowercased()
        return ["tel:", "tg:", "sip:", "wa:", "vk:", "xmpp:"].contains {
            folded.hasPrefix($0) && folded.utf8.count > $0.utf8.count
        }
    }

    /// The digits of a telephone reference; empty where `text` is none. Parameters such as `;ext=12` do not count (RFC 3966 §3).
    package static func digits(_ text: String) -> String {
        let isURI = text.utf8.prefix(4).map { $0 | 0x20 } == Array("tel:".utf8).map { $0 | 0x20 }
        let number = isURI ? text.dropFirst(4) : text[...]
        guard number.hasPrefix("+") else { return "" }
        return String(number.prefix { $0 != ";" }.filter { $0.isASCII && $0.isNumber })
    }
}
