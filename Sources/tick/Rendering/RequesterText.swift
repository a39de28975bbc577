import TicketModel
import Workflow

/// Who a ticket is from, in a line.
enum RequesterText {
    /// The reference with what the customer's card says, and whether they may ask for what they ask for.
    static func describe(_ reference: String, _ ticket: Ticket, _ configuration: Configuration) -> String {
        let match = configuration.customerPerson(reference)
        var parts = [reference, match?.person?.name, match?.customer.name, match?.customer.tier].compactMap(\.self)
        switch Authorisation(of: ticket, configuration) {
        case .notAskedFor, .missing: break
        case .given: parts.append("authorised")
        case .unknown: parts.append("not known: \(ticket.text(.type) ?? "this") asks for an authorised person")
        case .refused: parts.append("not authorised")
        }
        return parts.joined(separator: " · ")
    }
}
