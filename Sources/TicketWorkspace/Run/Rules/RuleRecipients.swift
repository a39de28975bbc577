import TicketModel

/// Whom a rule's `notify` means.
struct RuleRecipients {
    let configuration: Configuration
    let ticket: Ticket
    /// Handles of people that the occasion's text names.
    let mentioned: [String]

    /// Returns people with an address, each once, in the order in which they are named.
    func people(_ names: [String]) -> [OutboxMessage.Recipient] {
        var (found, seen): ([OutboxMessage.Recipient], Set<FoldedText>) = ([], [])
        for reference in names.flatMap(references) {
            guard let recipient = recipient(reference), seen.insert(FoldedText(recipient.email)).inserted else {
                continue
            }
            found.append(recipient)
        }
        return found
    }

    private func references(_ name: String) -> [String] {
        switch name {
        case "assignee": return ticket.assignee.map { [$0] } ?? []
        case "requester": return ticket.requester.map { [$0] } ?? []
        case "mentioned": return mentioned
        case "watchers": return ticket.list(.watchers)
        case "participants": return ticket.list(.participants)
        default: break
        }
        let people = configuration.people?.people ?? []
        if name.hasPrefix("team:") {
            return people.filter { $0.teams.contains(String(name.dropFirst(5))) }.map(\.handle)
        }
        if name.hasPrefix("role:") {
            return people.filter { $0.roles.contains(String(name.dropFirst(5))) }.map(\.handle)
        }
        return [name]
    }

    private func recipient(_ reference: String) -> OutboxMessage.Recipient? {
        let person = configuration.people?.person(reference) ?? configuration.customerPerson(reference)?.person
        if let person {
            guard let email = person.emails.first, Self.isOneAddress(email) else { return nil }
            return OutboxMessage.Recipient(name: person.name ?? person.handle, email: email)
        }
        return Self.isOneAddress(reference) ? OutboxMessage.Recipient(name: nil, email: reference) : nil
    }

    /// A requester comes from a file: two addresses in one, or one with a name, would reach others than it says.
    private static func isOneAddress(_ text: String) -> Bool {
        text.utf8.count { $0 == UInt8(ascii: "@") } == 1
            && !text.unicodeScalars.contains {
                $0.properties.isWhitespace || $0.value < 0x21 || ",;<>()\"\\".unicodeScalars.contains($0)
            }
    }
}
