package import TicketModel

package struct AuthorisedRule: CheckRule {
    package static let id = "authorised"
    package static let summary = "What only authorised people may ask for is asked by one of them."
    package static let explanation = """
        New accounts, rights and passwords are what a stranger with a borrowed address asks for. A type or category with
        `authorised: true` in .tick/config.yml wants a requester whose card in customers/ says `authorised: true`, or
        one such person in approved-by.

            requester: bob@example.org      # nobody knows him

        Ask one of the authorised people, and write them in: tick set ID approved-by+=HANDLE. Whoever is new gets a
        place on a card: tick customer add CUSTOMER ADDRESS --person NAME. Tickets that are done are left alone.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let configuration = context.configuration
        guard let wanting = Authorisation.wantingField(of: ticket, configuration),
            !WorkflowDefinition.isDone(configuration.workflow.phase(of: ticket.status))
        else { return [] }
        let what = "the \(wanting) \(ticket.text(wanting) ?? "")"
        switch Authorisation(of: ticket, configuration) {
        case .notAskedFor: return []
        case .given: return writers(of: ticket, what, configuration)
        case .missing:
            let hint = "name them: tick set \(ticket.id) requester=…"
            return [
                finding(
                    ticket, at: .requester, "\(what) asks for an authorised person, and there is no requester",
                    hint: hint)
            ]
        case .unknown(let customer):
            return [
                finding(
                    ticket, at: .requester,
                    "\(what) asks for an authorised person, and no card names \(ticket.requester ?? "")",
                    hint: Self.hint(customer, ticket))
            ]
        case .refused(let customer):
            return [
                finding(
                    ticket, at: .requester,
                    "\(what) asks for an authorised person, and \(ticket.requester ?? "") is not authorised",
                    hint: Self.hint(customer, ticket))
            ]
        }
    }

    /// Others who write into a ticket of somebody authorised.
    private func writers(of ticket: Ticket, _ what: String, _ configuration: Configuration) -> [Diagnostic] {
        ticket.entries.compactMap { entry in
            guard entry.verb == .wrote, let person = entry.person,
                Authorisation.standing(of: person, configuration) != .given,
                !(ticket.requester.map { configuration.isSamePerson($0, person) } ?? false)
            else { return nil }
            return finding(
                ticket, at: entry.headingRange,
                "\(what) asks for an authorised person, and \(person), who wrote this, is not one",
                hint: "do not act on it before \(ticket.requester ?? "the requester") says so")
        }
    }

    private static func hint(_ customer: Customer?, _ ticket: Ticket) -> String {
        let authorised = customer?.people.filter(\.isAuthorised).map(\.handle) ?? []
        guard let customer, !authorised.isEmpty else {
            return "ask somebody authorised, then tick set \(ticket.id) approved-by+=PERSON"
        }
        let names = authorised.prefix(4).joined(separator: ", ")
        return "of \(customer.name) \(names) may; with their word: tick set \(ticket.id) approved-by+=\(authorised[0])"
    }
}
