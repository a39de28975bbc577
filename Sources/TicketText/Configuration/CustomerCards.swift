import TicketModel

/// All cards of `customers/`, held against each other: a name or an address on two of them means nobody.
enum CustomerCards {
    static let folder: RepositoryPath = "customers"

    static func isCard(_ path: RepositoryPath) -> Bool {
        path.isInside(folder) && path.bytes.suffix(3).elementsEqual(".md".utf8)
    }

    static func read(_ files: [SourceText], into configuration: inout Configuration) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var cards: [CustomerCard] = []
        for file in files where isCard(file.path) {
            let read = CustomerCard.read(file, configuration)
            diagnostics += read.diagnostics
            if let card = read.card { cards.append(card) }
        }
        reportDoubles(cards, configuration)
        configuration.customers = cards.map(\.customer)
        return diagnostics + cards.flatMap(\.context.diagnostics)
    }

    private struct Owner: Equatable {
        var path: RepositoryPath
        var person: String?
    }

    /// Reports what two cards, or two people of one, claim. The first by path keeps it.
    private static func reportDoubles(_ cards: [CustomerCard], _ configuration: Configuration) {
        var owners: [String: Owner] = [:]
        for card in cards {
            let path = card.context.source.path
            for claim in card.claims {
                let owner = Owner(path: path, person: claim.person)
                if let person = claim.person, person == claim.text, let agent = configuration.people?.person(person) {
                    report(agent, claim, card)
                }
                // The one person of a card may have the card's name.
                if claim.text == card.customer.handle, claim.person != nil { continue }
                guard let first = owners[key(claim.text)] else {
                    owners[key(claim.text)] = owner
                    continue
                }
                if first != owner { report(claim, card, first) }
            }
        }
    }

    /// One number is one key, in whatever spelling.
    private static func key(_ text: String) -> String {
        let digits = PersonReference.digits(text)
        return digits.isEmpty ? FoldedText(text).string : "tel:" + digits
    }

    private static func report(_ claim: CustomerCard.Claim, _ card: CustomerCard, _ first: Owner) {
        let isSameCard = first.path == card.context.source.path
        let owner = isSameCard ? first.person ?? "the customer itself" : first.path.description
        let isHandle = claim.person == nil && claim.text == card.customer.handle
        card.context.error(
            isHandle ? "the customer \(claim.text) is \(owner) already" : "\(claim.text) belongs to \(owner) already",
            hint: isHandle ? "make one card of the two, or rename this file" : "keep it with one of the two",
            at: claim.range)
    }

    private static func report(_ agent: Person, _ claim: CustomerCard.Claim, _ card: CustomerCard) {
        card.context.report(
            rule: "config-value", .warning,
            "\(claim.text) is an agent's handle in people.yml: requester: \(claim.text) means the agent",
            hint: "give this person another handle", at: claim.range)
    }
}
