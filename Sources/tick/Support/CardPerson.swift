import TicketModel
import TicketText
import TicketWorkspace

/// The person of a card that a command line describes.
struct CardPerson {
    let desk: Workspace
    /// A handle, or a name.
    let name: String?
    let isAuthorised: Bool

    /// A new person with these addresses, each under its key.
    func person(with addresses: [String]) throws(UsageError) -> Person {
        var person = Person(handle: desk.freeHandle(for: name ?? addresses.first ?? ""), isAuthorised: isAuthorised)
        if let name, name != person.handle { person.name = name }
        for address in addresses {
            switch try Self.key(of: address) {
            case .email: person.emails.append(address)
            case .phone: person.phones.append(Self.number(address))
            case .address: person.addresses.append(address)
            }
        }
        return person
    }

    /// What puts the addresses on the card, and whose they are then.
    func edits(
        of customer: Customer, adding addresses: [String]
    ) throws(UsageError) -> (edits: [CardEdit], who: String) {
        let known = name.flatMap { name in
            customer.people.first { FoldedText($0.handle) == FoldedText(name) }
                ?? customer.people.first { $0.name.map { FoldedText($0) == FoldedText(name) } ?? false }
        }
        guard let known else {
            let person = try person(with: addresses)
            return ([.addPerson(person)], person.handle)
        }
        if isAuthorised, !known.isAuthorised {
            throw UsageError(
                "\(known.handle) is on the card already",
                hint: "write authorised: true in customers/\(customer.handle).md")
        }
        var edits: [CardEdit] = []
        for address in addresses {
            let key = try Self.key(of: address)
            edits.append(.addAddress(key == .phone ? Self.number(address) : address, key, person: known.handle))
        }
        return (edits, known.handle)
    }

    private static func key(of address: String) throws(UsageError) -> CardAddress {
        guard PersonReference.isAddress(address) || !PersonReference.digits(address).isEmpty else {
            throw UsageError(
                "\(PrintableText.argument(address)) is no address",
                hint: "an e-mail address, '+7 495 000-00-00', tel:+74950000000, tg:name")
        }
        return CardAddress(address)
    }

    /// The number without `tel:`, under `phone` it goes without saying.
    private static func number(_ address: String) -> String {
        address.lowercased().hasPrefix("tel:") ? String(address.dropFirst(4)) : address
    }
}
