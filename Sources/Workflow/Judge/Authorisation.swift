package import TicketModel

/// Whether whoever asks may ask: a type or category with `authorised: true` wants a person whose card says so.
package enum Authorisation: Hashable, Sendable {
    case notAskedFor
    /// The requester may, or somebody who may has approved it.
    case given
    /// There is no requester.
    case missing
    /// No card names the requester; the customer, where the address's domain tells as much.
    case unknown(Customer?)
    /// The requester is known, and may not.
    case refused(Customer?)

    package init(of ticket: Ticket, _ configuration: Configuration) {
        guard Self.wantingField(of: ticket, configuration) != nil else {
            self = .notAskedFor
            return
        }
        let approvers = ticket.list(.approvedBy).map { Self.standing(of: $0, configuration) }
        self = approvers.contains(.given) ? .given : Self.standing(of: ticket.requester, configuration)
    }

    /// The field of the ticket that asks for an authorised person; nil where none does.
    static func wantingField(of ticket: Ticket, _ configuration: Configuration) -> FieldName? {
        if configuration.typeDefinition(ticket.type)?.asksForAuthorised == true { return .type }
        guard let category = ticket.text(.category), let rank = configuration.rank(of: category, in: .category) else {
            return nil
        }
        return configuration.choices[.category]?[rank].asksForAuthorised == true ? .category : nil
    }

    /// How a person stands where an authorised one is asked for.
    static func standing(of reference: String?, _ configuration: Configuration) -> Authorisation {
        guard let reference else { return .missing }
        if let agent = configuration.people?.person(reference) { return agent.isAuthorised ? .given : .refused(nil) }
        guard let match = configuration.customerPerson(reference) else { return .unknown(nil) }
        guard let person = match.person else {
            return match.isByDomain ? .unknown(match.customer) : .refused(match.customer)
        }
        return person.isAuthorised ? .given : .refused(match.customer)
    }
}
