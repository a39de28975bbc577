package import TicketIndex
package import TicketModel
import TicketText

/// Whom a word of the command line means: a customer, or an address that no card knows.
package struct CustomerSubject: Sendable {
    /// Nil for a stranger.
    package var customer: Customer?
    /// The person who was named; nil where the customer as a whole was.
    package var person: Person?
    /// The address that was named, or the requester of the ticket that was.
    package var reference: String
    /// Whether the card itself names the reference, and not its domain alone.
    package var isNamed: Bool
}

extension Workspace {
    /// Finds a customer by its handle, by a handle or address of its people, or by a ticket of theirs.
    ///
    /// - Throws: `customer.unknown` with the nearest handles; an address without a card is no error.
    package func customer(
        named word: String, in snapshot: IndexSnapshot
    ) throws(WorkspaceError) -> CustomerSubject {
        if let match = configuration.customerPerson(word) { return Self.subject(match, word) }
        if case .found(let ticket) = snapshot.lookup(word) {
            guard let requester = ticket.requester else {
                throw WorkspaceError(
                    .absent, "ticket.no-requester", "\(ticket.id) has no requester",
                    hint: "tick set \(ticket.id) requester=…")
            }
            if let match = configuration.customerPerson(requester) { return Self.subject(match, requester) }
            return CustomerSubject(customer: nil, person: nil, reference: requester, isNamed: false)
        }
        if PersonReference.isAddress(word) || !PersonReference.digits(word).isEmpty {
            return CustomerSubject(customer: nil, person: nil, reference: word, isNamed: false)
        }
        throw unknownCustomer(word)
    }

    private static func subject(_ match: CustomerMatch, _ reference: String) -> CustomerSubject {
        CustomerSubject(
            customer: match.customer, person: match.person, reference: reference, isNamed: !match.isByDomain)
    }

    /// Finds a customer by its own handle alone.
    package func customer(withHandle handle: String) throws(WorkspaceError) -> Customer {
        let found = configuration.customers.first { FoldedText($0.handle) == FoldedText(handle) }
        guard let found else { throw unknownCustomer(handle) }
        return found
    }

    private func unknownCustomer(_ word: String) -> WorkspaceError {
        let customers = configuration.customers
        let names = customers.flatMap { [$0.handle, $0.name] + $0.people.map(\.handle) }
        let nearest = NearMatch.closest(to: word, among: names)
        let hint =
            customers.isEmpty
            ? "there are no cards yet: tick customer new \(word) makes one"
            : nearest.isEmpty ? "tick customer list shows them" : "did you mean \(nearest.joined(separator: ", "))?"
        return WorkspaceError(
            .absent, "customer.unknown", "there is no customer \(PrintableText.make(word))",
            hint: PrintableText.make(hint))
    }

    /// The notes below a card's front matter; empty where there are none.
    package func notes(of customer: Customer) -> String {
        guard let path = customer.path,
            let bytes = try? files.bytes(of: path, limit: DeskFiles.configurationLimit),
            let document = try? TicketDocument(SourceText(path: path, bytes: bytes))
        else { return "" }
        let text = document.source.string(SourceRange(document.bodyStart, bytes.count))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).drop { $0.allSatisfy(\.isWhitespace) }
        return lines.reversed().drop { $0.allSatisfy(\.isWhitespace) }.reversed().joined(separator: "\n")
    }

    /// A handle that nobody has yet, from a name or an address: `bob`, else `bob-stone`, else `bob-2`.
    package func freeHandle(for name: String) -> String {
        let local = PersonReference.hasScheme(name) ? String(name.drop { $0 != ":" }.dropFirst()) : name
        let words = Slug.make(from: String(local.prefix { $0 != "@" })).split(separator: "-").map(String.init)
        let whole = words.isEmpty ? "person" : words.joined(separator: "-")
        let candidates = [words.first ?? whole, whole] + (2...999).map { "\(whole)-\($0)" }
        return candidates.first { candidate in
            configuration.people?.person(candidate) == nil && configuration.customerPerson(candidate) == nil
        } ?? whole
    }
}
